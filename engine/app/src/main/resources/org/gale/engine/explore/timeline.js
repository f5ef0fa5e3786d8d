/*
 * Time line of a journal: a lane for each VM, with density when far out and marks when near.
 */
(() =>
{
    const {account, ask, count, element, go, guarded, id, info, listeners, nanos, place} = explore;
    const LANE = 34;
    const OPEN = 14;
    const HEAD = 18;
    const LEFT = 84;
    const NEAR = 16;
    const SIGN = 8;
    const NO_OWNER = -1;
    const ZOOM = 1.5;
    const KINDS = [['raised', '--c1'], ['acknowledged', '--c0'], ['coalesced', '--c3'], ['withdrawn', '--c6'],
        ['lost', '--bad'], ['rejected', '--c5'], ['doorbell', '--c2'], ['action', '--c7'], ['software error', '--c4'],
        ['finished', '--dim'], ['toggle', '--fg', '▲'], ['move', '--fg', '▶'], ['mask', '--fg', '■'], ['migration', '--fg', '◆']];
    const COUNTED = KINDS.slice(0, 5);
    const SIGNS = KINDS.filter(([, , sign]) => sign);
    const ROUTES = {direct: '--c0', forwarded: '--c1'};
    const canvas = id('lanes');
    const context = canvas.getContext('2d');
    const window_ = {from: 0, to: 0};
    const openLanes = new Set();
    let answer = null;
    let drag = null;
    let asked = 0;
    let byTime = false;

    const style = name => getComputedStyle(document.body).getPropertyValue(name).trim();

    function fill(colour, x, y, wide, high)
    {
        context.fillStyle = style(colour);
        context.fillRect(x, y, wide, high);
    }

    function write(colour, text, x, y, wide)
    {
        context.fillStyle = style(colour);
        context.fillText(text, x, y, wide);
    }

    const width = () => canvas.clientWidth - LEFT;
    /** Value of one column beside a value of another one, in rows whose columns only grow. */
    function beside(rows, from, to, value)
    {
        const found = rows.findIndex(row => row[from] >= value);
        const next = Math.max(1, found < 0 ? rows.length - 1 : found);
        const [a, b] = [rows[next - 1], rows[next]];
        return a[to] + (value - a[from]) / Math.max(1, b[from] - a[from]) * (b[to] - a[to]);
    }

    /** Place of a command on the axis: its number, or its time. */
    const along = at => byTime ? beside(answer.times, 0, 1, at) : at;
    const ends = () => [along(window_.from), along(window_.to)];
    const valueAt = (x, [from, to]) => from + (x - LEFT) / Math.max(1, width()) * (to - from);
    const xOf = (at, [from, to] = ends()) => LEFT + (along(at) - from) / Math.max(1, to - from) * width();
    const atOf = x => Math.round(byTime ? beside(answer.times, 1, 0, valueAt(x, ends())) : valueAt(x, ends()));

    function lanes()
    {
        const made = [];
        let top = HEAD;
        for (const lane of answer ? answer.lanes : [])
        {
            const stays = answer.stays.filter(stay => stay.owner === lane.owner);
            const vpes = openLanes.has(lane.owner) ? [...new Set(stays.map(stay => stay.vpe))].sort((a, b) => a - b) : [];
            made.push({...lane, top, stays, vpes, height: LANE + vpes.length * OPEN});
            top += LANE + vpes.length * OPEN;
        }
        return made;
    }

    function fit()
    {
        const from = Math.max(info().first, Math.round(window_.from));
        const length = Math.max(NEAR, Math.round(window_.to - window_.from));
        window_.from = Math.max(info().first, Math.min(from, info().end - length));
        window_.to = Math.min(info().end, window_.from + length);
    }

    /** Asks for the lanes of the window, and draws them. */
    async function load()
    {
        fit();
        asked++;
        const mine = asked;
        const to = Math.min(window_.to, Math.max(info().indexed, info().first));
        if (to > window_.from)
        {
            const loaded = await ask('lanes', {from: Math.round(window_.from) + 1, to});
            answer = mine === asked ? loaded : answer;
        }
        if (mine === asked)
        {
            paint();
        }
    }

    function paint()
    {
        const all = lanes();
        const height = all.length === 0 ? HEAD + LANE : all[all.length - 1].top + all[all.length - 1].height + 4;
        const ratio = window.devicePixelRatio || 1;
        canvas.style.height = height + 'px';
        canvas.width = canvas.clientWidth * ratio;
        canvas.height = height * ratio;
        context.setTransform(ratio, 0, 0, ratio, 0, 0);
        context.clearRect(0, 0, canvas.clientWidth, height);
        context.font = '12px system-ui, sans-serif';
        context.textBaseline = 'middle';
        axis(height);
        context.save();
        context.beginPath();
        context.rect(LEFT, 0, width(), height);
        context.clip();
        all.forEach(lane => paintLane(lane));
        context.restore();
        all.forEach(lane => paintName(lane));
        cursorLines(height);
        document.body.dataset.lanes = window_.from + ' ' + window_.to;
    }

    function axis(height)
    {
        const ticks = Math.max(1, Math.floor(width() / 160));
        for (let i = 0; i <= ticks; i++)
        {
            const x = LEFT + i * width() / ticks;
            const at = Math.round(valueAt(x, ends()));
            fill('--line', x - 0.5, HEAD - 4, 1, height);
            context.textAlign = i === ticks ? 'right' : i === 0 ? 'left' : 'center';
            write('--dim', byTime ? nanos(at) : count(at), x, HEAD / 2);
        }
        context.textAlign = 'left';
    }

    function paintLane(lane)
    {
        for (const stay of lane.stays)
        {
            const colour = ROUTES[stay.route] || '--c' + (1 + stay.vpe % 8);
            const row = lane.vpes.indexOf(stay.vpe);
            const top = lane.top + LANE + row * OPEN;
            const [x, wide] = [xOf(stay.from), Math.max(1, xOf(stay.to) - xOf(stay.from))];
            context.globalAlpha = 0.55;
            fill(colour, x, lane.top + LANE - 8, wide, 4);
            context.globalAlpha = 1;
            if (row >= 0)
            {
                fill(colour, x, top, wide, OPEN - 3);
                write('--bg', wide < 40 ? '' : (info().direct ? 'CPU ' : 'PE ') + stay.pe + ' ' + (stay.route || ''), x + 3,
                    top + OPEN / 2 - 1, wide - 6);
            }
        }
        (answer.kind === 'marks' ? paintMarks : lane.owner === NO_OWNER ? paintActions : paintSlots)(lane);
    }

    function paintName(lane)
    {
        write('--fg', (lane.stays.length === 0 ? '' : openLanes.has(lane.owner) ? '▾ ' : '▸ ') + lane.name, 4,
            lane.top + LANE / 2, LEFT - 8);
        fill('--line', 0, lane.top + lane.height - 1, canvas.clientWidth, 1);
        lane.vpes.forEach((vpe, row) => write('--dim', (info().direct ? 'vCPU ' : 'VPE ') + vpe, 18,
            lane.top + LANE + row * OPEN + OPEN / 2));
    }

    const markTop = kind => KINDS.findIndex(([name]) => name === kind) % 3 * 7;

    function paintMarks(lane)
    {
        for (const mark of answer.marks.filter(one => one.owner === lane.owner))
        {
            const [, colour, sign] = KINDS.find(([name]) => name === mark.kind);
            const size = sign ? 0 : mark.kind === 'lost' ? 3 : 2;
            write(colour, sign || '', xOf(mark.command) - 5, lane.top + 7 + markTop(mark.kind));
            fill(colour, xOf(mark.command) - size / 2, lane.top + 3 + markTop(mark.kind), size,
                mark.kind === 'lost' ? 20 : 7);
        }
    }

    const countsOf = owner => ({raised: owner.offered - owner.coalesced, acknowledged: owner.delivered + owner.redelivered,
        coalesced: owner.coalesced, withdrawn: owner.withdrawn_cleared + owner.withdrawn_unmapped, lost: owner.lost});

    /** Counts of a lane in a slot: interrupts of an owner, or actions. */
    const countsIn = (slot, lane) => lane.owner === NO_OWNER ? slot.actions :
        slot.owners.filter(one => one.owner === lane.owner).map(countsOf)[0] || {};

    /** Columns of a lane: its counts as rates, the height of the highest rate of these kinds being 1. */
    function columns(lane, kinds)
    {
        const all = answer.slots.map(slot => ({x: xOf(slot.from), wide: Math.max(1, xOf(slot.to) - xOf(slot.from)),
            rates: kinds.map(([kind]) => (countsIn(slot, lane)[kind] || 0) / (slot.to - slot.from))}));
        const most = Math.max(...all.flatMap(({rates}) => rates), 1e-12);
        return all.map(({rates, ...column}) => ({...column, rates: rates.map(rate => rate / most)}));
    }

    function paintSlots(lane)
    {
        for (const {x, wide, rates} of columns(lane, COUNTED))
        {
            COUNTED.forEach(([, colour], i) =>
            {
                const high = rates[i] === 0 ? 0 : Math.max(1, rates[i] * 11);
                fill(colour, x, lane.top + (i === 1 ? 25 : 13) - (i < 2 ? high : 0), wide, i < 2 ? high : high && 3);
            });
        }
    }

    /** Paints a row for each kind of actions: a bar in each column that has some, and the sign where there is room. */
    function paintActions(lane)
    {
        SIGNS.forEach((kind, i) =>
        {
            let free = 0;
            for (const {x, wide, rates: [rate]} of columns(lane, [kind]).filter(({rates}) => rates[0] > 0))
            {
                const top = lane.top + 1 + i * SIGN;
                context.globalAlpha = 0.3;
                fill(kind[1], x, top + (1 - rate) * (SIGN - 1), wide, Math.max(1, rate * (SIGN - 1)));
                context.globalAlpha = 1;
                write(kind[1], x < free ? '' : kind[2], x, top + SIGN / 2);
                free = x < free ? free : x + SIGN + 2;
            }
        });
    }

    function line(at, colour, name)
    {
        if (at !== null && at >= window_.from && at <= window_.to)
        {
            fill(colour, xOf(at) - 0.75, HEAD - 6, 1.5, canvas.clientHeight);
            write(colour, name, xOf(at) + 3, HEAD + 4);
        }
    }

    function cursorLines()
    {
        [[place.at, '--mark', ''], [place.a, '--good', 'A'], [place.b, '--good', 'B'],
            ...info().broken.map(one => [one.command, '--bad', one.promise]),
            [info().damage ? info().end : null, '--bad', 'damage']].forEach(one => line(...one));
        if (drag && drag.select)
        {
            fill('--shade', Math.min(drag.x, drag.now), HEAD, Math.abs(drag.now - drag.x), canvas.clientHeight);
        }
    }

    const move = (from, to) => load(Object.assign(window_, {from, to}));
    const zoom = (factor, at) => move(at + (window_.from - at) * factor, at + (window_.to - at) * factor);
    const pan = share => move(window_.from + (window_.to - window_.from) * share,
        window_.to + (window_.to - window_.from) * share);
    const whole = () => move(info().first, info().end);
    const middle = () => Math.round((window_.from + window_.to) / 2);
    const flip = lane => openLanes.delete(lane.owner) || openLanes.add(lane.owner);
    const centre = () => pan((place.at - middle()) / Math.max(1, window_.to - window_.from));

    /** Shows the exact counts of a selection between two commands, whichever comes first. */
    async function select(from, to)
    {
        const first = Math.max(info().first, Math.min(from, to)) + 1;
        const last = Math.max(first, Math.min(info().end, Math.max(from, to)));
        const sums = await ask('account', {from: first, to: last});
        account(id('selection'), sums);
        document.body.dataset.selected = sums.from + ' ' + sums.to;
    }

    /** Marks of a lane near a place, the nearest first. */
    const marksAt = (lane, x) => (lane && answer.kind === 'marks' ? answer.marks : []).filter(mark =>
        mark.owner === lane.owner && Math.abs(xOf(mark.command) - x) < 4).sort((one, other) =>
        Math.abs(xOf(one.command) - x) - Math.abs(xOf(other.command) - x));

    const laneAt = y => lanes().find(one => y >= one.top && y < one.top + one.height);

    function readout(x, y)
    {
        const at = atOf(x);
        const lane = laneAt(y);
        const near = marksAt(lane, x).slice(0, 6);
        const slot = answer && answer.kind === 'blocks' ? answer.slots.find(one => at > one.from && at <= one.to) : null;
        id('readout').textContent = 'command ' + count(Math.max(0, at)) + (lane ? ' · ' + lane.name : '') +
            near.map(mark => ' · ' + mark.kind + ' by ' + count(mark.command)).join('') +
            (slot && lane ? ' · ' + Object.entries(countsIn(slot, lane)).filter(([, value]) => value > 0).map(
                ([name, value]) => count(value) + ' ' + name).join(', ') + ' in ' + count(slot.from + 1) + ' to ' +
                count(slot.to) + ', up to ' + nanos(slot.ns) : '');
    }

    const local = event => ({x: event.clientX - canvas.getBoundingClientRect().left,
        y: event.clientY - canvas.getBoundingClientRect().top});

    function listen()
    {
        canvas.addEventListener('wheel', event =>
        {
            if (event.ctrlKey || event.shiftKey || document.activeElement === canvas)
            {
                event.preventDefault();
                guarded(() => event.deltaX !== 0 ? pan(Math.sign(event.deltaX) / 8) :
                    zoom(event.deltaY > 0 ? ZOOM : 1 / ZOOM, atOf(local(event).x)));
            }
        }, {passive: false});
        canvas.addEventListener('pointerdown', event =>
        {
            const {x, y} = local(event);
            drag = {x, y, now: x, from: window_.from, to: window_.to, select: event.shiftKey || y < HEAD};
            canvas.setPointerCapture(event.pointerId);
            canvas.focus();
        });
        canvas.addEventListener('pointermove', event =>
        {
            const {x, y} = local(event);
            readout(x, y);
            if (drag && Math.abs(x - drag.x) > 3)
            {
                drag.moved = true;
                drag.now = x;
                const by = drag.select ? 0 : (drag.x - x) / width() * (drag.to - drag.from);
                Object.assign(window_, {from: drag.from + by, to: drag.to + by});
                paint();
            }
        });
        canvas.addEventListener('pointerup', event => guarded(async () =>
        {
            const ended = drag;
            const {x, y} = local(event);
            drag = null;
            await (!ended.moved ? click(x, y) : ended.select ? select(atOf(ended.x), atOf(x)) : load());
        }));
        const keys = {'+': () => zoom(1 / ZOOM, middle()), '-': () => zoom(ZOOM, middle()), ArrowRight: () => pan(0.25),
            ArrowLeft: () => pan(-0.25), Enter: () => go(middle()), s: () => select(window_.from, window_.to),
            0: () => whole(), c: () => centre(), t: () => turn(),
            o: () => paint(lanes().forEach(flip))};
        canvas.addEventListener('keydown', event =>
        {
            if (keys[event.key] && !event.ctrlKey)
            {
                event.preventDefault();
                guarded(keys[event.key]);
            }
        });
        id('axis').addEventListener('click', turn);
        window.addEventListener('resize', () => paint());
        matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => paint());
    }

    /** Changes what the axis shows: the numbers of commands, or their intended times. */
    function turn()
    {
        byTime = !byTime && answer !== null;
        id('axis').textContent = byTime ? 'by command' : 'by time';
        paint();
    }

    /** Opens a lane at its name; elsewhere goes to the nearest mark, or the command. */
    async function click(x, y)
    {
        const lane = laneAt(y);
        return x < LEFT && lane ? paint(flip(lane)) : go([...marksAt(lane, x).map(mark => mark.command), atOf(x)][0]);
    }

    function legend()
    {
        for (const [name, colour, sign] of KINDS.concat(info().direct ? Object.entries(ROUTES) : []))
        {
            const item = element('span', '', '', id('legend'));
            element('i', sign || '', sign ? '' : 'm', item).style.background = sign ? '' : style(colour);
            item.append((ROUTES[name] ? 'bar: ' : '') + name);
        }
        element('span', 'wheel or + and − zoom (after a click), drag pans, Shift and drag selects, 0 shows all, c the cursor, t time, o opens lanes',
            'dim', id('legend'));
    }

    let shown = false;
    listeners.push(async () =>
    {
        if (!shown)
        {
            shown = true;
            legend();
            listen();
        }
        const isNew = window_.to === 0 || window_.to > info().end || (window_.from === info().first && !info().done);
        const isAway = place.at < window_.from || place.at > window_.to;
        const isStale = !answer || answer.to < Math.min(window_.to, info().indexed);
        await (isNew ? whole() : isAway ? centre() : isStale ? load() : paint());
    });
})();
