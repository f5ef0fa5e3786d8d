package org.gale.engine.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.result.StormTotals;

/** Search for VMs whose response time differs from that of the others of their group. Pure functions. */
public final class VmOutliers
{
    private static final double TAIL = 99;
    /** Least number of samples for a meaningful 99th percentile. */
    private static final long SAMPLES_MIN = 5_000;
    private static final double FACTOR = 2;
    private static final int NAMED_LIMIT = 3;

    private VmOutliers()
    {
    }

    /** Returns a line for each VM that differs, of each group the slowest first, up to a limit. */
    public static List<String> lines(final StormResult result)
    {
        final List<Histogram> byVm = result.latencies().responseByVm();
        final StormTotals totals = result.totals();
        final List<String> lines = new ArrayList<>();
        int first = 0;
        for (int group = 0; group < totals.groups().size(); group++)
        {
            final int end = Math.min(byVm.size(), first + totals.groups().get(group).vms());
            lines.addAll(lines(byVm.subList(first, end), first,
                totals.hasGroups() ? " of " + totals.groups().get(group).name() : ""));
            first = end;
        }

        return lines.subList(0, Math.min(NAMED_LIMIT, lines.size()));
    }

    /**
     * Returns a line for each VM of a group that differs.
     *
     * @param byVm  response times of the group's VMs
     * @param first number of the first of them
     * @param of    words that name the group
     */
    static List<String> lines(final List<Histogram> byVm, final int first, final String of)
    {
        final List<Integer> differing = new ArrayList<>();
        for (int vmId = 0; vmId < byVm.size(); vmId++)
        {
            if (byVm.get(vmId).getTotalCount() >= SAMPLES_MIN && tail(byVm, vmId) > FACTOR * ofTheOthers(byVm, vmId))
            {
                differing.add(vmId);
            }
        }
        differing.sort((a, b) -> Long.compare(tail(byVm, b), tail(byVm, a)));

        final List<String> lines = new ArrayList<>();
        for (final int vmId : differing.subList(0, Math.min(NAMED_LIMIT, differing.size())))
        {
            lines.add("VM " + (first + vmId) + ": p99 " + NumberText.count(tail(byVm, vmId)) + " (the other " +
                NumberText.word(byVm.size() - 1) + of + ": " + NumberText.count(ofTheOthers(byVm, vmId)) + ')');
        }

        return lines;
    }

    private static long tail(final List<Histogram> byVm, final int vmId)
    {
        return byVm.get(vmId).getValueAtPercentile(TAIL);
    }

    /** Returns the median of the tails of the other VMs, or the largest number if there are no others. */
    private static long ofTheOthers(final List<Histogram> byVm, final int vmId)
    {
        final long[] tails = new long[byVm.size() - 1];
        int count = 0;
        for (int other = 0; other < byVm.size(); other++)
        {
            if (other != vmId)
            {
                tails[count++] = tail(byVm, other);
            }
        }
        Arrays.sort(tails);

        return count == 0 ? Long.MAX_VALUE : tails[count / 2];
    }
}
