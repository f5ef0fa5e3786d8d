package org.gale.engine.storm.profile;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.accounting.Account;
import org.gale.engine.config.NumberText;
import org.gale.engine.machine.Accounts;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Route;
import org.gale.engine.machine.RouteCounts;
import org.gale.engine.storm.result.AccountingRow;

/** Rows of the accounting of a storm of direct injection: the identity of each route, and what transitions cost. */
final class DirectRows
{
    private static final int NAMED_LIMIT = 8;

    private DirectRows()
    {
    }

    static List<AccountingRow> of(final Machine machine, final DirectGuests guests)
    {
        final DirectQueries queries = DirectQueries.of(machine);
        final List<AccountingRow> rows = new ArrayList<>();
        rows.add(route("direct", "direct", queries.counts(Route.DIRECT)));
        rows.add(route("forwarded", "forwarded", queries.counts(Route.FORWARDED)));
        rows.add(route("in_transition", "in transition", queries.counts(Route.IN_TRANSITION)));
        rows.add(lost(queries, machine.accounts()));
        if (guests != null)
        {
            measured(rows, guests);
        }

        return rows;
    }

    private static void measured(final List<AccountingRow> rows, final DirectGuests guests)
    {
        final TransitionWatch watch = guests.watch();
        rows.add(new AccountingRow("transitions", "transitions", watch.count(), ""));
        rows.add(new AccountingRow("transitions_per_s", "transitions/s", watch.perS(), ""));
        rows.add(new AccountingRow("transition_steps", "steps at most", watch.mostSteps(), ""));
        rows.add(new AccountingRow("transition_mean_ns", "mean time, ns", watch.meanNs(), "of a transition"));
        rows.add(new AccountingRow("transition_max_ns", "longest time, ns", watch.longestNs(), ""));
        rows.add(new AccountingRow("toggles_refused", "toggles refused", guests.refused(), "no vPEID was free"));
        rows.add(new AccountingRow("moves", "moves", guests.moveCount(), ""));
        rows.add(new AccountingRow("waited", "waited", watch.waited(), "interrupts, for the end of a transition"));
        rows.add(new AccountingRow("longest_wait_ns", "longest wait, ns", watch.longestWaitNs(), ""));
    }

    /** Names the interrupts that are owed and pending nowhere, and those that commands found so. */
    private static AccountingRow lost(final DirectQueries queries, final Accounts accounts)
    {
        final StringBuilder names = new StringBuilder();
        long count = 0;
        for (int vm = 0; vm < queries.vmCount(); vm++)
        {
            final Account found = accounts.ledger(accounts.vmOwner(vm)).account(false);
            if (found.lost() > 0 && count < NAMED_LIMIT)
            {
                names.append(count == 0 ? "" : ", ").append("VM ").append(vm).append(" LPI ").append(found.firstLost())
                    .append(found.lost() == 1 ? "" : " and " + NumberText.count(found.lost() - 1) + " more of it");
            }
            count += found.lost();
            for (int vintid = queries.nextLost(vm, 0); vintid >= 0; vintid = queries.nextLost(vm, vintid + 1))
            {
                count++;
                if (count <= NAMED_LIMIT)
                {
                    names.append(count == 1 ? "" : ", ").append("VM ").append(vm).append(" LPI ").append(vintid);
                }
            }
        }

        return new AccountingRow("lost", "lost", count, count == 0 ? "owed, and pending nowhere" :
            names + (count > NAMED_LIMIT ? ", ..." : ""));
    }

    private static AccountingRow route(final String key, final String name, final RouteCounts counts)
    {
        return new AccountingRow(key, name, counts.offered(),
            "# delivered, # coalesced, # pending, remainder #",
            List.of(counts.delivered(), counts.coalesced(), counts.pending(), counts.remainder()));
    }
}
