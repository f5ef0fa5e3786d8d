/*
 * Kinds of charts, drawn by uPlot: what a value is called, how a chart is drawn, zoomed and reached by keys, and what
 * charts over the time of a run share. pages.js says which charts a page has.
 */
'use strict';
const gale = (() =>
{
    const NONE = '-';
    const KEYS = 'Arrow keys move the pointer, plus and minus zoom, Escape shows everything.';
    const FIRST = 'gale-first-chart';

    // Words for numbers

    const digits = value => Math.abs(value) >= 100 || Math.abs(value - Math.round(value)) < 0.005 ?
        value.toFixed(0) : value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
    const count = value => value == null ? NONE : Math.round(value).toLocaleString('en-US');
    const counted = (value, unit) => count(value) + ' ' + unit + (value === 1 ? '' : 's');
    const number = value => value == null ? NONE : Math.abs(value) >= 1000 || value === Math.round(value) ?
        count(value) : String(Number(value.toPrecision(4)));
    const percent = value => value == null ? NONE : digits(value) + ' %';
    /** Time of the run, in the unit that fits all of it. */
    const seconds = value => value == null ? '' : view.end < 1 ? Number((value * 1e3).toPrecision(6)) + ' ms' :
        Number(value.toPrecision(6)) + ' s';
    const scaled = (value, steps) =>
    {
        const step = steps.find(one => Math.abs(value) >= one[0]) || steps[steps.length - 1];
        return digits(value / step[0]) + ' ' + step[1];
    };
    const time = ns => ns == null ? NONE : scaled(ns, [[1e9, 's'], [1e6, 'ms'], [1e3, '\u00b5s'], [1, 'ns']]);
    const rate = perS => perS == null ? NONE : scaled(perS, [[1e9, 'G/s'], [1e6, 'M/s'], [1e3, 'k/s'], [1, '/s']]);
    const exact = ns => ns == null ? NONE : count(ns) + ' ns';
    /** A percentile by its rank, 1 / (1 - p): 1000 is 99.9 %. */
    const percentile = rank => rank == null ? '' : rank < 1.001 ? '0 %' :
        Number((100 - 100 / rank).toFixed(Math.max(0, Math.ceil(Math.log10(rank))))) + ' %';

    const element = (tag, text, style, parent) =>
    {
        const made = document.createElement(tag);
        made.textContent = text;
        made.className = style;
        if (parent)
        {
            parent.append(made);
        }
        return made;
    };
    const spoken = element('div', '', 'unseen', document.body);
    spoken.setAttribute('role', 'status');

    // One chart

    const colour = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
    const DASHES = {c1: [7, 3], c2: [2, 3], c4: [7, 3], c6: [2, 3]};
    const STYLES = {response: 'c0', service: 'c1', late: 'c2', queued: 'c3', translated: 'c4', signalled: 'c5',
        acknowledged: 'c6', deactivated: 'c7', woken: 'c8', waiting: 'c2', request: 'c4', guest: 'c1', handler: 'c6',
        host: 'c3', polling: 'c8', idle: 'c7', wfi: 'c2', stolen: 'c4', softirq: 'c1', thread: 'c3'};
    const style = (name, index) => STYLES[name] || 'c' + index % 9;
    /** Dots of a chart on paper for one on the screen. */
    const PAPER = 1.4;
    const LETTER = 6.6;
    let charts = [];
    let isPrinted = false;
    let isDrawn = false;

    /** Values at which an axis has lines: 1, 2 and 5 of each power of ten, or fewer, or of equal distance. */
    const ticks = (least, most, isLog, limit) =>
    {
        const found = [];
        if (isLog && most / least >= 3)
        {
            const decades = Math.log10(most / least);
            const step = Math.ceil(decades / limit);
            for (let power = Math.floor(Math.log10(least)); power <= Math.log10(most); power++)
            {
                for (const factor of 3 * decades <= limit ? [1, 2, 5] : power % step === 0 ? [1] : [])
                {
                    found.push(factor * 10 ** power);
                }
            }
        }
        else
        {
            const power = 10 ** Math.floor(Math.log10((most - least) / limit));
            const step = power * [1, 2, 5, 10].find(factor => (most - least) / (power * factor) <= limit);
            for (let i = Math.ceil(least / step); i * step <= most; i++)
            {
                found.push(Number((i * step).toPrecision(12)));
            }
        }
        return found.filter(tick => tick >= least * 0.9999 && tick <= most * 1.0001);
    };

    /** Ends of an axis that fit its values, with some room, from 0 where that is asked for. */
    const fitted = (least, most, axis) =>
    {
        if (least == null)
        {
            return axis.isLog ? [1, 10] : [0, 1];
        }
        if (axis.isLog)
        {
            const room = Math.max(1.15, (most / least) ** 0.04);
            return [least / room, most * room];
        }
        const room = most > least ? (most - least) * 0.06 : Math.abs(most) * 0.1 || 1;
        return [axis.isFromZero ? Math.min(0, least) : least - room, most + room];
    };

    /** Paints within the frame of a chart. */
    const painted = paint => (u, index) =>
    {
        u.ctx.save();
        u.ctx.beginPath();
        u.ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
        u.ctx.clip();
        paint(u, u.ctx, index);
        u.ctx.restore();
        return null;
    };

    /** Lines from the low to the high value of each place. */
    const ranges = (low, high) => painted((u, ctx, index) =>
    {
        ctx.strokeStyle = colour(u.series[index].paint);
        ctx.lineWidth = (u.series[index].thick || 2) * uPlot.pxRatio;
        ctx.beginPath();
        u.data[0].forEach((x, i) =>
        {
            if (low[i] != null && high[i] != null)
            {
                const at = u.valToPos(x, 'x', true) + (u.series[index].aside || 0) * uPlot.pxRatio;
                const ends = [low[i], high[i]].map(value => u.valToPos(value, 'y', true));
                ctx.moveTo(...u.isRows ? [ends[0], at] : [at, ends[0]]);
                ctx.lineTo(...u.isRows ? [ends[1], at] : [at, ends[1]]);
            }
        });
        ctx.stroke();
    });

    const isLine = spec => !spec.low && !spec.paint && spec.kind !== 'dots' && spec.kind !== 'both';

    /** What uPlot needs to know of a series. */
    const series = spec =>
    {
        const made = {label: spec.name, stroke: colour(spec.colour), width: 2, spanGaps: false, paint: spec.colour,
            show: spec.isShown !== false, aside: spec.aside, thick: spec.thick,
            value: (u, value, index, at) => spec.text ? spec.text(value, at) : u.yText(value),
            points: {show: spec.kind === 'dots' || spec.kind === 'both', size: spec.size || 8,
                fill: spec.isRing ? colour('bg') : colour(spec.colour), width: 2}};
        if (spec.kind === 'steps')
        {
            made.paths = uPlot.paths.stepped({align: 1});
        }
        else if (spec.kind === 'dots')
        {
            made.paths = () => null;
        }
        else if (spec.low)
        {
            const paint = ranges(spec.low, spec.high);
            const line = uPlot.paths.linear();
            made.paths = (u, ...where) => paint(u, ...where) || (spec.kind === 'both' ? line(u, ...where) : null);
        }
        else if (spec.paint)
        {
            made.paths = painted(spec.paint);
        }
        if (isLine(spec))
        {
            made.dash = DASHES[spec.colour];
        }
        return made;
    };

    const axis = (spec, side, u, isRows) => ({scale: u, side, stroke: colour('fg'), font: spec.font, gap: 4,
        grid: {stroke: colour('line'), width: 1, show: !isRows}, ticks: {stroke: colour('line'), size: 4},
        size: (spec.size || (side % 2 === 0 ? 34 : 64)) * (isPrinted ? PAPER : 1),
        splits: (chart, index, least, most) => spec.places || ticks(least, most, spec.isLog,
            Math.max(2, (side % 2 === 0 ? chart.width - 90 : chart.height - 50) / (side % 2 === 0 ? 78 : 38))),
        filter: (chart, places) => places,
        values: (chart, places) => places.map(place => spec.label ? spec.label(place) : spec.text(place))});

    /**
     * Draws a chart into its place.
     *
     * spec.x and spec.y: isLog, range, text of a value; spec.x.rows: names of places that stand below one another
     * spec.series: name, colour, values, and kind: a line, steps, dots, both, a range from low to high, or paint
     * spec.isTime: shows the time of the run, and is linked with the other charts that do
     */
    function chart(place, spec)
    {
        const host = element('div', '', '', place);
        const {x, y} = spec;
        const isRows = !!x.rows && spec.isTurned;
        const zoom = isPrinted ? PAPER : 1;
        host.style.zoom = 1 / zoom;
        const font = Math.round(12 * zoom) + 'px system-ui, sans-serif';
        x.font = y.font = font;
        const width = () => Math.max(240, !isPrinted ? host.clientWidth : Math.min(place.clientWidth > 600 ? 1000 : 480,
            place.clientWidth * PAPER));
        if (x.rows)
        {
            const longest = 16 + LETTER * Math.max(...x.rows.map(row => row.length));
            const room = isRows ? Math.min(width() / zoom * 0.4, longest) : 0;
            const letters = isRows ? Math.floor(room / LETTER) - 1 : 60;
            x.size = isRows ? room : 34;
            x.range = [-0.5, x.rows.length - 0.5];
            x.text = at => x.rows[at];
            const step = isRows ? Math.ceil(x.rows.length / (spec.height / 16)) : Math.ceil(
                x.rows.length * longest / Math.max(1, width() / zoom - 80));
            x.places = x.rows.map((row, at) => at).filter(at => at % Math.max(1, step) === 0);
            x.label = at => x.rows[at].length <= letters ? x.rows[at] : x.rows[at].slice(0, letters - 1) + '\u2026';
        }
        const own = spec.hooks || {};
        const options = {width: width(), height: spec.height * zoom,
            legend: {show: spec.legend !== false, markers: {width: 2, fill: (u, index) => index === 0 ||
                spec.series[index - 1].isRing || isLine(spec.series[index - 1]) ? null :
                colour(spec.series[index - 1].colour)}},
            scales: {x: {time: false, distr: x.isLog ? 3 : 1, ori: isRows ? 1 : 0, dir: isRows ? -1 : 1,
                range: (u, least, most) => spec.isTime ? [view.from, view.to] : u.zoomed || x.range || [least, most]},
                y: {distr: y.isLog ? 3 : 1, ori: isRows ? 0 : 1, dir: y.dir || 1,
                    range: (u, least, most) => y.range || fitted(least, most, y)}},
            axes: [axis(x, isRows ? 3 : 2, 'x', x.rows), axis(y, isRows ? 2 : 3, 'y', false)],
            series: [{label: spec.name || ' ', value: (u, value) => value == null ? '' : x.text(value)},
                ...spec.series.map(series)],
            padding: [10, 34, 0, 0],
            cursor: {x: true, y: !!spec.hasCross, points: x.rows ? {show: false} : {},
                drag: {x: !x.rows, y: false, setScale: false},
                dataIdx: (u, index, at, value) => spec.isStepped && at > 0 && u.data[0][at] > value ? at - 1 : at,
                bind: {dblclick: u => () => all(u)},
                sync: spec.isTime ? {key: 'time', setSeries: false, scales: ['x', null],
                    filters: {pub: type => type === 'mousemove' || type === 'mouseleave', sub: () => true}} :
                    undefined},
            hooks: {...own,
                init: [u => { u.isRows = isRows; u.yText = y.text; }],
                setSelect: [u => selected(u)],
                setSeries: [u => pressed(u)],
                draw: [...own.draw || [], () => drawn()]}};
        const u = new uPlot(options, [x.values, ...spec.series.map(one => one.values)], host);
        u.isTime = spec.isTime;
        u.spec = spec;
        charts.push(u);
        new ResizeObserver(() => isPrinted || Math.abs(width() - u.width) < 2 ||
            u.setSize({width: width(), height: spec.height})).observe(host);
        legend(u);
        reachable(host, u, place.getAttribute('aria-label'));
        return u;
    }

    /** Marks the moment at which the first chart stands. */
    function drawn()
    {
        if (!isDrawn)
        {
            isDrawn = true;
            performance.mark(FIRST);
        }
    }

    /** Lets the keyboard switch series on and off. */
    function legend(u)
    {
        u.root.querySelectorAll('.u-series th').forEach((head, index) =>
        {
            if (index > 0)
            {
                head.tabIndex = 0;
                head.setAttribute('role', 'switch');
                head.addEventListener('keydown', event =>
                {
                    if (event.key === 'Enter' || event.key === ' ')
                    {
                        event.preventDefault();
                        u.setSeries(index, {show: !u.series[index].show});
                    }
                });
            }
        });
        pressed(u);
    }

    function pressed(u)
    {
        u.root.querySelectorAll('.u-series th').forEach((head, index) =>
            index > 0 && head.setAttribute('aria-checked', String(u.series[index].show)));
    }

    /** Lets the keyboard move the pointer of a chart, and zoom; what the pointer shows is spoken. */
    function reachable(host, u, label)
    {
        host.tabIndex = 0;
        host.setAttribute('role', 'group');
        host.setAttribute('aria-label', (label || '') + '. ' + KEYS);
        host.addEventListener('keydown', event =>
        {
            const moves = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]}[event.key];
            if (event.target !== host || event.ctrlKey || event.altKey || event.metaKey)
            {
                return;
            }
            if (moves && (moves[0] || u.isRows || u.spec.hasCross))
            {
                move(u, u.isRows ? moves[0] + moves[1] : moves[0], u.isRows ? 0 : moves[1]);
            }
            else if (event.key === '+' || event.key === '-')
            {
                const at = u.cursor.left >= 0 ? u.posToVal(u.cursor.left, 'x') : (u.scales.x.min + u.scales.x.max) / 2;
                closer(u, at, event.key === '+' ? 0.5 : 2);
            }
            else if (event.key === 'Escape' || event.key === '0')
            {
                all(u);
            }
            else
            {
                return;
            }
            event.preventDefault();
        });
    }

    function move(u, across, down)
    {
        const shown = u.data[0].map((x, index) => index).filter(
            index => u.data[0][index] >= u.scales.x.min && u.data[0][index] <= u.scales.x.max);
        const now = shown.indexOf(u.cursor.idx);
        const index = shown[Math.max(0, Math.min(shown.length - 1, now < 0 ? 0 : now + across))];
        const middle = u.spec.isStepped && index + 1 < u.data[0].length ?
            (u.data[0][index] + u.data[0][index + 1]) / 2 : u.data[0][index];
        const at = u.valToPos(middle, 'x');
        const height = u.over.clientHeight;
        const other = Math.max(1, Math.min(height - 1, (u.cursor.top >= 0 ? u.cursor.top : height / 2) +
            down * (u.spec.cellHeight ? u.spec.cellHeight(u) : 8)));
        u.isKeyed = true;
        u.setCursor(u.isRows ? {left: u.over.clientWidth / 2, top: at} : {left: at, top: other}, true, true);
        spoken.textContent = u.spec.readout ? u.spec.readout(u) : [...u.root.querySelectorAll('.u-series')].map(
            row => [...row.children].map(cell => cell.textContent.trim()).join(' ')).join(', ').trim();
    }

    /** Shows the part of a chart that was dragged over. */
    function selected(u)
    {
        if (u.select.width > 3)
        {
            zoomed(u, u.posToVal(u.select.left, 'x'), u.posToVal(u.select.left + u.select.width, 'x'));
        }
        charts.forEach(one => one.select.width > 0 && one.setSelect({left: 0, top: 0, width: 0, height: 0}, false));
    }

    function zoomed(u, from, to)
    {
        if (u.isTime)
        {
            look(from, to);
        }
        else if (!u.spec.x.rows)
        {
            u.zoomed = [from, to];
            u.setScale('x', {min: from, max: to});
        }
    }

    function closer(u, at, factor)
    {
        const {min, max} = u.scales.x;
        if (u.spec.x.isLog)
        {
            const half = Math.sqrt(max / min) ** factor;
            const [least, most] = [u.data[0][0], u.data[0][u.data[0].length - 1]];
            zoomed(u, Math.max(least, at / half), Math.min(most, at * half));
        }
        else
        {
            zoomed(u, at - (max - min) * factor / 2, at + (max - min) * factor / 2);
        }
    }

    function all(u)
    {
        if (u.isTime)
        {
            look(0, view.end);
        }
        else
        {
            u.zoomed = null;
            u.setScale('x', {min: u.data[0][0], max: u.data[0][u.data[0].length - 1]});
        }
    }

    // What time charts share

    const view = {from: 0, to: 1, end: 1, text: null};

    /** Shows a part of the run in all charts over its time. */
    function look(from, to)
    {
        const length = Math.min(view.end, Math.max(view.end / 1e5, to - from));
        view.from = Math.max(0, Math.min(view.end - length, from));
        view.to = view.from + length;
        charts.filter(u => u.isTime).forEach(u => u.setScale('x', {min: view.from, max: view.to}));
        if (view.text)
        {
            view.text.textContent = seconds(Number(view.from.toPrecision(4))) + ' to ' +
                seconds(Number(view.to.toPrecision(4)));
        }
    }

    // Curves

    /**
     * Points of a curve, rank and ns, of a list of percentile and ns. The longest of n samples stands at the middle of
     * its part of them, the rank 2 n.
     */
    const ranked = (points, samples) => points.map(([part, ns], i) => [part < 100 ? 100 / (100 - part) :
        Math.max(2 * (samples || 0), i > 0 ? 120 / (100 - points[i - 1][0]) : 1), ns]).filter(
        ([rank]) => Number.isFinite(rank));

    /** Curve of the percentiles that a summary has. */
    const summarised = summary => summary.count === 0 ? [] : [['p50', 50], ['p90', 90], ['p99', 99], ['p99_9', 99.9],
        ['p99_99', 99.99], ['max', 100]].filter(([key]) => summary[key] != null).map(
        ([key, part]) => [part, summary[key]]);

    /** Curve of a histogram in HdrHistogram's encoding V2: zigzag LEB128, negative numbers count empty buckets. */
    function decoded(text, most)
    {
        const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
        const head = new DataView(bytes.buffer);
        const half = Math.ceil(Math.log2(2 * 10 ** head.getInt32(12))) - 1;
        const unit = Math.floor(Math.log2(Number(head.getBigInt64(16))));
        const buckets = [];
        let bucket = 0;
        let total = 0;
        for (let at = 40; at < bytes.length;)
        {
            let value = 0;
            let weight = 1;
            let byte;
            do
            {
                byte = bytes[at++];
                value += (byte & 127) * weight;
                weight *= 128;
            }
            while (byte > 127);
            if (value % 2 === 1)
            {
                bucket += (value + 1) / 2;
                continue;
            }
            if (value > 0)
            {
                const group = Math.max(0, Math.floor(bucket / 2 ** half) - 1);
                const step = 2 ** (group + unit);
                total += value / 2;
                buckets.push([total, Math.min(most, (bucket - group * 2 ** half + 1) * step - 1)]);
            }
            bucket++;
        }
        return buckets.map(([sum, ns], i) => [100 * sum / total, ns]);
    }

    /** Chart of curves over the logarithm of their rank. */
    function curves(place, list)
    {
        const drawn = list.filter(curve => curve.points.some(([rank, ns]) => ns > 0));
        const ranks = [...new Set(drawn.flatMap(curve => curve.points.map(([rank]) => rank)))].sort((a, b) => a - b);
        if (ranks.length < 2)
        {
            return element('p', 'Too few samples for a curve.', 'of', place);
        }
        const at = curve =>
        {
            let i = 0;
            return ranks.map(rank =>
            {
                while (i < curve.points.length && curve.points[i][0] < rank)
                {
                    i++;
                }
                return i < curve.points.length ? curve.points[i][1] : null;
            });
        };
        return chart(place, {name: 'percentile', height: 360,
            x: {values: ranks, isLog: true, text: percentile}, y: {isLog: true, text: time},
            series: drawn.map((curve, i) => ({name: curve.name, colour: curve.colour || style(curve.name, i),
                values: at(curve), text: exact,
                isShown: curve.isShown}))});
    }

    /** Dots with ranges: p50, p99 and the longest of each row. */
    function dots(place, rows, turned, more)
    {
        const of = key => rows.map(row => row.latency[key]);
        return chart(place, {isTurned: turned, height: turned ? 60 + 26 * rows.length : 260, ...more,
            x: {values: rows.map((row, i) => i), rows: rows.map(row => row.name)}, y: {isLog: true, text: time},
            series: [{name: 'p50 to longest', colour: 'range', values: of('max'), low: rows.map(
                row => row.latency.p50 != null ? row.latency.p50 : row.latency.max), high: of('max'),
                text: () => ''},
                {name: 'p50', colour: 'c0', kind: 'dots', values: of('p50'), text: exact},
                {name: 'p99', colour: 'c5', kind: 'dots', values: of('p99'), text: exact},
                {name: 'longest', colour: 'c2', kind: 'dots', isRing: true, values: of('max'), text: exact}]});
    }

    /** A dot for each part of a whole, in rows. */
    function shares(place, rows, states)
    {
        return chart(place, {isTurned: true, height: 60 + 26 * rows.length, name: 'share',
            x: {values: rows.map((row, i) => i), rows: rows.map(row => row.name)},
            y: {isFromZero: true, text: percent},
            series: states.map((state, i) => ({name: state, colour: style(state, i), kind: 'dots', text: percent,
                values: rows.map(row => row.parts[state] == null ? null : row.parts[state])}))});
    }

    const parted = times =>
    {
        const sum = Object.values(times || {}).reduce((one, other) => one + other, 0);
        return Object.fromEntries(Object.entries(times || {}).map(
            ([state, ns]) => [state, 100 * ns / Math.max(1, sum)]));
    };

    /** Takes all charts away. */
    function clear()
    {
        charts.forEach(u => u.destroy());
        charts = [];
    }

    /** Says whether charts are drawn for paper. */
    function print(isOnPaper)
    {
        isPrinted = isOnPaper;
        document.documentElement.classList.toggle('paper', isOnPaper);
    }

    return {chart, charts: () => charts, clear, colour, count, counted, curves, decoded, dots, element, exact, look,
        number, painted, parted, percent, print, ranked, rate, seconds, shares, spoken, style, summarised, time, view};
})();
