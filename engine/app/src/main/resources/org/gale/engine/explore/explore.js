/*
 * Page of a journal: the place, the state at a command, and one interrupt. All values are those that the server sends;
 * names of a journal are text, never markup.
 */
'use strict';
const explore = (() =>
{
    const TAB = Math.random().toString(36).slice(2, 10);
    const THOUSAND = 1000;
    const POLL_MS = 400;
    const LISTED = 512;
    const id = name => document.getElementById(name);
    /** Place: command, subject, and the marks of two places. */
    const place = {at: 0, show: '', a: null, b: null};
    const breaks = new Set();
    const listeners = [];
    let info = null;
    let question = 0;
    let busy = 0;
    let opened = [];

    const count = number => Number(number).toLocaleString('en-US');

    /** Makes an element with a text. */
    function element(tag, text, style, parent)
    {
        const made = document.createElement(tag);
        made.textContent = text === undefined || text === null ? '' : text;
        made.className = style || '';
        if (parent)
        {
            parent.append(made);
        }
        return made;
    }

    /** Makes a table with a row of headings. */
    function headed(parent, names)
    {
        const made = element('table', '', '', parent);
        const head = element('tr', '', '', made);
        names.forEach(name => element('th', name, '', head));
        return made;
    }

    function button(text, parent, act)
    {
        const made = element('button', text, 'link', parent);
        made.addEventListener('click', act);
        return made;
    }

    /** Asks the server; returns null for an answer that a newer question has made needless. */
    async function ask(path, values, number)
    {
        const query = new URLSearchParams(Object.entries(values || {}).flatMap(([name, value]) =>
            [value].flat().map(one => [name, one])));
        if (number !== undefined)
        {
            query.append('tab', TAB);
            query.append('n', number);
        }
        const answer = await fetch('/api/' + path + '?' + query);
        const json = await answer.json();
        if (json.superseded || (number !== undefined && number !== question))
        {
            return null;
        }
        if (!answer.ok)
        {
            throw new Error(json.error);
        }
        return json;
    }

    /** Runs something that asks the server, and shows why it failed. */
    async function guarded(act)
    {
        busy++;
        try
        {
            id('error').textContent = '';
            await act();
        }
        catch (error)
        {
            id('error').textContent = error.message;
        }
        busy--;
        document.body.classList.toggle('busy', busy > 0);
    }

    const fragment = () => '#' + new URLSearchParams(Object.entries(place).filter(([, value]) =>
        value !== null && value !== ''));

    function readFragment()
    {
        const values = new URLSearchParams(location.hash.slice(1));
        const number = name => /^[0-9]{1,15}$/.test(values.get(name) || '') ? Number(values.get(name)) : null;
        place.at = number('at') === null ? info.at : number('at');
        place.show = values.has('at') || values.has('show') ? values.get('show') || '' : info.show;
        place.a = number('a');
        place.b = number('b');
    }

    /** Goes to a command, with another subject if one is given. */
    function go(at, show)
    {
        place.at = Math.min(Math.max(at, info.first), info.end);
        place.show = show === undefined ? place.show : show;
        history.replaceState(null, '', fragment());
        return draw();
    }

    async function draw()
    {
        question++;
        const number = question;
        await guarded(async () =>
        {
            id('at').value = place.at;
            const state = await ask('state', {at: place.at, view: opened.map(view => view.words())}, number);
            if (!state)
            {
                return;
            }
            id('command').replaceChildren();
            ruled(state.command === null ? 'beginning' : count(state.at) + '  ' + state.command, id('command'));
            id('following').textContent = state.next === null ? 'the journal ends here' : 'next: ' + state.next;
            id('stateAt').textContent = count(state.at);
            state.views.forEach((view, i) => opened[i] && opened[i].show(view));
            await life(number);
            for (const listener of listeners)
            {
                await listener(number);
            }
            document.body.dataset.drawn = place.at + ' ' + place.show;
        });
    }

    // State at a command

    const OF_GICV5 = [['vmt', '', 'all'], ['vmte', 'vm'], ['vpet', 'vm', 'all'], ['vped', 'vm vpe'],
        ['vist', 'vm', 'type all'], ['ist', '', 'type all'], ['dt', '', 'its all'], ['itt', 'device', 'its all'],
        ['pending', '', 'vm'], ['ppi', 'pe', 'virtual'], ['regs', '', 'pe'], ['topology', '']];
    const OF_GICV4 = [['vpe', '', 'vm all'], ['vpt', '', 'vm lpi'], ['latch', '', 'vm lpi all']];
    const COMMON = [['msix', '', 'device all'], ['eventfd', '', 'device']];
    const TITLES = {vmt: 'VM table', vmte: 'VM table entry', vpet: 'VPE table', vped: 'VPE descriptor',
        vist: 'LPIs or SPIs of a VM', ist: 'physical LPIs or SPIs', dt: 'device table', itt: 'translation table of a device',
        pending: 'pending interrupts', ppi: 'PPIs of a PE', regs: 'registers and CPU interfaces', topology: 'topology',
        vpe: 'vPEs', vpt: 'virtual pending tables', latch: 'software-forwarded state', msix: 'functions and vectors',
        eventfd: 'eventfds'};
    const FLAGS = ['all', 'virtual'];

    /** A view in the page, which opens and closes. */
    function view([word, needed, optional])
    {
        const box = element('details', '', '', id('views'));
        box.dataset.view = word;
        const summary = element('summary', TITLES[word] + ' ', '', box);
        element('span', word, 'dim', summary);
        const form = element('div', '', '', box);
        const inputs = {};
        for (const name of (needed + ' ' + (optional || '')).split(' ').filter(one => one))
        {
            const label = element('label', name + ' ', '', form);
            const input = element(name === 'type' ? 'select' : 'input', '', 'small', label);
            if (name === 'type')
            {
                ['lpi', 'spi'].forEach(type => element('option', type, '', input));
            }
            input.setAttribute('type', FLAGS.includes(name) ? 'checkbox' : 'text');
            input.value = name === 'type' ? 'lpi' : needed.split(' ').includes(name) ? '0' : '';
            input.addEventListener('change', () => draw());
            inputs[name] = input;
        }
        const content = element('div', '', 'content', box);
        const self = {word, inputs, box, content,
            words: () => word + Object.entries(inputs).map(([name, input]) => FLAGS.includes(name) ?
                input.checked ? ' --' + name : '' : input.value.trim() === '' ? '' : ' --' + name + ' ' +
                input.value.trim()).join(''),
            show: answer =>
            {
                content.replaceChildren();
                if (!answer.now)
                {
                    element('p', answer.now_error, 'dim', content);
                    return;
                }
                object(content, answer.now, answer.before || answer.now, self);
                button('copy gale inspect', element('p', '', 'dim', content), () =>
                    copy('gale inspect ' + quoted(info.directory) + '@' + place.at + ' ' + self.words()));
            }};
        box.addEventListener('toggle', () =>
        {
            opened = opened.filter(one => one !== self).concat(box.open ? [self] : []);
            if (box.open)
            {
                draw();
            }
        });
        return self;
    }

    const isObject = value => value !== null && typeof value === 'object' && !Array.isArray(value);
    const text = value => value === null || value === undefined ? 'none' : String(value);
    const differs = (one, other) => JSON.stringify(one) !== JSON.stringify(other);

    /** Shows the values of an object, objects in it as words, lists as tables. */
    function object(parent, now, before, self)
    {
        const values = element('div', '', 'values', parent);
        for (const [name, value] of Object.entries(now))
        {
            if (Array.isArray(value))
            {
                if (name === 'L2_ISTE')
                {
                    grid(parent, now, value, (before && before[name]) || [], self);
                }
                table(parent, name, value, (before && before[name]) || [], now, self);
            }
            else if (isObject(value))
            {
                element('h3', name, 'dim', parent);
                object(parent, value, isObject(before && before[name]) ? before[name] : {}, self);
            }
            else if (name !== 'view')
            {
                const span = element('span', '', differs(value, before && before[name]) ? 'changed' : '', values);
                element('b', name + ' ', '', span);
                span.append(text(value));
                span.dataset.field = name;
            }
        }
    }

    /** Key of an entry of a list among the entries of another command. */
    const keyOf = entry => !isObject(entry) ? String(entry) : Object.entries(entry).filter(([name], i) => i === 0 ||
        ['INTID', 'type'].includes(name) || (name === 'vCPU' && entry.latched === undefined)).map(pair =>
        pair.join(' ')).join(' ');

    const matched = before => new Map((before || []).map(entry => [keyOf(entry), entry]));

    const STATES = {p: 'pending', a: 'active', pa: 'active and pending', e: 'inactive, enabled', '': 'inactive'};

    const cellStyle = entry =>
        entry.PENDING && entry.ACTIVE ? 'pa' : entry.PENDING ? 'p' : entry.ACTIVE ? 'a' : entry.ENABLE ? 'e' : '';

    /** Name of an entry of an interrupt state table, as searches have it. */
    const nameOf = (now, entry) =>
        (now.VM_ID === undefined ? '' : 'vm' + now.VM_ID + '.') + now.type.toLowerCase() + entry.ID;

    /** Shows each entry of an interrupt state table as a cell. */
    function grid(parent, now, entries, before, self)
    {
        const known = matched(before);
        const cells = element('div', '', 'grid', parent);
        for (const entry of entries)
        {
            const style = cellStyle(entry);
            const cell = element('button', '', style, cells);
            const name = nameOf(now, entry);
            cell.title = name + ': ' + STATES[style] + ', ' + entry.word;
            cell.setAttribute('aria-label', cell.title);
            cell.classList.toggle('changed', differs(entry, known.get(keyOf(entry))));
            cell.classList.toggle('chosen', name === place.show);
            cell.addEventListener('click', () => go(place.at, name));
        }
    }

    /** Key of the entries of tables in RAM, the address of a linear table, the table above it, and bytes of an entry. */
    const ENTRIES = {L2_ISTE: ['ID', 'address', 'L1_ISTE'], L2_DTE: ['DeviceID', 'base', 'L1_DTE'],
        L2_ITTE: ['EventID', 'base', 'L1_ITTE'], VPETE: ['VPE_ID', 'address'], L1_ISTE: ['index', 'address', '', 8],
        L1_DTE: ['index', 'base'], L1_ITTE: ['index', 'base']};

    /** Address of an entry of a table in RAM; null of another one. */
    function addressOf(name, entry, now)
    {
        const [key, linear, upper, bytes] = ENTRIES[name] || [];
        const first = key && now[upper] ? now[upper].filter(one => one['first_' + key] <= entry[key]).pop() : null;
        const from = first ? first.L2_ADDR : now[linear];
        return key && from ? '0x' + (BigInt(from) + BigInt(bytes || now.entry_bytes || 8) * BigInt(entry[key] -
            (first ? first['first_' + key] : 0))).toString(16) : null;
    }

    /** Columns of all entries, words first decoded. */
    function table(parent, name, entries, before, now, self)
    {
        const box = element('details', '', 'inner', parent);
        const addresses = entries.length > 0 && addressOf(name, entries[0], now) !== null;
        element('summary', name + ' (' + count(entries.length) + ')', '', box);
        box.open = entries.length <= 64;
        const draws = () =>
        {
            box.querySelectorAll('.wide').forEach(old => old.remove());
            const known = matched(before);
            const names = [...new Set(entries.slice(0, LISTED).flatMap(entry => isObject(entry) ? Object.keys(entry) :
                []))];
            const made = headed(element('div', '', 'wide', box), addresses ? names.concat('address') : names);
            for (const entry of entries.slice(0, LISTED))
            {
                const old = known.get(keyOf(entry)) || {};
                const row = element('tr', '', '', made);
                names.forEach(one => cell(row, one, entry, old, now));
                if (addresses)
                {
                    element('td', addressOf(name, entry, now), '', row).dataset.address = name;
                }
            }
            if (entries.length > LISTED)
            {
                element('p', 'the first ' + count(LISTED) + ' of ' + count(entries.length), 'dim', made.parentNode);
            }
        };
        box.addEventListener('toggle', () => box.open && draws());
        if (box.open)
        {
            draws();
        }
    }

    function cell(row, name, entry, old, now)
    {
        const value = entry[name];
        const made = element('td', '', differs(value, old[name]) ? 'changed' : '', row);
        made.dataset.field = name;
        const subject = name === 'ID' && now.type ? nameOf(now, entry) :
            name === 'INTID' && entry.VM !== undefined ? 'vm' + entry.VM + '.lpi' + value :
            name === 'LPI_ID' && entry.VALID ? (entry.VIRTUAL ? 'vm' + entry.VM_ID + '.' : '') + 'lpi' + value : null;
        if (subject)
        {
            button(value, made, () => go(place.at, subject));
        }
        else if (name === 'DeviceID' && !info.direct && info.virtual)
        {
            button(value, made, () =>
            {
                const walk = views.find(one => one.word === 'itt');
                walk.inputs.device.value = value;
                walk.inputs.its.value = entry.ITT_ADDR ? views.find(one => one.word === 'dt').inputs.its.value :
                    entry.ITS || '';
                walk.box.open = !walk.box.open || Boolean(draw());
            });
        }
        else
        {
            made.textContent = isObject(value) || Array.isArray(value) ? JSON.stringify(value) : text(value);
        }
    }

    // One interrupt

    const valuesOf = line => new Map(line.split(' ').filter(pair => pair.includes('=')).map(pair =>
        [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
    const valueOf = (values, name) => values.get(name) || values.get(name.toUpperCase());

    /** State of an interrupt as one of four boxes. */
    function stateOf(values)
    {
        const pending = valueOf(values, 'pending') === '1';
        const active = valueOf(values, 'active') === '1';
        return pending && active ? 'active and pending' : pending ? 'pending' : active ? 'active' : 'inactive';
    }

    async function life(number)
    {
        id('shown').textContent = place.show;
        if (!place.show)
        {
            ['boxes', 'bits', 'explained', 'life'].forEach(part => id(part).replaceChildren());
            element('p', 'Choose an interrupt: a cell of a table, or a name in the field find.', 'dim', id('life'));
            return;
        }
        const answer = await ask('life', {at: place.at, show: place.show}, number);
        if (!answer)
        {
            return;
        }
        const here = answer.rows.find(row => row.command === place.at);
        const values = valuesOf(answer.value);
        boxes(values, here ? valuesOf(here.before) : values, answer.value);
        bits(valueOf(values, 'word'), here && valueOf(valuesOf(here.before), 'word'));
        rows(answer);
        await explained(number, answer.value);
    }

    /** Words that the explanation of a subject takes; null if there is none. */
    function explainable(show)
    {
        const subject = /^((vm[0-9]+[.])?(lpi|spi)[0-9]+|(pe|vm[0-9]+[.]vcpu)[0-9]+[.]ppi[0-9]+)/.exec(show);
        const vector = /^function([0-9]+)[.]vector([0-9]+)/.exec(show);
        return vector ? 'function ' + vector[1] + ' vector ' + vector[2] : subject && subject[0];
    }

    async function explained(number, value)
    {
        id('explained').replaceChildren();
        const show = value === 'unreachable' ? null : explainable(place.show);
        const answer = show && await ask('explain', {at: place.at, show}, number);
        (answer ? answer.lines : []).forEach(line => ruled(line, element('p', '', 'dim', id('explained'))));
    }

    /** Ids of rules, and names of the steps of a transition or a migration, which have a rule. */
    const RULES = new RegExp('\\b((?:[BKMT]|V4)-[A-Z0-9]+(?:-[A-Z0-9]+)*|P[1-9][0-2]?)\\b' +
        '|(?<=  [(])(?:([A-Z][0-9]+)(?= )|stop|quiet|save|destroy|restore|resume)', 'g');

    /** Shows a line in which each id of a rule and each name of a step opens its text. */
    function ruled(line, parent)
    {
        let last = 0;
        for (const found of line.matchAll(RULES))
        {
            const rule = found[1] || (found[2] ? 'V4-P-' + found[2] : 'M-MIG');
            parent.append(line.slice(last, found.index));
            last = found.index + found[0].length;
            button(found[0], parent, () => guarded(async () =>
            {
                const text = (await ask('rule', {id: rule})).text;
                [...parent.querySelectorAll('.rule')].forEach(old => old.remove());
                element('span', ' ' + text, 'rule', parent);
            }));
        }
        parent.append(line.slice(last));
    }

    function boxes(values, before, line)
    {
        const parent = id('boxes');
        parent.replaceChildren();
        const states = element('div', '', 'states', parent);
        if (valueOf(values, 'pending') !== undefined)
        {
            for (const state of ['inactive', 'pending', 'active', 'active and pending'])
            {
                element('span', state, state === stateOf(values) ? 'on' : '', states);
            }
        }
        const facts = element('div', '', 'facts', parent);
        facts.append(values.size === 0 ? line : '');
        for (const [name, value] of values)
        {
            const fact = element('span', '', value === before.get(name) ? '' : 'changed', facts);
            fact.dataset.field = name;
            const field = element('button', name, '', fact);
            field.setAttribute('aria-haspopup', 'menu');
            field.addEventListener('click', event => menu(event, place.show.replace(/[.][A-Za-z_]+$/, '') + '.' +
                name.toLowerCase()));
            fact.append(' ' + value);
        }
    }

    /** Draws a word as its fields, with the bits that the last command changed. */
    function bits(word, before)
    {
        const parent = id('bits');
        parent.replaceChildren();
        if (!word)
        {
            return;
        }
        const now = Number(word);
        const changes = before ? (now ^ Number(before)) >>> 0 : 0;
        const box = element('div', '', 'bitfield', parent);
        for (const field of [...info.L2_ISTE].reverse())
        {
            const mask = field.width === 32 ? 0xffffffff : (((1 << field.width) - 1) << field.shift) >>> 0;
            const part = element('span', ((now & mask) >>> field.shift).toString(2).padStart(field.width, '0'),
                (changes & mask) !== 0 ? 'changed' : '', box);
            part.dataset.bits = field.name;
            element('small', field.name + ' ' + (field.width === 1 ? field.shift : field.shift + field.width - 1 + ':' +
                field.shift), '', part);
        }
        element('p', 'L2_ISTE ' + word, 'dim', parent);
    }

    const nanos = ns => ns < 1e3 ? ns + ' ns' : ns < 1e6 ? (ns / 1e3).toFixed(2) + ' µs' :
        ns < 1e9 ? (ns / 1e6).toFixed(3) + ' ms' : (ns / 1e9).toFixed(6) + ' s';

    function changesOf(row)
    {
        const before = valuesOf(row.before);
        const after = valuesOf(row.after);
        const names = [...after.keys()].filter(name => name !== 'word' && before.get(name) !== after.get(name));
        return row.before === row.after ? '' : before.size === 0 || after.size === 0 ? row.before + ' → ' + row.after :
            names.map(name => name + ' ' + before.get(name) + ' → ' + after.get(name)).join(', ');
    }

    function rows(answer)
    {
        const parent = id('life');
        parent.replaceChildren();
        const made = headed(parent, ['command', 'time', 'after the one before', 'stage', 'state', 'changed', 'by']);
        let last = null;
        for (const row of answer.rows)
        {
            const line = element('tr', '', row.command === place.at ? 'here' : '', made);
            line.dataset.command = row.command;
            button(count(row.command), element('td', '', 'k', line), () => go(row.command));
            element('td', nanos(row.ns), 'k', line);
            element('td', last === null ? '' : nanos(row.ns - last.ns), 'k', line);
            element('td', row.kind, 'k kind-' + row.kind, line);
            element('td', row.after.includes('=') ? stateOf(valuesOf(row.after)) : row.after, 'k', line);
            element('td', changesOf(row), '', line);
            ruled(row.text, element('code', '', '', element('td', '', '', line)));
            last = row;
        }
        element('p', answer.rows.length === 0 ? 'no command touched it in the first ' + count(answer.searched) :
            (answer.older ? 'older ones are left out · ' : '') + (answer.newer ? 'newer ones are left out · ' : '') +
            'of the first ' + count(answer.searched) + ' commands', 'dim', parent);
        made.querySelectorAll('.here').forEach(here => here.setAttribute('aria-current', 'true'));
    }

    /** Goes to the next or the previous change of a field. */
    async function change(to, field)
    {
        const show = field || place.show;
        if (!show)
        {
            throw new Error('choose an interrupt first');
        }
        question++;
        const answer = await ask('change', {at: place.at, show, to}, question);
        if (answer && answer.rows.length === 0)
        {
            throw new Error('no ' + to + ' change of ' + show + ' in the first ' + count(answer.searched) + ' commands');
        }
        if (answer)
        {
            await go(answer.rows[0].command);
        }
    }

    /** Steps on, and stops where a field changes that has a break. */
    async function steps(by)
    {
        let target = place.at + by;
        for (const field of by > 1 ? breaks : [])
        {
            const answer = await ask('change', {at: place.at, show: field, to: 'next'});
            target = Math.min(target, ...answer.rows.map(row => row.command));
        }
        await go(target);
    }

    function menu(event, field)
    {
        const box = id('menu');
        box.replaceChildren();
        const acts = {'next change': () => change('next', field), 'previous change': () => change('previous', field),
            [breaks.has(field) ? 'no break here' : 'break here']: () =>
                breaks.has(field) ? breaks.delete(field) : breaks.add(field)};
        for (const [name, act] of Object.entries(acts))
        {
            const item = element('button', name, '', box);
            item.setAttribute('role', 'menuitem');
            item.addEventListener('click', () =>
            {
                box.hidden = true;
                guarded(act);
            });
        }
        const at = event.target.getBoundingClientRect();
        box.hidden = false;
        box.style.left = Math.min(at.left, document.documentElement.clientWidth - box.offsetWidth - 4) + 'px';
        box.style.top = at.bottom + window.scrollY + 'px';
        box.firstChild.focus();
    }

    // Commands of the terminal

    const quoted = word => /^[A-Za-z0-9_./@:+-]+$/.test(word) ? word : "'" + word.replace(/'/g, "'\\''") + "'";

    const placeCommand = () => 'gale explore ' + quoted(info.directory) + ' --at ' + place.at +
        (place.show ? ' --show ' + quoted(place.show) : '');

    /** Saves the script that reaches the state of the chosen interrupt here. */
    async function save()
    {
        const made = await ask('script', {at: place.at, show: place.show});
        const link = element('a', '');
        link.href = URL.createObjectURL(new Blob([made.text], {type: 'text/plain'}));
        link.download = place.show + '-at-' + place.at + '.gt';
        link.click();
        document.body.dataset.saved = made.text;
        id('notice').textContent = link.download + ': ' + count(made.lines) + ' lines, events from command ' +
            count(made.from + 1) + ' on; gale check passes it';
    }

    /** Shows sums of accounts as a table, and the command that prints them. */
    function account(parent, sums)
    {
        parent.replaceChildren();
        element('p', 'commands ' + count(sums.from) + ' to ' + count(sums.to) + ': ' + count(sums.commands) +
            ' without TIME · ' + count(sums.rejected) + ' rejected · ' + count(sums.doorbells) + ' doorbells', '', parent);
        const names = Object.keys(sums.owners[0] || {});
        const made = headed(element('div', '', 'wide', parent), names.map(name => name.replace(/_/g, ' ')));
        for (const owner of sums.owners)
        {
            const row = element('tr', '', '', made);
            names.forEach(name => element('td', name === 'owner' ? owner[name] : count(owner[name]), name === 'owner' ?
                '' : 'n', row));
        }
        button('copy gale replay', element('p', '', 'dim', parent), () => copy('gale replay ' + quoted(info.directory) +
            ' --from ' + sums.from + ' --to ' + sums.to + ' --account'));
    }

    function copy(words)
    {
        document.body.dataset.copied = words;
        id('notice').textContent = 'copied: ' + words;
        return navigator.clipboard.writeText(words).catch(() => (id('notice').textContent = 'to copy: ' + words));
    }

    const views = [];

    const KEYS = {ArrowRight: event => steps(event.shiftKey ? THOUSAND : 1),
        ArrowLeft: event => steps(event.shiftKey ? -THOUSAND : -1), n: () => change('next'),
        p: () => change('previous'), a: () => mark('a'), b: () => mark('b'), '/': () => id('find').focus()};

    const mark = name => go(place[name] = place.at);

    function listen()
    {
        document.addEventListener('keydown', event =>
        {
            if (event.key === 'Escape')
            {
                id('menu').hidden = true;
            }
            if (KEYS[event.key] && !/INPUT|SELECT|CANVAS/.test(event.target.tagName) && !event.ctrlKey && !event.metaKey)
            {
                event.preventDefault();
                guarded(() => KEYS[event.key](event));
            }
        });
        document.addEventListener('click', event =>
        {
            if (!id('menu').contains(event.target) && !event.target.hasAttribute('aria-haspopup'))
            {
                id('menu').hidden = true;
            }
        });
        const acts = {back1k: () => steps(-THOUSAND), back: () => steps(-1), step: () => steps(1),
            step1k: () => steps(THOUSAND), next: () => change('next'), previous: () => change('previous'),
            markA: () => mark('a'), markB: () => mark('b'), save, copyPlace: () => copy(placeCommand()),
            copyCommand: () => copy('gale replay ' + quoted(info.directory) + ' --to ' + place.at + ' --step')};
        Object.entries(acts).forEach(([name, act]) => id(name).addEventListener('click', () => guarded(act)));
        id('at').addEventListener('change', () => guarded(() =>
        {
            const number = id('at').value.replace(/[,_ ]/g, '');
            if (!/^[0-9]{1,15}$/.test(number) || Number(number) > info.end || Number(number) < info.first)
            {
                throw new Error('no command ' + id('at').value + ': there are ' + info.first + ' to ' +
                    count(info.end));
            }
            return go(Number(number));
        }));
        id('find').addEventListener('change', () => guarded(async () =>
        {
            const answer = await ask('find', {at: place.at, text: id('find').value});
            await go(place.at, answer.show);
        }));
        window.addEventListener('hashchange', () =>
        {
            readFragment();
            draw();
        });
    }

    /** Says what the journal lacks. */
    function notice()
    {
        const parent = id('notice');
        parent.textContent = info.damage ? 'damaged: ' + info.damage : '';
        if (info.running)
        {
            parent.textContent = 'A process is writing this journal: it is shown up to what was there. ';
            button('read on', parent, () => guarded(async () =>
            {
                await ask('more');
                await poll();
            }));
        }
    }

    async function poll()
    {
        info = await ask('journal');
        id('end').textContent = 'of ' + count(info.end);
        id('progress').textContent = info.done ? '' : 'reading the journal: ' + count(info.indexed) + ' of ' +
            count(info.end) + ' commands; searches reach as far as this';
        notice();
        if (!info.done)
        {
            setTimeout(() => guarded(poll), POLL_MS);
        }
        else if (listeners.length > 0)
        {
            await draw();
        }
    }

    /** Shows what made the journal: the machine, and the job with the mistake that it asks for. */
    function maker({job, machine, ...others})
    {
        const made = {...others, ...(job && {job: JSON.parse(job)}),
            machine: Object.fromEntries(machine.split(' ').map(pair => pair.split('=')))};
        object(id('made'), made, made);
    }

    async function start()
    {
        info = await ask('journal');
        guarded(async () => maker(info.made_by));
        id('directory').textContent = info.directory;
        document.title = info.directory + ' · gale explore';
        id('findings').textContent = info.broken.map(one => one.promise + ' broken: ' + one.finding + '; found at command ' +
            count(one.command)).join(' · ');
        const known = info.direct ? OF_GICV4.concat(COMMON) : OF_GICV5.filter(([word]) => info.virtual ||
            ['ist', 'pending', 'ppi', 'regs', 'topology'].includes(word)).concat(COMMON);
        known.forEach(one => views.push(view(one)));
        readFragment();
        listen();
        await draw();
        await poll();
    }

    return {account, ask, button, count, element, go, guarded, headed, id, info: () => info, isQuiet: () => busy === 0,
        keyOf, listeners, nanos, opened: () => opened, place, start};
})();
