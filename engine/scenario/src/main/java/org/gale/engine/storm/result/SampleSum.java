package org.gale.engine.storm.result;

import java.math.BigInteger;
import java.util.Objects;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.PackedHistogram;

/**
 * Samples of a latency over several results: their number, exact sum and maximum, and the sum of their histograms.
 * Without the histogram of one of the results there are no percentiles. Sums may be added in any grouping; a new one is
 * their zero. Used by one thread.
 */
public final class SampleSum
{
    private static final int DIGITS = 3;

    private Histogram samples;
    private long count;
    private long maxNs = LatencySummary.NONE;
    private BigInteger sumNs = BigInteger.ZERO;
    private boolean isSummed = true;
    private boolean isWhole = true;

    private SampleSum(final Histogram samples)
    {
        samples.setAutoResize(true);
        this.samples = samples;
    }

    /** Returns a sum without samples, for one of a storm's latencies. */
    public static SampleSum ofStorm()
    {
        return new SampleSum(new Histogram(DIGITS));
    }

    /** Returns a sum without samples, for one of many parts: it takes memory for the values that it has. */
    public static SampleSum ofPart()
    {
        return new SampleSum(new PackedHistogram(SummedHistogram.HIGHEST_NS, DIGITS));
    }

    /** Adds samples that share a bucket, whose exact figures are added apart. */
    public void add(final long valueNs, final long times)
    {
        samples.recordValueWithCount(valueNs, times);
    }

    /** Distinguishes no more digits of a value than one of the results does. */
    public void limit(final int digits)
    {
        if (digits < samples.getNumberOfSignificantValueDigits())
        {
            final Histogram coarse = new PackedHistogram(SummedHistogram.HIGHEST_NS, digits);
            coarse.setAutoResize(true);
            coarse.add(samples);
            samples = coarse;
        }
    }

    /**
     * Adds the exact figures of a result.
     *
     * @throws ArithmeticException if a count is beyond all limits
     */
    public void addExact(final LatencySummary result)
    {
        count = Math.addExact(count, result.count());
        maxNs = Math.max(maxNs, result.max());
        isSummed &= result.sum() != LatencySummary.NONE;
        sumNs = sumNs.add(BigInteger.valueOf(Math.max(0, result.sum())));
    }

    /** Notes that the histogram of a result is not known. */
    public void lacksHistogram()
    {
        isWhole = false;
    }

    /**
     * Adds another sum.
     *
     * @throws ArithmeticException if a count is beyond all limits
     */
    public void add(final SampleSum other)
    {
        limit(other.samples.getNumberOfSignificantValueDigits());
        samples.add(other.samples);
        count = Math.addExact(count, other.count);
        maxNs = Math.max(maxNs, other.maxNs);
        sumNs = sumNs.add(other.sumNs);
        isSummed &= other.isSummed;
        isWhole &= other.isWhole;
    }

    /** Returns the number of samples: of those of the histograms, if all are known. */
    public long count()
    {
        return isWhole ? samples.getTotalCount() : count;
    }

    /** {@return what the histograms lack of the samples of all results, in words; null if they have as many} */
    public String fault()
    {
        return !isWhole || samples.getTotalCount() == count ? null :
            "histograms have " + samples.getTotalCount() + " samples, and results " + count;
    }

    /** Returns whether the histograms of all results are known. */
    public boolean isWhole()
    {
        return isWhole;
    }

    /** Returns the samples, whose values are edges of buckets. The histogram is this one's own. */
    public Histogram samples()
    {
        return samples;
    }

    /** Returns the figures of all samples. No percentile exceeds the exact maximum. */
    public LatencySummary summary()
    {
        return count() == 0 ? LatencySummary.EMPTY : LatencySummary.of(count(),
            isSummed && sumNs.bitLength() < Long.SIZE ? sumNs.longValue() : LatencySummary.NONE,
            percentile -> percentile.isMax() ? maxNs : !isWhole ? LatencySummary.NONE :
            Math.min(LatencySummary.at(samples, percentile.percent()), maxNs));
    }

    @Override
    public boolean equals(final Object object)
    {
        return object instanceof SampleSum other && count == other.count && maxNs == other.maxNs &&
            sumNs.equals(other.sumNs) && isSummed == other.isSummed && isWhole == other.isWhole &&
            samples.equals(other.samples);
    }

    @Override
    public int hashCode()
    {
        return Objects.hash(count, maxNs, sumNs);
    }

    @Override
    public String toString()
    {
        return summary().toString();
    }
}
