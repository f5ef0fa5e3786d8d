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
    let opener = null;

    const count = number => Number(number).toLocaleString('en-US');

    /** Makes an element with a text. */
    function element(tag, text, style, parent)
    {
        const made = document.createElement(tag);
        made.textContent = text ?? '';
        made.className = style || '';
        parent?.append(made);
        return made;
    }

    /** Adds a row of cells to a table. */
    function row(table, values, tag = 'td')
    {
        const made = element('tr', '', '', table);
        values.forEach(value => element(tag, value, '', made));
        return made;
    }

    /** Makes a table with a row of headings. */
    function headed(parent, names)
    {
        const made = element('table', '', '', parent);
        row(made, names, 'th');
        return made;
    }

    function button(text, parent, act)
    {
        const made = element('button', text, 'link', parent);
        made.addEventListener('click', act);
        return made;
    }

    /** Asks the server; throws, too, if a newer question has made the answer needless: an error without a text. */
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
        const isOld = json.superseded || (number !== undefined && number !== question);
        if (isOld || !answer.ok)
        {
            throw new Error(isOld ? '' : json.error);
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
        const show = values.has('at') || values.has('show') ? values.get('show') || '' : info.show;
        Object.assign(place, {at: number('at') ?? info.at, show, a: number('a'), b: number('b')});
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
            id('command').replaceChildren();
            ruled(state.command === null ? 'beginning' : count(state.at) + '  ' + state.command, id('command'));
            id('following').textContent = state.next === null ? 'the journal ends here' : 'next: ' + state.next;
            id('stateAt').textContent = count(state.at);
            state.views.forEach((view, i) => opened[i]?.show(view));
            await life(number);
            for (const listener of listeners)
            {
                await listener(number);
            }
            document.body.dataset.drawn = place.at + ' ' + place.show;
        });
    }

    // State at a command

    /** Views of GICv5, of a GICv4 host and of each machine: the word, a title, and options with first values. */
    const OF_GICV5 = [['vmt', 'VM table', 'all'], ['vmte', 'VM table entry', 'vm=0'], ['vpet', 'VPE table', 'vm=0 all'],
        ['vped', 'VPE descriptor', 'vm=0 vpe=0'], ['vist', 'LPIs or SPIs of a VM', 'vm=0 type=lpi all'],
        ['ist', 'physical LPIs or SPIs', 'type=lpi all'], ['dt', 'device table', 'its all'],
        ['itt', 'translation table of a device', 'device=0 its all'], ['pending', 'pending interrupts', 'vm'],
        ['ppi', 'PPIs of a PE', 'pe=0 virtual'], ['regs', 'registers and CPU interfaces', 'pe'],
        ['topology', 'topology', '']];
    const OF_GICV4 = [['vpe', 'vPEs', 'vm all'], ['vpt', 'virtual pending tables', 'vm lpi'],
        ['latch', 'software-forwarded state', 'vm lpi all']];
    const COMMON = [['msix', 'functions and vectors', 'device all'], ['eventfd', 'eventfds', 'device']];
    const FLAGS = ['all', 'virtual'];

    /** A view in the page, which opens and closes. */
    function view([word, title, options])
    {
        const box = element('details', '', '', id('views'));
        box.dataset.view = word;
        element('span', word, 'dim', element('summary', title + ' ', '', box));
        const form = element('div', '', '', box);
        const inputs = {};
        for (const [name, value] of options.split(' ').filter(one => one).map(one => one.split('=')))
        {
            const label = element('label', name + ' ', '', form);
            const input = element(name === 'type' ? 'select' : 'input', '', 'small', label);
            (name === 'type' ? ['lpi', 'spi'] : []).forEach(type => element('option', type, '', input));
            input.setAttribute('type', FLAGS.includes(name) ? 'checkbox' : 'text');
            input.value = value ?? '';
            input.addEventListener('change', () => draw());
            inputs[name] = input;
        }
        const content = element('div', '', 'content', box);
        const self = {word, inputs, box,
            words: () => word + Object.entries(inputs).map(([name, {type, checked, value}]) => type === 'checkbox' ?
                checked ? ' --' + name : '' : value.trim() && ' --' + name + ' ' + value.trim()).join(''),
            show: answer =>
            {
                const focused = content.contains(document.activeElement) && document.activeElement.dataset.path;
                content.replaceChildren();
                if (!answer.now)
                {
                    element('p', answer.now_error, 'dim', content);
                    return;
                }
                const {now, before = now, words} = answer;
                object(content, now, before, nameOfView(words));
                button('copy gale inspect', element('p', '', 'dim', content), () =>
                    copy('gale inspect ' + quoted(info.directory) + '@' + place.at + ' ' + words));
                const fields = [...content.querySelectorAll('[data-path]')];
                fields.slice(0, 1).forEach(first => first.tabIndex = 0);
                fields.find(one => one.dataset.path === focused)?.focus();
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

    /** Begin of the names of a view's fields, as gale replay --watch takes them. */
    const nameOfView = words => words.split(' --').map(option => option.replace(' ', '')).join('.');

    /** Makes an element a field that has a path: its menu searches its changes. */
    const field = (made, path) => path && Object.assign(made, {tabIndex: -1}).setAttribute('data-path', path);

    /** Shows the values of an object, objects in it as words, lists as tables; its fields have menus if it has a path. */
    function object(parent, now, before, path)
    {
        const values = element('div', '', 'values', parent);
        for (const [name, value] of Object.entries(now))
        {
            const old = before?.[name];
            const inner = path && path + '.' + name;
            if (Array.isArray(value))
            {
                (name === 'L2_ISTE' ? [grid, table] : [table]).forEach(draws =>
                    draws(parent, now, value, old || [], name, inner));
            }
            else if (isObject(value))
            {
                element('h3', name, 'dim', parent);
                object(parent, value, isObject(old) ? old : {}, inner);
            }
            else if (name !== 'view')
            {
                const span = element('span', '', differs(value, old) ? 'changed' : '', values);
                element('b', name + ' ', '', span);
                span.append(text(value));
                span.dataset.field = name;
                field(span, inner);
            }
        }
    }

    /** Key of an entry of a list among the entries of another command, which selects it in names of fields. */
    const keyOf = entry => !isObject(entry) ? String(entry) : Object.entries(entry).filter(([name, value], i) => i === 0 ||
        ['INTID', 'type'].includes(name) || (name === 'vCPU' && value !== null && !('latched' in entry))).map(pair =>
        pair.join('').replace(/[^A-Za-z0-9_-]/g, '')).join('.');

    const matched = before => new Map((before || []).map(entry => [keyOf(entry), entry]));

    const STATES = {p: 'pending', a: 'active', pa: 'active and pending', e: 'inactive, enabled', '': 'inactive'};

    const cellStyle = entry =>
        entry.PENDING && entry.ACTIVE ? 'pa' : entry.PENDING ? 'p' : entry.ACTIVE ? 'a' : entry.ENABLE ? 'e' : '';

    /** Name of an entry of an interrupt state table, as searches have it. */
    const nameOf = (now, entry) =>
        (now.VM_ID === undefined ? '' : 'vm' + now.VM_ID + '.') + now.type.toLowerCase() + entry.ID;

    /** Shows each entry of an interrupt state table as a cell. */
    function grid(parent, now, entries, before)
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
    function table(parent, now, entries, before, name, path)
    {
        const box = element('details', '', 'inner', parent);
        const addresses = entries.length > 0 && addressOf(name, entries[0], now) !== null;
        element('summary', name + ' (' + count(entries.length) + ')', '', box);
        box.open = entries.length <= 64;
        const draws = () =>
        {
            const known = matched(before);
            const names = [...new Set(entries.slice(0, LISTED).flatMap(entry => isObject(entry) ? Object.keys(entry) :
                []))];
            const made = headed(element('div', '', 'wide', box), addresses ? names.concat('address') : names);
            for (const entry of entries.slice(0, LISTED))
            {
                const old = known.get(keyOf(entry)) || {};
                const line = row(made, []);
                names.forEach(one => field(cell(line, one, entry, old, now), path && fieldOf(path, one, entry, now)));
                if (addresses)
                {
                    element('td', addressOf(name, entry, now), '', line).dataset.address = name;
                }
            }
            if (entries.length > LISTED)
            {
                element('p', 'the first ' + count(LISTED) + ' of ' + count(entries.length), 'dim', made.parentNode);
            }
        };
        box.addEventListener('toggle', () => box.open && !box.querySelector('.wide') && draws());
        if (box.open)
        {
            draws();
        }
    }

    /** Name of a field of an entry: that of its interrupt, which has an index, or that of the view. */
    const fieldOf = (path, name, entry, now) => now.L2_ISTE && ['word', ...info.L2_ISTE.map(one => one.name)].includes(
        name) ? nameOf(now, entry) + '.' + name : [path, keyOf(entry), name].join('.');

    function cell(line, name, entry, old, now)
    {
        const value = entry[name];
        const made = element('td', '', differs(value, old[name]) ? 'changed' : '', line);
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
        return made;
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
        const {lines} = show ? await ask('explain', {at: place.at, show}, number) : {lines: []};
        lines.forEach(line => ruled(line, element('p', '', 'dim', id('explained'))));
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
            element('button', name, '', fact).dataset.path = place.show + '.' + name.toLowerCase();
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
        const box = element('div', '', 'bitfield', parent);
        for (const {name, shift, width} of [...info.L2_ISTE].reverse())
        {
            const [now, old] = [word, before || word].map(one =>
                Number(one).toString(2).padStart(32, '0').slice(32 - shift - width, 32 - shift));
            const part = element('span', now, now === old ? '' : 'changed', box);
            part.dataset.bits = name;
            element('small', name + ' ' + (width === 1 ? '' : shift + width - 1 + ':') + shift, '', part);
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
        for (const one of answer.rows)
        {
            const line = row(made, ['', nanos(one.ns), last === null ? '' : nanos(one.ns - last.ns), one.kind,
                one.after.includes('=') ? stateOf(valuesOf(one.after)) : one.after, changesOf(one), '']);
            line.className = one.command === place.at ? 'here' : '';
            line.dataset.command = one.command;
            line.cells[3].className = 'kind-' + one.kind;
            button(count(one.command), line.cells[0], () => go(one.command));
            ruled(one.text, element('code', '', '', line.cells[6]));
            last = one;
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
        const {rows: [found], searched} = await ask('change', {at: place.at, show, to}, question);
        if (!found)
        {
            throw new Error('no ' + to + ' change of ' + show + ' in the first ' + count(searched) + ' commands');
        }
        await go(found.command);
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

    /** Opens the menu of a field. */
    function menu(of, name = of.dataset.path)
    {
        const box = id('menu');
        box.replaceChildren();
        const acts = {'next change': () => change('next', name), 'previous change': () => change('previous', name),
            [breaks.has(name) ? 'no break here' : 'break here']: () => breaks.delete(name) || breaks.add(name)};
        for (const [item, act] of Object.entries(acts))
        {
            button(item, box, () =>
            {
                closeMenu();
                guarded(act);
            }).setAttribute('role', 'menuitem');
        }
        const at = of.getBoundingClientRect();
        opener = of;
        box.hidden = false;
        box.setAttribute('aria-label', name);
        box.style.left = Math.min(at.left, document.documentElement.clientWidth - box.offsetWidth - 4) + 'px';
        box.style.top = at.bottom + window.scrollY + 'px';
        box.firstChild.focus();
    }

    function closeMenu()
    {
        if (!id('menu').hidden)
        {
            id('menu').hidden = true;
            opener.focus();
        }
    }

    /** Moves the focus to the next or the previous field of a view, or item of a menu. */
    function neighbour(target, by)
    {
        const all = [...document.querySelectorAll(target.matches('#menu *') ? '#menu button' : '#views [data-path]')]
            .filter(one => one.offsetParent !== null);
        all[all.indexOf(target) + by]?.focus();
    }

    /** Acts on a key of a field or of an item of the menu; returns null for another key. */
    function fieldAct({key, target})
    {
        const by = {ArrowDown: 1, ArrowUp: -1}[key];
        return by && target.matches('[data-path], #menu button') ? () => neighbour(target, by) :
            target.dataset.path && /^(Enter|ContextMenu)$/.test(key) ? () => menu(target) : null;
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
        const made = headed(element('div', '', 'wide sums', parent), names.map(name => name.replace(/_/g, ' ')));
        sums.owners.forEach(({owner, ...counts}) => row(made, [owner, ...Object.values(counts).map(count)]));
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
    const mark = name => go(place[name] = place.at);

    /** Acts by the ids of their buttons. */
    const ACTS = {back1k: () => steps(-THOUSAND), back: () => steps(-1), step: () => steps(1),
        step1k: () => steps(THOUSAND), next: () => change('next'), previous: () => change('previous'),
        markA: () => mark('a'), markB: () => mark('b'), save, copyPlace: () => copy(placeCommand()),
        copyCommand: () => copy('gale replay ' + quoted(info.directory) + ' --to ' + place.at + ' --step')};

    /** Acts by their keys, those with Shift after a space. */
    const KEYS = {ArrowRight: ACTS.step, ' ArrowRight': ACTS.step1k, ArrowLeft: ACTS.back, ' ArrowLeft': ACTS.back1k,
        n: ACTS.next, p: ACTS.previous, a: ACTS.markA, b: ACTS.markB, '/': () => id('find').focus(), Escape: closeMenu};

    function listen()
    {
        document.addEventListener('keydown', event =>
        {
            const isOther = /INPUT|SELECT|CANVAS/.test(event.target.tagName) || event.ctrlKey || event.metaKey;
            const act = isOther ? null : fieldAct(event) ||
                KEYS[(event.shiftKey && event.key.length > 1 ? ' ' : '') + event.key];
            if (act)
            {
                event.preventDefault();
                guarded(act);
            }
        });
        for (const type of ['click', 'contextmenu'])
        {
            document.addEventListener(type, event =>
            {
                const at = event.target.closest(type === 'click' ? 'button, [data-path]' : '#menu, [data-path]');
                if (at?.dataset.path)
                {
                    event.preventDefault();
                    menu(at);
                }
                else if (!event.target.closest('#menu'))
                {
                    id('menu').hidden = true;
                }
            });
        }
        Object.entries(ACTS).forEach(([name, act]) => id(name).addEventListener('click', () => guarded(act)));
        id('at').addEventListener('change', () => guarded(async () =>
            go((await ask('state', {at: id('at').value.replace(/[,_ ]/g, '')})).at)));
        id('find').addEventListener('change', () => guarded(async () =>
            go(place.at, (await ask('find', {at: place.at, text: id('find').value})).show)));
        window.addEventListener('hashchange', () => draw(readFragment()));
    }

    /** Says what the journal lacks. */
    function notice()
    {
        const parent = id('notice');
        parent.textContent = info.damage ? 'damaged: ' + info.damage : '';
        if (info.running)
        {
            parent.textContent = 'A process is writing this journal: it is shown up to what was there. ';
            button('read on', parent, () => guarded(() => ask('more').then(poll)));
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
        keyOf, listeners, nameOfView, nanos, opened: () => opened, place, row, start};
})();
