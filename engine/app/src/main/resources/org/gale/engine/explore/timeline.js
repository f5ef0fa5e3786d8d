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
    const ZOOM = 1.5;
    const KINDS = [['raised', '--c1'], ['acknowledged', '--c0'], ['coalesced', '--c3'], ['withdrawn', '--c6'],
        ['lost', '--bad'], ['rejected', '--c5'], ['doorbell', '--c2'], ['action', '--c7'], ['software error', '--c4'],
        ['finished', '--dim'], ['toggle', '--fg', '▲'], ['move', '--fg', '▶'], ['mask', '--fg', '■'], ['migration', '--fg', '◆']];
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
        context.fillStyle = style('--dim');
        context.strokeStyle = style('--line');
        const ticks = Math.max(1, Math.floor(width() / 160));
        for (let i = 0; i <= ticks; i++)
        {
            const x = LEFT + i * width() / ticks;
            const at = Math.round(valueAt(x, ends()));
            context.beginPath();
            context.moveTo(x, HEAD - 4);
            context.lineTo(x, height);
            context.stroke();
            context.textAlign = i === ticks ? 'right' : i === 0 ? 'left' : 'center';
            context.fillText(byTime ? nanos(at) : count(at), x, HEAD / 2);
        }
        context.textAlign = 'left';
    }

    function paintLane(lane)
    {
        for (const stay of lane.stays)
        {
            context.fillStyle = style(ROUTES[stay.route] || '--c' + (1 + stay.vpe % 8));
            context.globalAlpha = 0.55;
            context.fillRect(xOf(stay.from), lane.top + LANE - 8, Math.max(1, xOf(stay.to) - xOf(stay.from)), 4);
            context.globalAlpha = 1;
            const row = lane.vpes.indexOf(stay.vpe);
            const wide = Math.max(1, xOf(stay.to) - xOf(stay.from));
            if (row >= 0)
            {
                context.fillRect(xOf(stay.from), lane.top + LANE + row * OPEN, wide, OPEN - 3);
                context.fillStyle = style('--bg');
                context.fillText(wide < 40 ? '' : (info().direct ? 'CPU ' : 'PE ') + stay.pe + ' ' + (stay.route || ''),
                    xOf(stay.from) + 3, lane.top + LANE + row * OPEN + OPEN / 2 - 1, wide - 6);
            }
        }
        (answer.kind === 'marks' ? paintMarks : paintSlots)(lane);
    }

    function paintName(lane)
    {
        context.fillStyle = style('--fg');
        context.fillText((lane.name === 'other' || lane.stays.length === 0 ? '' : openLanes.has(lane.owner) ? '▾ ' : '▸ ') +
            lane.name, 4, lane.top + LANE / 2, LEFT - 8);
        context.fillStyle = style('--line');
        context.fillRect(0, lane.top + lane.height - 1, canvas.clientWidth, 1);
        context.fillStyle = style('--dim');
        lane.vpes.forEach((vpe, row) => context.fillText((info().direct ? 'vCPU ' : 'VPE ') + vpe, 18,
            lane.top + LANE + row * OPEN + OPEN / 2));
    }

    const markTop = kind => KINDS.findIndex(([name]) => name === kind) % 3 * 7;

    function paintMarks(lane)
    {
        for (const mark of answer.marks.filter(one => one.owner === lane.owner))
        {
            const [, colour, sign] = KINDS.find(([name]) => name === mark.kind);
            const size = sign ? 0 : mark.kind === 'lost' ? 3 : 2;
            context.fillStyle = style(colour);
            context.fillText(sign || '', xOf(mark.command) - 5, lane.top + 7 + markTop(mark.kind));
            context.fillRect(xOf(mark.command) - size / 2, lane.top + 3 + markTop(mark.kind), size,
                mark.kind === 'lost' ? 20 : 7);
        }
    }

    const countsOf = owner => ({raised: owner.offered - owner.coalesced, acknowledged: owner.delivered + owner.redelivered,
        coalesced: owner.coalesced, withdrawn: owner.withdrawn_cleared + owner.withdrawn_unmapped, lost: owner.lost});

    function paintSlots(lane)
    {
        const parts = answer.slots.map(slot => ({slot, owner: slot.owners.find(one => one.owner === lane.owner)}))
            .filter(part => part.owner).map(({slot, owner}) => ({slot, counts: countsOf(owner)}));
        const rate = ({slot, counts}, kind) => counts[kind] / (slot.to - slot.from);
        const most = Math.max(...parts.flatMap(part => KINDS.slice(0, 5).map(([kind]) => rate(part, kind))), 1e-12);
        for (const part of parts)
        {
            const [x, wide] = [xOf(part.slot.from), Math.max(1, xOf(part.slot.to) - xOf(part.slot.from))];
            KINDS.slice(0, 5).forEach(([kind, colour], i) =>
            {
                const high = rate(part, kind) === 0 ? 0 : Math.max(1, rate(part, kind) / most * 11);
                context.fillStyle = style(colour);
                context.fillRect(x, lane.top + (i === 1 ? 25 : 13) - (i < 2 ? high : 0), wide, i < 2 ? high : high && 3);
            });
        }
    }

    function line(at, colour, name)
    {
        if (at !== null && at >= window_.from && at <= window_.to)
        {
            context.fillStyle = style(colour);
            context.fillRect(xOf(at) - 0.75, HEAD - 6, 1.5, canvas.clientHeight);
            context.fillText(name, xOf(at) + 3, HEAD + 4);
        }
    }

    function cursorLines()
    {
        [[place.at, '--mark', ''], [place.a, '--good', 'A'], [place.b, '--good', 'B']].forEach(one => line(...one));
        info().broken.forEach(one => line(one.command, '--bad', one.promise));
        if (info().damage)
        {
            line(info().end, '--bad', 'damage');
        }
        if (drag && drag.select)
        {
            context.fillStyle = style('--shade');
            context.fillRect(Math.min(drag.x, drag.now), HEAD, Math.abs(drag.now - drag.x), canvas.clientHeight);
        }
    }

    function move(from, to)
    {
        window_.from = from;
        window_.to = to;
        return load();
    }

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

    function readout(x, y)
    {
        const at = atOf(x);
        const lane = lanes().find(one => y >= one.top && y < one.top + one.height);
        const near = marksAt(lane, x).slice(0, 6);
        const slot = answer && answer.kind === 'blocks' ? answer.slots.find(one => at > one.from && at <= one.to) : null;
        const owner = slot && lane && slot.owners.find(one => one.owner === lane.owner);
        id('readout').textContent = 'command ' + count(Math.max(0, at)) + (lane ? ' · ' + lane.name : '') +
            near.map(mark => ' · ' + mark.kind + ' by ' + count(mark.command)).join('') +
            (owner ? ' · ' + Object.entries(countsOf(owner)).filter(([, value]) => value > 0).map(([name, value]) =>
                count(value) + ' ' + name).join(', ') + ' in ' + count(slot.from + 1) + ' to ' + count(slot.to) +
                ', up to ' + nanos(slot.ns) : '');
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
                if (!drag.select)
                {
                    const by = (drag.x - x) / width() * (drag.to - drag.from);
                    window_.from = drag.from + by;
                    window_.to = drag.to + by;
                }
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
        const lane = lanes().find(one => y >= one.top && y < one.top + one.height);
        if (x < LEFT && lane)
        {
            flip(lane);
            paint();
            return;
        }
        await go([...marksAt(lane, x).map(mark => mark.command), atOf(x)][0]);
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
        if (window_.to === 0 || window_.to > info().end || (window_.from === info().first && !info().done))
        {
            await whole();
        }
        else if (place.at < window_.from || place.at > window_.to)
        {
            await centre();
        }
        else if (!answer || answer.to < Math.min(window_.to, info().indexed))
        {
            await load();
        }
        else
        {
            paint();
        }
    });
})();
