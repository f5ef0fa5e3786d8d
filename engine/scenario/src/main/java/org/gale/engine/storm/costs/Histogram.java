package org.gale.engine.storm.costs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.Place;

/** Histogram of the times of one function's calls, in whole units. Owner: the calling thread. */
final class Histogram
{
    private static final double MIDDLE = 0.5;

    private final HostFunctions.Row row;
    private final long unitNs;
    private final Place place;
    private final List<Bucket> buckets = new ArrayList<>();
    private long end = -1;

    /**
     * Makes a histogram without calls.
     *
     * @param row    of the function
     * @param unitNs length of a unit
     * @param place  of its heading
     */
    Histogram(final HostFunctions.Row row, final long unitNs, final Place place)
    {
        this.row = row;
        this.unitNs = unitNs;
        this.place = place;
    }

    /** Calls of some times: from one, and below another one. */
    private record Bucket(long fromNs, long toNs, long count)
    {
    }

    /**
     * Returns the row of the table that a name stands for: a function, or a function, a comma and one that it calls. A
     * probe with a colon may be in front.
     *
     * @throws JobException if the table has no such row
     */
    static HostFunctions.Row row(final String name, final Place place)
    {
        final int comma = name.indexOf(',');
        final String function = function(comma < 0 ? name : name.substring(0, comma));
        final String inside = comma < 0 ? "" : function(name.substring(comma + 1));
        final HostFunctions.Row row = HostFunctions.find(function, Set.of(inside));
        if (row == null || !row.inside().equals(inside))
        {
            throw new JobException(place, "'" + MeasuredText.shown(name) + "' is no function that bears a cost" +
                (row == null ? HostFunctions.hint(function) : "") + " (costs.md lists them)");
        }

        return row;
    }

    private static String function(final String text)
    {
        return HostFunctions.plain(text.substring(text.lastIndexOf(':') + 1).strip());
    }

    HostFunctions.Row row()
    {
        return row;
    }

    Place place()
    {
        return place;
    }

    /** Begins again at the shortest time, with the calls of another process. */
    void restart()
    {
        end = -1;
    }

    /**
     * Adds a bucket.
     *
     * @param from in units
     * @param to   in units, above the longest time of the bucket
     * @throws JobException if it does not follow the one before, or its times are longer than those of a cost
     */
    void add(final long from, final long to, final long count, final Place at)
    {
        if (from >= to || (end >= 0 && from != end))
        {
            throw new JobException(at, from >= to ? "a bucket from " + NumberText.count(from) + " to " +
                NumberText.count(to) + " has no time" : "a bucket from " + NumberText.count(from) + " follows one to " +
                NumberText.count(end) + " (is a line missing?)");
        }
        end = to;
        if (count > 0)
        {
            if (to > Cost.LIMIT_NS / unitNs)
            {
                throw new JobException(at, NumberText.counted(count, "call") + " may have taken " +
                    NumberText.count(to) + " units of " + NumberText.count(unitNs) +
                    " ns, and the most of a cost is 1 s (is the text changed?)");
            }
            buckets.add(new Bucket(from * unitNs, to * unitNs, count));
        }
    }

    /** Returns the number of calls. */
    long count()
    {
        return buckets.stream().mapToLong(Bucket::count).sum();
    }

    /** Returns the mean of the calls where each has a share of the width of its bucket more than the least, ns. */
    private double meanNs(final double share)
    {
        return times(share).meanNs();
    }

    private WeightedTimes times(final double share)
    {
        return new WeightedTimes(buckets.stream().map(bucket -> new WeightedTimes.Time(
            bucket.fromNs + share * (bucket.toNs - bucket.fromNs), bucket.count))
            .sorted(Comparator.comparingDouble(WeightedTimes.Time::ns)).toList());
    }

    /**
     * Returns the times, each bucket with one.
     *
     * @param measuredNs mean of all calls; below 0 for one that was not measured
     * @param isAlone    true if the text has no other histogram of the function
     * @throws JobException if there is no call, or the mean is outside of what the buckets allow
     */
    FunctionCost cost(final double measuredNs, final boolean isAlone)
    {
        if (buckets.isEmpty())
        {
            throw new JobException(place, row.text() + " has no call (record while guests run)");
        }
        final double least = meanNs(0);
        final double most = meanNs(1);
        if (measuredNs >= 0 && (measuredNs < least || measuredNs > most))
        {
            throw new JobException(place, "the buckets have a mean from " + MeasuredCost.text(least) + " to " +
                MeasuredCost.text(most) + ", and the text says " + MeasuredCost.text(measuredNs) +
                " (is the text cut or changed?)");
        }
        final double share = measuredNs < 0 ? MIDDLE : (measuredNs - least) / (most - least);
        final WeightedTimes times = times(share);
        final StringBuilder formula = new StringBuilder();
        formula.append("histogram of ").append(NumberText.counted(count(), "call")).append(" of ").append(row.text())
            .append(measuredNs < 0 ? ", each bucket as its middle: mean " : ", with a mean of ")
            .append(MeasuredCost.text(times.meanNs())).append(" (buckets: ").append(MeasuredCost.text(least))
            .append(" to ").append(MeasuredCost.text(most)).append(')');
        if (!row.less().isEmpty())
        {
            formula.append(", with ").append(row.less()).append(" inside");
        }
        if (isAlone && !row.others().isEmpty())
        {
            formula.append(", with direct vCPUs, if any");
        }

        return new FunctionCost(row, times, formula.toString(), place);
    }
}
