package org.gale.engine.storm.result;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Number of samples and percentiles of a latency. A percentile p needs 1/(1 - p) samples: with fewer it would be the
 * maximum under another name.
 *
 * @param count number of samples
 * @param p50   50th percentile, ns; {@link #NONE} with fewer than 2 samples
 * @param p90   90th percentile, ns; {@link #NONE} with fewer than 10 samples
 * @param p99   99th percentile, ns; {@link #NONE} with fewer than 100 samples
 * @param p999  99.9th percentile, ns; {@link #NONE} with fewer than 1,000 samples
 * @param p9999 99.99th percentile, ns; {@link #NONE} with fewer than 10,000 samples
 * @param max   largest sample, ns; {@link #NONE} without a sample
 * @param sum   exact sum of the samples, ns; {@link #NONE} where it is not known
 */
public record LatencySummary(long count, long p50, long p90, long p99, long p999, long p9999, long max, long sum)
{
    /** Value of a figure for which there are too few samples. */
    public static final long NONE = -1;
    /** Summary without a sample. */
    public static final LatencySummary EMPTY = new LatencySummary(0, NONE, NONE, NONE, NONE, NONE, NONE, 0);
    /** Names of {@link #figures}, as users write them. */
    public static final List<String> NAMES = List.of("p50", "p90", "p99", "p99.9", "p99.99", "max");
    /** Keys of {@link #figures} in JSON and CSV. */
    public static final List<String> KEYS = NAMES.stream().map(name -> name.replace('.', '_')).toList();

    /** Percentile by which a rate is judged. */
    public static final double TAIL = 99;

    private static final double HUNDRED = 100;

    /** Makes a summary whose sum is not known. */
    public LatencySummary(
        final long count,
        final long p50,
        final long p90,
        final long p99,
        final long p999,
        final long p9999,
        final long max)
    {
        this(count, p50, p90, p99, p999, p9999, max, NONE);
    }

    /** Returns the summary of a histogram. */
    public static LatencySummary of(final Histogram histogram)
    {
        return new LatencySummary(histogram.getTotalCount(), at(histogram, 50), at(histogram, 90), at(histogram, 99),
            at(histogram, 99.9), at(histogram, 99.99), histogram.getTotalCount() == 0 ? NONE : histogram.getMaxValue(),
            sumOf(histogram));
    }

    /**
     * Returns a percentile of a histogram.
     *
     * @param percentile below 100
     * @return ns, or {@link #NONE} with too few samples
     */
    public static long at(final Histogram histogram, final double percentile)
    {
        return histogram.getTotalCount() < Math.round(HUNDRED / (HUNDRED - percentile)) ? NONE :
            histogram.getValueAtPercentile(percentile);
    }

    /** Returns the exact sum of a histogram's values, ns, or {@link #NONE} if the histogram does not know it. */
    public static long sumOf(final Histogram histogram)
    {
        return histogram instanceof SummedHistogram summed ? summed.sum() : NONE;
    }

    /** Returns the percentiles in ascending order, and the maximum: the values of {@link #NAMES}. */
    public long[] figures()
    {
        return new long[]{p50, p90, p99, p999, p9999, max};
    }
}
