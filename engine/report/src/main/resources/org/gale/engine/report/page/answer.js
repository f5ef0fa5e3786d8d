/*
 * Charts of the page of an answer: what each choice is worth, where a sign changes, and which cost an answer follows.
 */
'use strict';
gale.answer = data =>
{
    const {chart, element, time} = gale;
    const answer = data.answer || {};
    const isDirect = (answer.head || {}).question === 'direct';
    const ROW_LIMIT = 24;
    const LEAST_NS = 10;

    const interval = estimate => estimate == null ? '-' : time(estimate.value) + (estimate.low == null ? '' :
        ' [' + time(estimate.low) + ', ' + time(estimate.high) + ']');
    const figure = (row, name) => row.figures.find(one => one.name === name) || {};
    const worth = (row, name) => figure(row, name).verdict === 'overloaded' ? null : figure(row, name).worth;

    /** Ends of an axis that holds 0 and all intervals. */
    const fitted = (...lists) =>
    {
        const ends = lists.flat().filter(one => one).flatMap(
            one => one.low == null ? [one.value] : [one.value, one.low, one.high]);
        const [least, most] = [Math.min(0, ...ends), Math.max(0, ...ends)];
        const room = (most - least) * 0.04 || 1;
        return [least - room, most + room];
    };

    /** A dot with its range for each row. */
    const estimates = (name, colour, list, thick) => [
        {name: name + ', 95 %', colour, values: list.map(one => one && one.high), thick, text: () => '',
            low: list.map(one => one && one.low), high: list.map(one => one && one.high)},
        {name, colour, kind: 'dots', values: list.map(one => one && one.value),
            text: (value, at) => interval(list[at])}];

    /** Rows that stand in the chart: one order of boots, one load. */
    function shown()
    {
        return answer.rows.filter(row => figure(row, 'mean').worth && (!isDirect ||
            (row.labels[2] === '-' || row.labels[2] === answer.head.order) && /^[14]:1$/.test(row.labels[3]))).slice(
            0, ROW_LIMIT);
    }

    function choices(place)
    {
        const rows = shown();
        const names = rows.map(row => isDirect ? row.labels[0] + ' \u00b7 ' + row.labels[1] +
            (row.labels[3] === '1:1' ? '' : ' \u00b7 ' + row.labels[3]) : row.labels.join(' \u00b7 '));
        const height = 60 + Math.min(24, 520 / rows.length) * rows.length;
        const [means, tails] = ['mean', 'p99'].map(name => rows.map(row => worth(row, name)));
        chart(place, {isTurned: true, height, name: 'choice', x: {values: rows.map((row, i) => i), rows: names},
            y: {range: fitted(means, tails), text: time}, series: [
                ...estimates('off p99', 'c5', tails, 3), ...estimates('off the mean', 'c0', means, 5)]});
        element('p', 'To the right of 0: a gain. ' + (isDirect ? 'Rows: policy \u00b7 pool of ' +
            'vPEIDs, boot order ' + answer.head.order + '. ' : '') + 'Overloaded rows have no dot.', 'of', place);
    }

    function breakEven(place)
    {
        const costs = [...new Set(answer.break_even.map(one => one.cost))];
        const of = (name, cost) => answer.break_even.find(one => one.cost === cost && one.figure === name);
        const known = ns => Math.max(LEAST_NS, ns);
        const isCrossing = one => one && /^(\+-|-\+)$/.test(one.signs);
        const ends = one => [one.tried[0], one.tried[one.tried.length - 1]];
        const span = (name, colour, aside) =>
        {
            const list = costs.map(cost => of(name, cost));
            const end = (one, ns, index) => isCrossing(one) ? known(ns == null ? ends(one)[index] : ns) : null;
            const from = list.map(one => end(one, one.from_ns, 0));
            const to = list.map(one => end(one, one.to_ns, 1));
            return {name: 'sign of ' + name, colour, values: to, low: from, high: to, thick: 7, aside,
                text: (value, at) => isCrossing(list[at]) ? time(from[at]) + ' to ' + time(to[at]) : '-'};
        };
        const means = costs.map(cost => of('mean', cost));
        chart(place, {isTurned: true, height: 70 + 40 * costs.length, name: 'cost',
            x: {values: costs.map((cost, i) => i), rows: costs}, y: {isLog: true, text: time, range: [
                Math.min(...means.map(one => known(ends(one)[0]))) / 1.4, 1.4 * Math.max(...means.map(
                    one => ends(one)[1]))]}, series: [
                {name: 'tried', colour: 'range', values: means.map(one => ends(one)[1]), thick: 2,
                    low: means.map(one => known(ends(one)[0])), high: means.map(one => ends(one)[1]),
                    text: (value, at) => means[at] ? ends(means[at]).map(time).join(' to ') : '-'},
                span('mean', 'c0', -6), span('p99', 'c5', 6),
                {name: 'now', colour: 'fg', kind: 'dots', isRing: true, values: means.map(one => known(one.now_ns)),
                    text: (value, at) => means[at] ? time(means[at].now_ns) : '-'}]});
        element('p', 'Thick: the sign changes in there. No thick line: no change of the sign is shown.', 'of', place);
    }

    function sensitivity(place)
    {
        const rows = answer.sensitivity.slice(0, ROW_LIMIT);
        const isShown = one => one.change.low > 0 || one.change.high < 0;
        const of = which => rows.map(one => isShown(one) === which ? one.change : null);
        chart(place, {isTurned: true, height: 60 + 22 * rows.length, name: 'cost',
            x: {values: rows.map((row, i) => i), rows: rows.map(
                one => one.cost + ' ' + one.now + ' \u2192 ' + one.other + (isDirect ? ', ' + one.place : ''))},
            y: {range: fitted(rows.map(one => one.change)), text: time},
            series: [...estimates(isDirect ? 'change of the worth' : 'change of the mean', 'c0', of(true), 5),
                ...estimates('no difference shown', 'range', of(false), 3)]});
        if (answer.sensitivity.length > rows.length)
        {
            element('p', rows.length + ' of ' + answer.sensitivity.length + ', the largest first', 'of', place);
        }
    }

    return {choices, breakEven, sensitivity};
};
