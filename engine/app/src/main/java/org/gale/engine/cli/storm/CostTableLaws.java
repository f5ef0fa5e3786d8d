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
    private static final Pattern COST = Pattern.compile("  ([a-z-]+) +([0-9,]+) ns  (?:[a-z]+ +)?(.*)");
    private static final Pattern PATH = Pattern.compile("  ([a-z, ]+?) +([0-9,]+) ns  ([a-z-]+(?: \\+ [a-z-]+)*)");
    /** Term of a path for the part of the cost that is left when the entry ends, in whole polls. */
    static final String DIRTY_LEFT = "rest-of-dirty";
    private static final String DIRTY = "dirty";
    private static final String ENTER = "enter";
    private static final String INJECT = "inject";
    private static final String FURTHER = " ".repeat(20);
    private static final int POLL_NS = 1_000;

    private static final Pattern CYCLES =
        Pattern.compile("([0-9,]+) cycles(?: / ([0-9]))? / 2\\.4 GHz = ([0-9,.]+) ns");
    private static final Pattern REST = Pattern.compile(
        " - ([0-9,.]+) ns of three half hypercalls - ([0-9,]+) ns of inject = ([0-9,.]+) ns");
    private static final double CYCLES_PER_NS = 2.4;
    /** Half a unit of the last digit of each time, and what a double loses. */
    private static final double ERROR = 0.16;
    /** Half a unit of a figure. */
    private static final double HALF = 0.56;

    private final Map<String, Long> costs = new HashMap<>();
    private String name = "";                                       // of the cost in hand, and its origin
    private long figure;
    private String origin = "";
    private final List<String> faults = new ArrayList<>();

    /** Returns the laws that lines break, with the numbers that differ. */
    static List<String> faults(final List<String> lines)
    {
        final CostTableLaws laws = new CostTableLaws();
        lines.forEach(laws::read);
        laws.derived();

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
                sum += part.equals(DIRTY_LEFT) ? polledNs() : costs.getOrDefault(part, 0L);
            }
            must(number(path.group(2)) == sum, "'" + path.group(1) + "' takes " + path.group(2) +
                " ns, and its costs add up to " + sum);
        }
        else if (cost.matches())
        {
            costs.put(cost.group(1), number(cost.group(2)));
            derived();
            name = cost.group(1);
            figure = number(cost.group(2));
            origin = cost.group(3);
        }
        else if (line.startsWith(FURTHER))
        {
            origin += ' ' + line.strip();
        }
        else
        {
            derived();
        }
    }

    /** Checks the arithmetic of the origin of the cost in hand, whose result is its figure. */
    private void derived()
    {
        final Matcher cycles = CYCLES.matcher(origin);
        final Matcher rest = REST.matcher(origin);
        if (cycles.find())
        {
            final double divisor = cycles.group(2) == null ? 1 : number(cycles.group(2));
            double ns = decimal(cycles.group(3));
            must(Math.abs(number(cycles.group(1)) / divisor / CYCLES_PER_NS - ns) < ERROR,
                name + " is of " + cycles.group() + ", which does not add up");
            if (rest.find())
            {
                must(Math.abs(ns - decimal(rest.group(1)) - number(rest.group(2)) - decimal(rest.group(3))) < ERROR &&
                    number(rest.group(2)) == costs.getOrDefault(INJECT, -1L),
                    name + " is of " + cycles.group(3) + " ns" + rest.group() + ", which does not add up");
                ns = decimal(rest.group(3));
            }
            must(Math.abs(ns - figure) < HALF, name + " takes " + figure + " ns, and is of " + ns + " ns");
        }
        origin = "";
    }

    private static double decimal(final String text)
    {
        return Double.parseDouble(text.replace(",", ""));
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
