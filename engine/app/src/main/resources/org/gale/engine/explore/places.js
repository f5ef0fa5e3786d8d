/*
 * Two places of a journal: the fields of the open views that differ, and what happened between them.
 */
(() =>
{
    const {account, ask, count, element, go, headed, id, keyOf, listeners, opened, place, row} = explore;
    const LIMIT = 400;
    let shown = '';

    /** Leaves of a value by their path. */
    function leaves(value, path, into)
    {
        const entries = value === null || typeof value !== 'object' ? null : Array.isArray(value) ?
            value.map((one, i) => [one && typeof one === 'object' ? keyOf(one) : i, one]) : Object.entries(value);
        if (!entries)
        {
            into.set(path.join('.'), String(value));
            return into;
        }
        entries.forEach(([name, one]) => leaves(one, path.concat(name), into));
        return into;
    }

    const stateAt = at => ask('state', {at, view: opened().map(view => view.words())});

    async function show()
    {
        const [from, to] = [place.a, place.b].sort((one, other) => one - other);
        const words = opened().map(view => view.words());
        const key = JSON.stringify([from, to, words]);
        if (key === shown)
        {
            return;
        }
        const one = await stateAt(from);
        const other = await stateAt(to);
        account(id('between'), await ask('account', {from: from + 1, to}));
        differences(words, one, other);
        shown = key;
    }

    function differences(words, one, other)
    {
        const parent = id('differences');
        parent.replaceChildren();
        const made = headed(parent, ['view', 'field', 'A', 'B']);
        const differing = words.flatMap((view, i) =>
        {
            const before = leaves(one.views[i].now, [], new Map());
            const after = leaves(other.views[i].now, [], new Map());
            return [...new Set([...before.keys(), ...after.keys()])].filter(path => before.get(path) !== after.get(path))
                .map(path => [view, path, before.get(path) || 'none', after.get(path) || 'none']);
        });
        differing.slice(0, LIMIT).forEach(values => row(made, values));
        element('p', words.length === 0 ? 'open the views of the state that are to be compared' : count(differing.length) +
            ' fields differ' + (differing.length > LIMIT ? ', the first ' + LIMIT + ' are shown' : ''), 'dim', parent);
    }

    listeners.push(async () =>
    {
        const parent = id('ab');
        if (place.a === null && place.b === null)
        {
            return;
        }
        parent.replaceChildren();
        [['A', place.a], ['B', place.b]].filter(([, at]) => at !== null).forEach(([name, at]) =>
        {
            parent.append(name + ' ');
            explore.button(count(at), parent, () => go(at));
            parent.append('  ');
        });
        if (place.a !== null && place.b !== null && place.a !== place.b)
        {
            await show();
        }
    });
    explore.guarded(explore.start);
})();
