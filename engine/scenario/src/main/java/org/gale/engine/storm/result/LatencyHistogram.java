package org.gale.engine.storm.result;

import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;

/**
 * Histogram of a latency, in ns, that knows its exact maximum and sum: the library keeps the upper edge of a bucket. No
 * percentile exceeds the maximum. One thread uses it.
 */
public final class LatencyHistogram extends Histogram implements SummedHistogram
{
    private static final long serialVersionUID = 1L;

    private long exactMax;
    private long sum;

    /**
     * Creates an empty histogram.
     *
     * @param highestNs highest value that is recorded
     * @param digits    number of decimal digits that are kept of a value
     */
    public LatencyHistogram(final long highestNs, final int digits)
    {
        super(highestNs, digits);
    }

    /** Returns a histogram with the samples of another one, whose exact figures are known apart. */
    public static LatencyHistogram of(final Histogram samples, final long exactMax, final long sum)
    {
        final LatencyHistogram histogram =
            new LatencyHistogram(samples.getHighestTrackableValue(), samples.getNumberOfSignificantValueDigits());
        histogram.add(samples);
        histogram.exactMax = exactMax;
        histogram.sum = sum;

        return histogram;
    }

    @Override
    public void recordValueWithCount(final long value, final long count)
    {
        exactMax = Math.max(exactMax, value);
        super.recordValueWithCount(value, count);
        sum = SummedHistogram.plus(sum, value, count);
    }

    @Override
    public void recordTime(final long ns, final long count)
    {
        final long value = SummedHistogram.limited(ns);
        recordValueWithCount(value, count);
        sum = SummedHistogram.plus(sum, Math.max(0, ns) - value, count);
    }

    @Override
    public long sum()
    {
        return sum;
    }

    @Override
    public void add(final AbstractHistogram other)
    {
        super.add(other);
        exactMax = Math.max(exactMax, other.getMaxValue());
        sum = SummedHistogram.plus(sum, other instanceof SummedHistogram summed ? summed.sum() : 0, 1);
    }

    @Override
    public void reset()
    {
        super.reset();
        exactMax = 0;
        sum = 0;
    }

    @Override
    public long getMaxValue()
    {
        return exactMax;
    }

    @Override
    public long getValueAtPercentile(final double percentile)
    {
        return Math.min(super.getValueAtPercentile(percentile), exactMax);
    }

    @Override
    public boolean equals(final Object other)
    {
        return super.equals(other);
    }

    @Override
    public int hashCode()
    {
        return super.hashCode();
    }
}
