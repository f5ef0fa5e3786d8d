/*
 * Charts of each page of Gale. All figures are those of the JSON in the page; tables stand in the HTML.
 */
'use strict';
(() =>
{
    const {chart, colour, count, counted, curves, decoded, dots, element, exact, look, number, painted, parted, percent,
        ranked, rate, seconds, shares, spoken, style, summarised, time, view} = gale;
    const data = JSON.parse(document.getElementById('data').textContent);
    const report = data.report;
    const places = [...document.querySelectorAll('[data-chart]')];
    const CURVE_LIMIT = 32;
    const SHOWN_LIMIT = 8;
    const OUTLIER_LIMIT = 16;
    const CHART_LIMIT = 60;
    const FIGURE_LIMIT = 24;
    /** Group or phase that is shown alone: its list in the report and its index. */
    let part = null;

    /** Latencies of a report, or of the part that is shown alone. */
    const latencies = of => part ? ((of[part.list] || [])[part.index] || {}).latency_ns || {} : of.latency_ns;

    /** Says of a chart that it shows more than the part. */
    function ofAll(place)
    {
        place.classList.toggle('others', !!part);
        if (part)
        {
            element('p', 'of all ' + part.list, 'of', place);
        }
    }

    const named = name => part ? name + ' of ' + part.name : name;

    /** Curves of a report: of all latencies, or of those that a part has. */
    function curvesOf(of)
    {
        const all = latencies(of);
        if (!part)
        {
            return Object.entries(all.curves).map(([name, points]) => ({name,
                points: ranked(points, ((all[name] || all.stages[name]) || {}).count)}));
        }
        return ['response', 'handled', 'request'].filter(name => all[name] && all[name].count > 0).map(name => ({
            name: named(name), colour: style(name), points: ranked(all.encoded && all.encoded[name] ?
                decoded(all.encoded[name], all[name].max) : summarised(all[name]), all[name].count)}));
    }

    // Over the time of a run

    /** Phases of this run, and the time of those before a resume. */
    const ofPhases = () => report.phases.filter(phase => phase.name !== 'before');
    const before = () => report.phases.filter(phase => phase.name === 'before').reduce(
        (sum, phase) => sum + phase.length_s, 0);

    /** Last interval, if it is shorter than the others and long enough to be drawn. */
    const lastShort = () =>
    {
        const longest = Math.max(...report.intervals.map(interval => interval.length_s));
        const last = report.intervals[report.intervals.length - 1];
        return last && last.length_s < 0.99 * longest && last.length_s >= longest / 20 ? last : null;
    };

    /** Lines where phases begin, where the warm-up ends, and where a last interval that is shorter begins. */
    const marks = painted((u, ctx) =>
    {
        const warm = report.intervals.filter(interval => interval.warmup).map(one => one.start_s + one.length_s);
        const lines = ofPhases().map(phase => [Math.max(0, phase.start_s - before()), phase.name]);
        lines.push(...warm.slice(-1).map(end => [end, 'warm-up ends']));
        lines.push(...[lastShort()].filter(last => last).map(last => [last.start_s, 'short interval']));
        let free = 0;
        ctx.strokeStyle = colour('dim');
        ctx.font = u.axes[0].font[0];
        ctx.textBaseline = 'top';
        ctx.textAlign = 'left';
        for (const [at, name] of lines)
        {
            const x = Math.round(u.valToPos(at, 'x', true));
            ctx.beginPath();
            ctx.moveTo(x + 0.5, u.bbox.top);
            ctx.lineTo(x + 0.5, u.bbox.top + u.bbox.height);
            ctx.stroke();
            if (x >= free)
            {
                const width = ctx.measureText(name.slice(0, 40)).width;
                const left = x + width + 6 > u.bbox.left + u.bbox.width ? x - width - 6 : x + 2;
                ctx.fillStyle = colour('bg');
                ctx.fillRect(left, u.bbox.top + 1, width + 4, 14 * uPlot.pxRatio);
                ctx.fillStyle = colour('dim');
                ctx.fillText(name.slice(0, 40), left + 2, u.bbox.top + 2);
                free = left + 8 + width;
            }
        }
    });

    /** Chart over the time of the run, in steps that begin at some times and end with the last one. */
    const overTime = (place, starts, end, spec) => chart(place, {isTime: true, isStepped: true, name: 'time',
        height: 220, ...spec, x: {values: [...starts, end], text: seconds},
        series: spec.series.map(one => ({kind: 'steps', ...one, values: [...one.values, ...one.values.slice(-1)]})),
        hooks: {draw: [marks]}});

    const ends = intervals => intervals[intervals.length - 1].start_s + intervals[intervals.length - 1].length_s;

    function rates(place)
    {
        ofAll(place);
        const longest = Math.max(...report.intervals.map(interval => interval.length_s));
        const shown = report.intervals.filter(interval => interval.length_s >= longest / 20);
        const last = lastShort();
        const line = (name, color, of) => ({name, colour: color, values: shown.map(of), text: (value, at) =>
            rate(value) + (last && at >= shown.length - 1 ? ', of ' + seconds(last.length_s) + ' alone' : '')});
        overTime(place, shown.map(interval => interval.start_s), ends(shown), {y: {isFromZero: true, text: rate},
            series: [line('delivered', 'c0', interval => interval.delivered / interval.length_s),
                line('offered', 'c1', interval => interval.offered / interval.length_s),
                ...shown[0].completions_per_s === undefined ? [] :
                    [line('completions', 'c5', interval => interval.completions_per_s)]]});
        if (last)
        {
            element('p', 'The last interval is short: ' + seconds(last.length_s) + ' of ' + seconds(longest) +
                '. The end of what was offered may be in it.', 'of', place);
        }
    }

    function bySecond(place)
    {
        ofAll(place);
        const line = (name, key, color) => ({name, colour: color, text: exact,
            values: report.intervals.map(interval => (interval.latency_ns.response || {})[key])});
        overTime(place, report.intervals.map(interval => interval.start_s), ends(report.intervals),
            {y: {isLog: true, text: time}, series: [line('p50', 'p50', 'c0'), line('p99', 'p99', 'c5'),
                line('p99.9', 'p99_9', 'c3'), line('longest', 'max', 'c2')]});
    }

    function actions(place)
    {
        ofAll(place);
        const line = report.actions.timeline;
        const slice = line.slice_ns / 1e9;
        const starts = line.open_ns.map((ns, i) => line.start_ns / 1e9 + i * slice);
        const share = key => line[key].map(ns => 100 * ns / line.slice_ns);
        overTime(place, starts, starts[starts.length - 1] + slice, {y: {isFromZero: true, text: percent}, series: [
            {name: 'a transition is open', colour: 'c4', values: share('open_ns'), text: percent},
            {name: 'its vCPU is held out of the guest', colour: 'c5', values: share('held_ns'), text: percent}]});
        overTime(place, starts, starts[starts.length - 1] + slice, {height: 130, y: {isFromZero: true, text: count},
            series: [{name: 'moves of events and vCPUs', colour: 'c2', values: line.moves, text: count},
                {name: 'transitions that ended', colour: 'c0', values: line.ended, text: count}]});
    }

    function heat(place)
    {
        ofAll(place);
        const map = report.heat;
        const slice = map.slice_ns / 1e9;
        const from = step => map.from_ns * 10 ** (step / map.steps_per_decade);
        const stepOf = ns => Math.floor(map.steps_per_decade * Math.log10(ns / map.from_ns) + 1e-9);
        const cells = map.slices.flatMap((flat, i) => flat.map((step, at) => at % 2 ? null : [i, step, flat[at + 1]])
            .filter(cell => cell));
        const most = cells.reduce((sum, cell) => Math.max(sum, cell[2]), 1);
        const strength = samples => 0.14 + 0.86 * Math.log1p(samples) / Math.log1p(most);
        const steps = cells.map(cell => cell[1]);
        const responses = report.outliers.map(outlier => outlier.response_ns);
        const strips = [['stalls', 'bad', /stall|compilation|garbage collection/], ['snapshots', 'c0', /snapshot/]].map(
            ([name, color, kinds]) => ({name, colour: color, moments: (report.moments || []).filter(
                moment => kinds.test(moment.kind))})).filter(strip => strip.moments.length > 0);
        const least = Math.min(from(steps.reduce((a, b) => Math.min(a, b))), ...responses);
        const top = Math.max(from(steps.reduce((a, b) => Math.max(a, b)) + 1), ...responses) *
            1.1 ** (1 + 3 * strips.length);
        const readout = element('p', '', 'readout');
        const point = (u, outlier) => [u.valToPos(outlier.at_ns / 1e9, 'x', true),
            u.valToPos(outlier.response_ns, 'y', true)];
        const near = (u, reach) => report.outliers.findIndex(outlier =>
        {
            const [x, y] = point(u, outlier);
            return Math.hypot(x - u.bbox.left - u.cursor.left * uPlot.pxRatio, y - u.bbox.top -
                u.cursor.top * uPlot.pxRatio) <= reach * uPlot.pxRatio;
        });
        const read = u =>
        {
            const at = u.posToVal(u.cursor.left, 'x');
            const index = Math.floor(at / slice);
            const flat = map.slices[index] || [];
            const begin = seconds(Number((index * slice).toPrecision(6))) + ' to ' +
                seconds(Number(((index + 1) * slice).toPrecision(6))) + ': ';
            const all = flat.reduce((sum, value, i) => sum + (i % 2 ? value : 0), 0);
            const words = [];
            if (u.isKeyed || u.over.matches(':hover'))
            {
                const step = stepOf(u.posToVal(u.cursor.top, 'y'));
                const cell = flat.findIndex((value, i) => i % 2 === 0 && value === step);
                words.push(begin + time(from(step)) + ' to ' + time(from(step + 1)) + ': ' +
                    counted(cell < 0 ? 0 : flat[cell + 1], 'sample') + ' of ' + count(all));
            }
            else
            {
                words.push(begin + counted(all, 'sample') + (all === 0 ? '' : ' from ' + time(from(flat[0])) + ' to ' +
                    time(from(flat[flat.length - 2] + 1))));
            }
            const found = near(u, 8);
            words.push(...found < 0 ? [] : ['outlier of ' + exact(report.outliers[found].response_ns) + ', VM ' +
                report.outliers[found].vm + ': click for its row']);
            strips.forEach(strip => strip.moments.filter(moment => moment.at_ns / 1e9 <= at + slice / 2 &&
                (moment.at_ns + moment.length_ns) / 1e9 >= at - slice / 2).slice(0, 2).forEach(moment => words.push(
                moment.kind + ' (' + moment.thread + '): ' + exact(moment.length_ns))));
            return words.join(' \u00b7 ');
        };
        const paintCells = (u, ctx) =>
        {
            ctx.fillStyle = colour('heat');
            for (const [i, step, samples] of cells)
            {
                const left = Math.round(u.valToPos(i * slice, 'x', true));
                const right = Math.round(u.valToPos((i + 1) * slice, 'x', true));
                if (right >= u.bbox.left && left <= u.bbox.left + u.bbox.width)
                {
                    const upper = Math.round(u.valToPos(from(step + 1), 'y', true));
                    ctx.globalAlpha = strength(samples);
                    ctx.fillRect(left, upper, Math.max(1, right - left),
                        Math.round(u.valToPos(from(step), 'y', true)) - upper);
                }
            }
        };
        const paintOutliers = (u, ctx) =>
        {
            ctx.strokeStyle = colour('mark');
            ctx.fillStyle = colour('bg');
            ctx.lineWidth = 2 * uPlot.pxRatio;
            for (const outlier of report.outliers)
            {
                ctx.beginPath();
                ctx.arc(...point(u, outlier), 4 * uPlot.pxRatio, 0, 7);
                ctx.fill();
                ctx.stroke();
            }
        };
        const paintStrip = (strip, row) => (u, ctx) =>
        {
            ctx.fillStyle = colour(strip.colour);
            for (const moment of strip.moments)
            {
                const left = u.valToPos(moment.at_ns / 1e9, 'x', true);
                ctx.fillRect(left, u.bbox.top + (2 + 11 * row) * uPlot.pxRatio, Math.max(2 * uPlot.pxRatio,
                    u.valToPos((moment.at_ns + moment.length_ns) / 1e9, 'x', true) - left), 9 * uPlot.pxRatio);
            }
        };
        const none = map.slices.map(() => null);
        const painter = (name, color, paint) => ({name, colour: color, values: [...none, null], paint, text: () => ''});
        const u = chart(place, {isTime: true, isStepped: true, hasCross: true, name: 'time', height: 380, readout: read,
            cellHeight: shown => shown.valToPos(from(0), 'y') - shown.valToPos(from(1), 'y'),
            x: {values: [...none.map((value, i) => i * slice), none.length * slice], text: seconds},
            y: {isLog: true, text: time, range: [least, top]},
            series: [painter('samples', 'heat', paintCells), ...strips.map((strip, row) =>
                painter(strip.name, strip.colour, paintStrip(strip, row))),
                ...report.outliers.length ? [painter('outliers', 'mark', paintOutliers)] : []],
            hooks: {draw: [marks], setCursor: [shown =>
            {
                shown.isKeyed = shown.isKeyed && !shown.over.matches(':hover');
                readout.textContent = shown.cursor.left < 0 ? '' : read(shown);
            }]}});
        u.over.addEventListener('click', () => near(u, 12) >= 0 && follow(near(u, 12)));
        u.root.after(readout);
        const shades = element('p', '', 'shades', place);
        const powers = Array.from({length: Math.ceil(Math.log10(most))}, (unused, power) => 10 ** power);
        scale(shades, [...powers, most].map(samples => [strength(samples), counted(samples, 'sample')]));
    }

    /** Writes what the shades of a heat map mean. */
    function scale(shades, steps)
    {
        for (const [strength, text] of steps)
        {
            const step = element('span', '', '', shades);
            element('i', '', '', step).style.background =
                'color-mix(in srgb, var(--heat) ' + Math.round(100 * strength) + '%, transparent)';
            step.append(text);
        }
    }

    /** Goes to the row of an outlier. */
    function follow(index)
    {
        document.querySelectorAll('tr.found').forEach(row => row.classList.remove('found'));
        const row = document.getElementById('outlier-' + index);
        row.classList.add('found');
        row.scrollIntoView({block: 'center'});
        row.querySelector('button').focus();
    }

    // Other charts of a storm

    function vms(place)
    {
        const list = report.latency_ns.vms;
        if (!part || part.list !== 'groups')
        {
            ofAll(place);
        }
        place.classList.toggle('others', !!part && part.list !== 'groups');
        const first = part && part.list === 'groups' ? report.groups.slice(0, part.index).reduce(
            (sum, group) => sum + group.vms, 0) : 0;
        const shown = part && part.list === 'groups' ? list.slice(first, first + report.groups[part.index].vms) : list;
        dots(place, shown.map(vm => ({name: String(vm.vm), latency: vm.response})), false, {name: 'VM'});
    }

    function stages(place)
    {
        ofAll(place);
        const all = report.latency_ns;
        const others = ['response', 'handled', 'service', 'request', 'sender_wait'].filter(name => all[name]);
        dots(place, [...others.map(name => ({name, latency: all[name]})),
            ...Object.entries(all.stages).map(([name, latency]) => ({name, latency}))].filter(
            row => row.latency.max > 0), true, {name: 'stage'});
    }

    function slowest(place)
    {
        ofAll(place);
        const list = report.outliers.slice(0, OUTLIER_LIMIT);
        const names = [...new Set(list.flatMap(outlier => Object.keys(outlier.stages).filter(
            name => outlier.stages[name] > 0)))];
        const rows = list.map((outlier, i) => (i + 1) + ': VM ' + outlier.vm + ', ' + time(outlier.response_ns));
        chart(place, {isTurned: true, height: 60 + 26 * rows.length, name: 'slowest',
            x: {values: rows.map((row, i) => i), rows}, y: {isLog: true, text: time},
            series: [{name: 'response', colour: 'fg', kind: 'dots', isRing: true, text: exact,
                values: list.map(outlier => outlier.response_ns)},
                ...names.map((name, i) => ({name, colour: style(name, i), kind: 'dots', text: exact,
                    values: list.map(outlier => outlier.stages[name] || null)}))]});
    }

    // Several runs

    const spread = (list, limit) => list.slice(0, limit);

    function runs(place)
    {
        dots(place, data.runs.map(run => ({name: run.name, latency: latencies(run).response || {}})), true,
            {name: named(data.keys)});
    }

    function curvesOfRuns(place)
    {
        curves(place, spread(data.runs, CURVE_LIMIT).map((run, i) => ({name: run.name, colour: 'c' + i % 9,
            isShown: i < SHOWN_LIMIT, points: (curvesOf(run).find(curve => curve.name === named('response')) || {
                points: []}).points})));
    }

    function timeOfPes(place)
    {
        place.classList.toggle('others', !!part);
        const rows = data.runs.map(run => ({name: run.name, parts: parted(run.pe_time_ns)}));
        ofAll(place);
        shares(place, rows, [...new Set(rows.flatMap(row => Object.keys(row.parts)))]);
    }

    /** Curves of each baseline and of the reports that are compared with it. */
    const compared = latency => place =>
    {
        const all = data.comparison.compared;
        const baselines = [...new Set(all.map(one => one.baseline))];
        const parent = element('div', '', baselines.length > 1 ? 'multiples' : '', place);
        for (const baseline of baselines.slice(0, CHART_LIMIT))
        {
            const names = [baseline, ...all.filter(one => one.baseline === baseline).map(one => one.report)];
            const one = element('div', '', '', parent);
            if (baselines.length > 1)
            {
                element('h3', baseline, '', one);
            }
            one.setAttribute('aria-label', place.getAttribute('aria-label'));
            curves(one, spread(names.map(name => data.reports.find(report => report.name === name)).filter(
                report => ((report.curves || {})[latency] || []).length), CURVE_LIMIT).map((report, i) => ({
                name: report.name, colour: 'c' + i % 9, isShown: i < SHOWN_LIMIT,
                points: ranked(report.curves[latency], 1)})));
        }
    };

    function changes(place)
    {
        const list = data.comparison.compared;
        const weights = new Map();
        const weight = figure => (/better|worse|regression/.test(figure.verdict) ? 1e6 : 0) +
            Math.abs(Number(figure.change) || 0);
        list.forEach(one => one.figures.forEach(figure => weights.set(figure.name,
            Math.max(weights.get(figure.name) || 0, weight(figure)))));
        const heaviest = [...weights].sort((a, b) => b[1] - a[1]).slice(0, FIGURE_LIMIT).map(([name]) => name);
        const names = [...weights.keys()].filter(name => heaviest.includes(name));
        if (weights.size > names.length)
        {
            element('p', names.length + ' of ' + weights.size +
                ' figures: judged ones that changed, and the greatest changes', 'of', place);
        }
        const of = (one, value) => names.map(name =>
        {
            const figure = one.figures.find(other => other.name === name);
            const found = figure && figure.baseline ? 100 * value(figure) : null;
            return Number.isFinite(found) ? found : null;
        });
        const noise = one => of(one, figure => figure.noise == null ? NaN : figure.noise / figure.baseline);
        chart(place, {isTurned: true, height: 60 + 26 * names.length, name: 'figure',
            x: {values: names.map((name, i) => i), rows: names}, y: {text: percent},
            series: spread(list, SHOWN_LIMIT).flatMap((one, i) =>
            {
                const bound = noise(one);
                return [{name: 'noise of ' + one.report, colour: 'range', values: bound, high: bound,
                    low: bound.map(value => value == null ? null : -value), text: value => value == null ? '-' :
                        '\u00b1 ' + percent(value), aside: 3 * i, thick: 5},
                    {name: one.report, colour: 'c' + i % 9, kind: 'dots', values: of(one, figure => figure.change),
                        text: percent}];
            })});
    }

    // Sweeps

    const text = value => data.metric.unit === 'NANOSECONDS' ? time(value) : data.metric.unit === 'PER_SECOND' ?
        rate(value) : number(value);

    /** Points in grids, one for each combination of the values that have no axis. */
    function grids()
    {
        const found = new Map();
        const columns = data.axes[0] ? data.axes[0].values : [''];
        const rows = data.axes[1] ? data.axes[1].values : [''];
        const places = [columns, rows].map(values => new Map(values.map((value, i) => [value, i])));
        for (const [axes, others, figure, least, greatest, reason] of data.points)
        {
            const name = data.others.map((key, i) => key + ' = ' + others[i]).join(' \u00b7 ');
            if (!found.has(name))
            {
                found.set(name, rows.map(() => []));
            }
            found.get(name)[axes.length > 1 ? places[1].get(axes[1]) : 0][axes.length ? places[0].get(axes[0]) : 0] =
                {figure, least: least == null ? figure : least, greatest: greatest == null ? figure : greatest, reason};
        }
        return {columns, rows, found};
    }

    /** Draws a chart for each grid. */
    function multiples(place, draw)
    {
        const {columns, rows, found} = grids();
        const all = element('div', '', found.size > 1 ? 'multiples' : '', place);
        for (const [name, cells] of [...found].slice(0, CHART_LIMIT))
        {
            const one = element('div', '', '', all);
            if (name)
            {
                element('h3', name, '', one);
            }
            one.setAttribute('aria-label', place.getAttribute('aria-label') + (name ? ', ' + name : ''));
            draw(one, columns, rows, cells, found.size > 1);
        }
        if (found.size > CHART_LIMIT)
        {
            element('p', counted(found.size - CHART_LIMIT, 'chart') + ' more: see points.csv', 'of', place);
        }
    }

    const words = (columns, rows, cell, i, j) => [data.axes[0] && data.axes[0].key + ' = ' + columns[i],
        data.axes[1] && data.axes[1].key + ' = ' + rows[j]].filter(word => word).join(' \u00b7 ') + ': ' + (!cell ?
        'left out' : cell.figure == null ? cell.reason : text(cell.figure) + (data.seeds < 2 ? '' : ', seeds ' +
        text(cell.least) + ' to ' + text(cell.greatest)));

    function map(place)
    {
        const figures = data.points.map(point => point[2]).filter(figure => figure != null);
        const [least, greatest] = [Math.min, Math.max].map(of => figures.reduce((a, b) => of(a, b)));
        const isLog = least > 0;
        const strength = figure => least === greatest ? 0.44 : 0.08 + 0.72 * (isLog ?
            Math.log(figure / least) / Math.log(greatest / least) : (figure - least) / (greatest - least));
        multiples(place, (one, columns, rows, cells) =>
        {
            const readout = element('p', '', 'readout');
            const read = u =>
            {
                const i = Math.round(u.posToVal(u.cursor.left, 'x'));
                const j = Math.round(u.posToVal(u.cursor.top, 'y'));
                return columns[i] === undefined || rows[j] === undefined ? '' : words(columns, rows, cells[j][i], i, j);
            };
            const paint = (u, ctx) =>
            {
                ctx.textAlign = 'center';
                ctx.textBaseline = 'middle';
                ctx.font = u.axes[0].font[0];
                cells.forEach((row, j) => row.forEach((cell, i) =>
                {
                    const [left, right] = [i - 0.5, i + 0.5].map(at => Math.round(u.valToPos(at, 'x', true)));
                    const [upper, lower] = [j - 0.5, j + 0.5].map(at => Math.round(u.valToPos(at, 'y', true)));
                    ctx.globalAlpha = cell.figure == null ? 1 : strength(cell.figure);
                    ctx.fillStyle = colour('heat');
                    ctx.strokeStyle = colour('dim');
                    const area = [left, upper, Math.max(1, right - left - 1), Math.max(1, lower - upper - 1)];
                    ctx[cell.figure == null ? 'strokeRect' : 'fillRect'](...area);
                    ctx.globalAlpha = 1;
                    const label = cell.figure == null ? cell.reason : text(cell.figure);
                    if (area[3] >= 15 * uPlot.pxRatio && area[2] > ctx.measureText(label).width)
                    {
                        ctx.fillStyle = ctx.strokeStyle = colour('fg');
                        ctx.fillText(label, (left + right) / 2, (upper + lower) / 2);
                    }
                }));
            };
            const ticks = rows.map((row, j) => j);
            const step = Math.max(1, Math.ceil(rows.length / 40));
            const u = chart(one, {hasCross: true, legend: false, readout: read, name: '',
                height: 50 + Math.min(640, 36 * rows.length),
                cellHeight: shown => shown.over.clientHeight / rows.length,
                x: {values: columns.map((column, i) => i), rows: columns},
                y: {dir: -1, range: [-0.5, rows.length - 0.5], places: ticks.filter(j => j % step === 0),
                    size: Math.min(190, 18 + 7 * Math.max(...rows.map(row => row.length))), text: j => rows[j],
                    label: j => rows[j].length <= 24 ? rows[j] : rows[j].slice(0, 23) + '\u2026'},
                series: [{name: '', colour: 'heat', values: columns.map(() => null), paint}],
                hooks: {setCursor: [shown => { readout.textContent = shown.cursor.left < 0 ? '' : read(shown); }]}});
            u.root.after(readout);
        });
        const part4 = [0, 1 / 3, 2 / 3, 1].map(share => isLog ? least * (greatest / least) ** share :
            least + (greatest - least) * share);
        scale(element('p', '', 'shades', place), (least === greatest ? [least] : part4).map(
            figure => [strength(figure), text(figure)]));
    }

    function lines(place)
    {
        const values = data.points.flatMap(point => [point[2], point[3], point[4]]).filter(figure => figure != null);
        const [least, greatest] = [Math.min, Math.max].map(of => values.reduce((a, b) => of(a, b)));
        const isLog = least > 0 && greatest >= 10 * least;
        const room = (greatest - least) * 0.05 || Math.abs(greatest) * 0.1 || 1;
        multiples(place, (one, columns, rows, cells, isSmall) =>
        {
            const count9 = Math.min(9, rows.length);
            const shown = Array.from({length: count9}, (unused, i) => count9 === 1 ? 0 :
                Math.floor(i * (rows.length - 1) / (count9 - 1)));
            const of = (j, key) => columns.map((column, i) => cells[j][i] && cells[j][i].figure != null ?
                cells[j][i][key] : null);
            const aside = i => (i - (count9 - 1) / 2) * 3;
            chart(one, {height: isSmall ? 240 : 320, name: data.axes[0].key,
                x: {values: columns.map((column, i) => i), rows: columns},
                y: {isLog, text, range: isLog ? [least / 1.1, greatest * 1.1] : [least - room, greatest + room]},
                series: shown.map((j, i) => ({name: rows[j] || data.metric.label, colour: 'c' + i, kind: 'both',
                    size: 6,
                    ...data.seeds < 2 ? {} : {low: of(j, 'least'), high: of(j, 'greatest'), aside: aside(i), thick: 3},
                    values: of(j, 'figure'), text: (value, at) => value == null ? '-' : text(value) + (data.seeds < 2 ?
                        '' : ' (' + text(cells[j][at].least) + ' to ' + text(cells[j][at].greatest) + ')')}))});
        });
    }

    const painters = {heat, rates, actions, vms, stages, slowest, runs, changes, map, lines, seconds: bySecond,
        percentiles: place => curves(place, curvesOf(report)), curves: curvesOfRuns, pes: timeOfPes,
        routes: place => { ofAll(place); dots(place, Object.entries(report.latency_ns.routes).map(
            ([name, latency]) => ({name, latency})).filter(row => row.latency.count > 0), true, {name: 'route'}); },
        pe: place => { ofAll(place); shares(place, [{name: 'all PEs', parts: parted(report.pe_time_ns)}],
            Object.keys(report.pe_time_ns)); },
        ...gale.answer(data), response: compared('response'), handled: compared('handled'),
        service: compared('service'), request: compared('request')};

    /** Controls of the page: the part that is shown, and the time. */
    function bar()
    {
        const bar = element('div', '', 'bar');
        const of = report || (data.runs || [])[0] || {};
        const groups = of.groups && of.groups.length > 1 ? of.groups.map((group, index) => ({list: 'groups', index,
            name: group.name})).filter(group => of.groups[group.index].latency_ns.response) : [];
        const phases = report ? report.phases.map((phase, index) => ({list: 'phases', index, name: phase.name})).filter(
            phase => phase.name !== 'before') : [];
        const parts = [...groups, ...phases];
        if (parts.length > 0)
        {
            const label = element('label', 'Show ', '', bar);
            const select = element('select', '', '', label);
            element('option', 'everything', '', select);
            parts.forEach(one => element('option', one.list.replace(/s$/, ' ') + one.name, '', select));
            select.addEventListener('change', () => show(parts[select.selectedIndex - 1] || null));
        }
        if (report && report.intervals.length > 0)
        {
            view.end = view.to = Math.max(ends(report.intervals), 1e-9);
            view.text = element('span', '', '');
            const length = () => view.to - view.from;
            const middle = factor => look(
                view.from + length() * (1 - factor) / 2, view.to - length() * (1 - factor) / 2);
            for (const [sign, label, act] of [['+', 'zoom in', () => middle(0.5)],
                ['\u2212', 'zoom out', () => middle(2)],
                ['\u25c0', 'earlier', () => look(view.from - length() / 2, view.to - length() / 2)],
                ['\u25b6', 'later', () => look(view.from + length() / 2, view.to + length() / 2)],
                ['whole run', 'whole run', () => look(0, view.end)]])
            {
                const button = element('button', sign, '', bar);
                button.title = label;
                button.setAttribute('aria-label', label);
                button.addEventListener('click', act);
            }
            bar.append(view.text);
        }
        if (bar.children.length > 0)
        {
            document.querySelector('section').before(bar);
        }
    }

    /** Shows a group or a phase alone. */
    function show(other)
    {
        part = other;
        document.querySelectorAll('tr[data-part]').forEach(row => row.classList.toggle('other', !!part &&
            row.dataset.part.startsWith('/' + part.list + '/') &&
            row.dataset.part !== '/' + part.list + '/' + part.index));
        draw();
        if (part && part.list === 'phases')
        {
            const phase = report.phases[part.index];
            look(phase.start_s - before(), phase.start_s - before() + phase.length_s);
        }
        else
        {
            look(view.from, view.to);
        }
        spoken.textContent = part ? 'shown: ' + part.name : 'shown: everything';
    }

    // The page

    function draw()
    {
        gale.clear();
        for (const place of places)
        {
            place.replaceChildren();
            painters[place.dataset.chart](place);
        }
    }

    /** Puts a button beside each command, which copies it. */
    function copies()
    {
        for (const place of document.querySelectorAll('[data-copy]'))
        {
            const button = element('button', 'copy', 'copy', place.querySelector('[data-json$="/command"]') || place);
            button.title = 'copy: ' + place.dataset.copy;
            button.setAttribute('aria-label', button.title);
            button.addEventListener('click', async () =>
            {
                await navigator.clipboard.writeText(place.dataset.copy).then(
                    () => { button.textContent = 'copied'; spoken.textContent = 'copied: ' + place.dataset.copy; },
                    () => prompt('Copy this line:', place.dataset.copy));
            });
        }
    }

    bar();
    draw();
    look(view.from, view.to);
    copies();
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
    addEventListener('beforeprint', () => { gale.print(true); draw(); });
    addEventListener('afterprint', () => { gale.print(false); draw(); });
})();
