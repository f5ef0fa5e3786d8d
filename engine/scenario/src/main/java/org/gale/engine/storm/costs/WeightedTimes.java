package org.gale.engine.storm.costs;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.Place;

/**
 * Times of a measurement with their counts, of which a cost becomes the list.
 *
 * @param times by time; at least one
 */
record WeightedTimes(List<Time> times)
{
    /** Most times of a list of a job. */
    static final int ITEM_LIMIT = 64;

    private static final long WEIGHT_LIMIT = 999_999_999;
    /** Times up to this number are merged one by one; more are put into bins first. */
    private static final int MERGE_LIMIT = 10_000;
    private static final int BINS_SHIFT = 6;

    /** Latencies of one time. */
    record Time(double ns, long count)
    {
        /** Returns this time and another one as one with their mean. */
        Time with(final Time other)
        {
            final long sum = count + other.count;

            return new Time((ns * count + other.ns * other.count) / sum, sum);
        }

        /** Returns by how much the sum of squares of a distribution falls if this time and another one become one. */
        double distance(final Time other)
        {
            return (double)count * other.count / (count + other.count) * (ns - other.ns) * (ns - other.ns);
        }
    }

    /** Returns times that were measured one by one, in any order. */
    static WeightedTimes of(final List<Long> measuredNs)
    {
        final TreeMap<Long, Long> counts = new TreeMap<>();
        measuredNs.forEach(ns -> counts.merge(ns, 1L, Long::sum));
        final List<Time> times = new ArrayList<>();
        counts.forEach((ns, count) -> times.add(new Time(ns, count)));

        return new WeightedTimes(times);
    }

    /** Returns the number of latencies. */
    long count()
    {
        return times.stream().mapToLong(Time::count).sum();
    }

    /** Returns the mean of all latencies, ns. */
    double meanNs()
    {
        return times.stream().reduce(Time::with).orElseThrow().ns();
    }

    /** Returns at most 64 times with the same mean: the nearest become one. */
    private List<Time> merged()
    {
        final List<Time> shown = new ArrayList<>(times.size() > MERGE_LIMIT ? binned() : times);
        while (shown.size() > ITEM_LIMIT)
        {
            int nearest = 0;
            for (int i = 1; i + 1 < shown.size(); i++)
            {
                nearest = shown.get(i).distance(shown.get(i + 1)) <
                    shown.get(nearest).distance(shown.get(nearest + 1)) ? i : nearest;
            }
            shown.set(nearest, shown.get(nearest).with(shown.remove(nearest + 1)));
        }

        return shown;
    }

    /** Returns the times in bins, 64 of them in each octave, each with the mean of its times. */
    private List<Time> binned()
    {
        final TreeMap<Long, Time> bins = new TreeMap<>();
        for (final Time time : times)
        {
            final long ns = (long)time.ns();
            final int shift = Math.max(0, Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.max(1, ns)) - BINS_SHIFT);
            bins.merge(ns >> shift << shift, time, Time::with);
        }

        return new ArrayList<>(bins.values());
    }

    /**
     * Returns the list that users write.
     *
     * @param place of the measurement, for messages
     * @throws JobException if a time has more latencies than a weight may have
     */
    Distribution list(final Place place)
    {
        final List<Time> shown = merged();
        final long most = shown.stream().mapToLong(Time::count).max().orElse(0);
        if (most > WEIGHT_LIMIT)
        {
            throw new JobException(place, NumberText.count(most) + " latencies of one time are more than the " +
                NumberText.count(WEIGHT_LIMIT) + " of a weight (measure for a shorter time)");
        }

        return new Distribution.Weighted(shown.stream().map(
            time -> new Distribution.Weighted.Item(Math.round(time.ns()), time.count())).toList());
    }

    /** Returns how many times became 64, as formulas show it; empty where none did. */
    String text(final String what)
    {
        return times.size() <= ITEM_LIMIT ? "" :
            ", " + NumberText.count(times.size()) + ' ' + what + " as " + ITEM_LIMIT;
    }
}
