package org.gale.engine.cli.storm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Laws of the table of the costs of a base as it is printed: each path takes the sum of the costs that it is spent on.
 * They share no class with what makes the table. Used once.
 */
final class CostTableLaws
{
    private static final Pattern COST = Pattern.compile("  ([a-z-]+) +([0-9,]+) ns  .*");
    private static final Pattern PATH = Pattern.compile("  ([a-z, ]+?) +([0-9,]+) ns  ([a-z-]+(?: \\+ [a-z-]+)*)");
    private static final String DIRTY = "dirty";
    private static final String ENTER = "enter";
    private static final int POLL_NS = 1_000;

    private final Map<String, Long> costs = new HashMap<>();
    private final List<String> faults = new ArrayList<>();

    /** Returns the laws that lines break, with the numbers that differ. */
    static List<String> faults(final List<String> lines)
    {
        final CostTableLaws laws = new CostTableLaws();
        lines.forEach(laws::read);

        return laws.faults;
    }

    private void read(final String line)
    {
        final Matcher path = PATH.matcher(line);
        final Matcher cost = COST.matcher(line);
        if (path.matches() && path.group(3).contains("+"))
        {
            long sum = 0;
            for (final String part : path.group(3).split(" \\+ ", -1))
            {
                sum += part.equals(DIRTY) ? polledNs() : costs.getOrDefault(part, 0L);
            }
            must(number(path.group(2)) == sum, "'" + path.group(1) + "' takes " + path.group(2) +
                " ns, and its costs add up to " + sum);
        }
        else if (cost.matches())
        {
            costs.put(cost.group(1), number(cost.group(2)));
        }
    }

    /** Returns what is polled for behind an entry until no table is dirty, in whole polls. */
    private long polledNs()
    {
        final long leftNs = costs.getOrDefault(DIRTY, 0L) - costs.getOrDefault(ENTER, 0L);

        return leftNs <= 0 ? 0 : (leftNs + POLL_NS - 1) / POLL_NS * POLL_NS;
    }

    private static long number(final String text)
    {
        return Long.parseLong(text.replace(",", ""));
    }

    private void must(final boolean isKept, final String fault)
    {
        if (!isKept)
        {
            faults.add(fault);
        }
    }
}
