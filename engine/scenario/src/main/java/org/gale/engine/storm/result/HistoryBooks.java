package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.gale.engine.storm.figure.Percentile;

/** Books of the history of a share: the histograms of its intervals hold what their figures say. Pure functions. */
final class HistoryBooks
{
    private static final double MAXIMUM = 100;
    private static final String WORDS = "what its histogram holds";

    private HistoryBooks()
    {
    }

    /**
     * Returns the figures of intervals beside their histograms.
     *
     * @param place of the history
     */
    static List<Books.Sum> of(final StormHistory history, final String place)
    {
        final List<Books.Sum> sums = new ArrayList<>();
        for (int i = 0; i < history.intervals().size(); i++)
        {
            final Interval interval = history.intervals().get(i);
            final List<String> names = List.copyOf(interval.latencies().keySet());
            if (!interval.encoded().isEmpty())
            {
                sums.add(sum("the number of " + place + "/intervals/" + i + "/encoded", interval.encoded().size(),
                    "that of its latencies", names.size()));
            }
            for (int k = 0; k < Math.min(names.size(), interval.encoded().size()); k++)
            {
                compare(sums, interval.latencies().get(names.get(k)), interval.encoded().get(k),
                    place + "/intervals/" + i + "/latencies/" + names.get(k));
            }
        }

        return sums;
    }

    private static void compare(
        final List<Books.Sum> sums, final LatencySummary said, final byte[] encoded, final String place)
    {
        final Histogram samples = decoded(encoded);
        if (samples == null)
        {
            sums.add(sum(place + "/count", said.count(), "what can be decoded of its histogram", -1));
            return;
        }
        sums.add(sum(place + "/count", said.count(), WORDS, samples.getTotalCount()));
        final int last = Percentile.ALL.size() - 1;
        final long max = said.values().get(last);
        final long held = LatencySummary.at(samples, MAXIMUM);
        if (max != held && (max < 0 || held < 0 || !samples.valuesAreEquivalent(max, held)))
        {
            sums.add(sum(place + "/values/" + last, max, WORDS, held));
        }
        sumOf(sums, said, samples, place);
    }

    /** Compares the exact sum with the least and the greatest one that the buckets allow. */
    private static void sumOf(
        final List<Books.Sum> sums, final LatencySummary said, final Histogram samples, final String place)
    {
        long least = 0;
        long greatest = 0;
        for (final HistogramIterationValue bucket : samples.recordedValues())
        {
            final long value = bucket.getValueIteratedTo();
            least += bucket.getCountAddedInThisIterationStep() * samples.lowestEquivalentValue(value);
            greatest += bucket.getCountAddedInThisIterationStep() * samples.highestEquivalentValue(value);
        }
        if (said.sum() != LatencySummary.NONE && (said.sum() < least || said.sum() > greatest))
        {
            sums.add(sum(place + "/sum", said.sum(), WORDS, said.sum() < least ? least : greatest));
        }
    }

    /** Returns the histogram of an interval, or null if the bytes are none. */
    private static Histogram decoded(final byte[] encoded)
    {
        try
        {
            return Interval.decoded(encoded);
        }
        catch (final IllegalStateException ex)
        {
            return null;                                            // bytes of a file may be anything
        }
    }

    private static Books.Sum sum(final String place, final long value, final String words, final long other)
    {
        return new Books.Sum(new Placed(place, value), words, List.of(new Placed("", other)));
    }
}
