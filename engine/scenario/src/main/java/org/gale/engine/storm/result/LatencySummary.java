package org.gale.engine.storm.result;

import java.util.List;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.gale.engine.storm.figure.Percentile;

/**
 * Number of samples and percentiles of a latency. A percentile p needs 1/(1 - p) samples: with fewer it would be the
 * maximum under another name.
 *
 * @param count  number of samples
 * @param sum    exact sum of the samples, ns; {@link #NONE} where it is not known
 * @param values of the percentiles of {@link Percentile#ALL}, ns; {@link #NONE} of one with too few samples
 */
public record LatencySummary(long count, long sum, List<Long> values)
{
    /** Value of a figure for which there are too few samples. */
    public static final long NONE = SummedHistogram.UNKNOWN;
    /** Summary without a sample. */
    public static final LatencySummary EMPTY = of(0, 0, percentile -> NONE);

    /** Percentile by which a rate is judged. */
    public static final double TAIL = 99;

    private static final double HUNDRED = 100;

    public LatencySummary
    {
        values = List.copyOf(values);
        if (values.size() != Percentile.ALL.size())
        {
            throw new IllegalArgumentException("values are not of all percentiles: " + values.size());
        }
    }

    /**
     * Makes a summary.
     *
     * @param value returns the value of a percentile
     */
    public static LatencySummary of(final long count, final long sum, final ToLongFunction<Percentile> value)
    {
        return new LatencySummary(count, sum, Percentile.ALL.stream().map(value::applyAsLong).toList());
    }

    /** Returns the summary of a histogram. */
    public static LatencySummary of(final Histogram histogram)
    {
        return of(histogram.getTotalCount(), sumOf(histogram), percentile -> at(histogram, percentile.percent()));
    }

    /**
     * Returns a percentile of a histogram.
     *
     * @param percentile 100 for the maximum
     * @return ns, or {@link #NONE} with too few samples
     */
    public static long at(final Histogram histogram, final double percentile)
    {
        final long least = percentile == HUNDRED ? 1 : Math.round(HUNDRED / (HUNDRED - percentile));

        return histogram.getTotalCount() < least ? NONE :
            percentile == HUNDRED ? histogram.getMaxValue() : histogram.getValueAtPercentile(percentile);
    }

    /** Returns the exact sum of a histogram's values, ns, or {@link #NONE} if the histogram does not know it. */
    public static long sumOf(final Histogram histogram)
    {
        return histogram instanceof SummedHistogram summed ? summed.sum() : NONE;
    }

    /** {@return the value of a percentile, ns, or {@link #NONE} with too few samples} */
    public long value(final Percentile percentile)
    {
        return values.get(percentile.index());
    }

    /** {@return the median, ns, or {@link #NONE} with fewer than 2 samples} */
    public long p50()
    {
        return value(Percentile.MEDIAN);
    }

    /** {@return the 99th percentile, ns, or {@link #NONE} with fewer than 100 samples} */
    public long p99()
    {
        return value(Percentile.P99);
    }

    /** {@return the largest sample, ns, or {@link #NONE} without a sample} */
    public long max()
    {
        return value(Percentile.MAX);
    }
}
