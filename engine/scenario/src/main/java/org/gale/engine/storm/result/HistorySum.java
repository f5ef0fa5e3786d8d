package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * Sum of the histories of the engines of a storm, by time. Engines begin at one time, so that their seconds are the
 * same; one that had nothing to do has longer ones. Pure functions.
 */
final class HistorySum
{
    private static final long SECOND_NS = 1_000_000_000;

    private HistorySum()
    {
    }

    /** Returns the history of the storm. */
    static StormHistory of(final List<StormHistory> parts, final boolean isVirtual)
    {
        final TreeMap<Long, List<Interval>> seconds = new TreeMap<>();
        for (final StormHistory part : parts)
        {
            part.intervals().forEach(interval -> seconds.computeIfAbsent(
                key(interval, isVirtual), second -> new ArrayList<>()).add(interval));
        }
        final long first = parts.stream().filter(part -> part.dropped() > 0 && !part.intervals().isEmpty())
            .mapToLong(part -> key(part.intervals().get(0), isVirtual)).max().orElse(Long.MIN_VALUE);
        seconds.headMap(first).clear();                             // a part that ended early has kept older ones
        final long dropped = parts.stream().mapToLong(part -> part.dropped() + part.intervals().stream().filter(
            interval -> key(interval, isVirtual) < first).count()).max().orElse(0);

        final List<Interval> sums = new ArrayList<>();
        seconds.forEach((second, those) -> sums.add(interval(those, isVirtual ? ended(parts, second) : 0)));

        return new StormHistory(sums,
            heat(parts.stream().map(StormHistory::heat).toList()), dropped);
    }

    /** Returns by what intervals of parts are those of one time: on the wall clock each part ends its own. */
    private static long key(final Interval interval, final boolean isVirtual)
    {
        return isVirtual ? interval.startNs() : Math.round((double)interval.startNs() / SECOND_NS);
    }

    /** Returns what is pending of the parts that have ended before a time. */
    private static long ended(final List<StormHistory> parts, final long startNs)
    {
        long pending = 0;
        for (final StormHistory part : parts)
        {
            final Interval last = part.intervals().isEmpty() ? null : part.intervals().get(part.intervals().size() - 1);
            pending += last != null && last.startNs() < startNs ? last.counts().pending() : 0;
        }

        return pending;
    }

    private static Interval interval(final List<Interval> parts, final long endedPending)
    {
        if (parts.size() == 1 && endedPending == 0)
        {
            return parts.get(0);
        }
        final long startNs = parts.stream().mapToLong(Interval::startNs).min().orElse(0);
        final long endNs = parts.stream().mapToLong(part -> part.startNs() + part.lengthNs()).max().orElse(0);
        Interval.Counts counts = new Interval.Counts(0, 0, endedPending, 0, 0, 0);
        for (final Interval part : parts)
        {
            counts = plus(counts, part.counts());
        }
        final Map<String, LatencySummary> latencies = new LinkedHashMap<>();
        final List<byte[]> encoded = new ArrayList<>();
        final List<String> names = List.copyOf(parts.get(0).latencies().keySet());
        for (int i = 0; i < names.size(); i++)
        {
            latencies.put(names.get(i), latency(parts, names.get(i), i, encoded));
        }

        return new Interval(startNs, endNs - startNs, parts.stream().allMatch(Interval::isWarmup), counts, latencies,
            encoded);
    }

    private static Interval.Counts plus(final Interval.Counts one, final Interval.Counts other)
    {
        return new Interval.Counts(one.offered() + other.offered(), one.delivered() + other.delivered(),
            one.pending() + other.pending(), one.laneWords() + other.laneWords(),
            one.journalBytes() + other.journalBytes(), one.completions() + other.completions());
    }

    /** Adds a latency, and its histogram to those of the interval. */
    private static LatencySummary latency(
        final List<Interval> parts, final String name, final int index, final List<byte[]> encoded)
    {
        final SampleSum sum = SampleSum.ofStorm();
        for (final Interval part : parts)
        {
            if (part.latencies().containsKey(name))
            {
                sum.addExact(part.latencies().get(name));
                add(sum, part, index);
            }
        }
        if (sum.isWhole())
        {
            encoded.add(Interval.encoded(sum.samples()));
        }

        return sum.summary();
    }

    private static void add(final SampleSum sum, final Interval part, final int index)
    {
        if (index >= part.encoded().size())
        {
            sum.lacksHistogram();
            return;
        }
        final Histogram samples = Interval.decoded(part.encoded().get(index));
        sum.limit(samples.getNumberOfSignificantValueDigits());
        sum.samples().add(samples);
    }

    /** Adds heat maps, whose slices are powers of two of a millisecond long: the longest ones are those of the sum. */
    private static ResponseHeat heat(final List<ResponseHeat> parts)
    {
        final long sliceNs = parts.stream().mapToLong(ResponseHeat::sliceNs).max().orElse(1);
        final List<long[]> sums = new ArrayList<>();
        for (final ResponseHeat part : parts)
        {
            final int each = (int)(sliceNs / part.sliceNs());
            for (int i = 0; i < part.slices().size(); i++)
            {
                while (sums.size() <= i / each)
                {
                    sums.add(new long[HeatScale.STEPS]);
                }
                for (int step = 0; step < HeatScale.STEPS; step++)
                {
                    sums.get(i / each)[step] += part.slices().get(i).get(step);
                }
            }
        }

        return new ResponseHeat(sliceNs, sums.stream().map(
            slice -> Arrays.stream(slice).boxed().toList()).toList());
    }
}
