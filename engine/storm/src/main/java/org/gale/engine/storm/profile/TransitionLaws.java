package org.gale.engine.storm.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.gale.engine.storm.result.AccountingRow;

/** Laws of the rows of transitions, by the grid that has each of them over the time. Used once. */
final class TransitionLaws
{
    private static final double SECOND_NS = 1e9;

    private final Map<String, Long> rows;
    private final List<String> faults = new ArrayList<>();

    private TransitionLaws(final Map<String, Long> rows)
    {
        this.rows = rows;
    }

    /** Returns the laws that rows break; none of a storm without transitions. */
    static List<String> faults(final List<AccountingRow> rows, final ActionGrid.Totals seen)
    {
        final TransitionLaws laws = new TransitionLaws(
            rows.stream().collect(Collectors.toMap(AccountingRow::key, AccountingRow::total, Long::sum)));
        if (laws.rows.containsKey("transitions"))
        {
            laws.equal("transitions", seen.ended());
            laws.equal("transition_max_ns", seen.longestNs());
            laws.equal("transition_mean_ns", seen.ended() == 0 ? 0 : seen.openNs() / seen.ended());
            laws.equal("moves", seen.moves());
            laws.atMost("longest_wait_ns", seen.longestHeldNs());
            laws.atMost("transitions_per_s",
                seen.openNs() == 0 ? Long.MAX_VALUE : Math.round(seen.ended() * SECOND_NS / seen.openNs()));
        }

        return laws.faults;
    }

    private void equal(final String row, final long seen)
    {
        if (rows.get(row) != seen)
        {
            faults.add("/accounting/" + row + " is " + rows.get(row) + ", and by each transition " + seen);
        }
    }

    private void atMost(final String row, final long seen)
    {
        if (rows.get(row) > seen)
        {
            faults.add("/accounting/" + row + " is " + rows.get(row) + ", and by each transition at most " + seen);
        }
    }
}
