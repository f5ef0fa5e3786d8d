package org.gale.engine.report.sweep;

import java.math.BigInteger;
import org.HdrHistogram.Histogram;
import org.gale.engine.storm.result.LatencySummary;

/**
 * Latency of several runs: the sum of their histograms, with the exact maximum and the exact sum of their samples. Used
 * by one thread, and again after {@link #clear}.
 */
final class JoinedLatency
{
    /** Digits that each run's histogram of a log keeps of a value. */
    private static final int DIGITS = 3;
    /** Highest value that histograms of storms distinguish, ns. */
    private static final long HIGHEST_NS = 60_000_000_000L;

    private final Histogram samples = new Histogram(HIGHEST_NS, DIGITS);
    private long maxNs;
    private BigInteger sumNs = BigInteger.ZERO;
    private boolean isSummed = true;

    JoinedLatency()
    {
        samples.setAutoResize(true);
    }

    /** Adds samples that share a bucket. */
    void add(final long valueNs, final long count)
    {
        samples.recordValueWithCount(valueNs, count);
    }

    /** Adds the exact figures of a run whose samples were added. */
    void addExact(final LatencySummary ofRun)
    {
        maxNs = Math.max(maxNs, ofRun.max());
        isSummed &= ofRun.sum() != LatencySummary.NONE;
        sumNs = sumNs.add(BigInteger.valueOf(Math.max(0, ofRun.sum())));
    }

    /** Returns the number of samples. */
    long count()
    {
        return samples.getTotalCount();
    }

    /** Returns the samples, whose values are edges of buckets. The histogram is this one's own. */
    Histogram samples()
    {
        return samples;
    }

    /** Returns the figures of all samples. No percentile exceeds the exact maximum. */
    LatencySummary summary()
    {
        if (count() == 0)
        {
            return LatencySummary.EMPTY;
        }

        return LatencySummary.of(count(),
            isSummed && sumNs.bitLength() < Long.SIZE ? sumNs.longValue() : LatencySummary.NONE,
            percentile -> percentile.isMax() ? maxNs : at(percentile.percent()));
    }

    /** Forgets everything. */
    void clear()
    {
        samples.reset();
        maxNs = 0;
        sumNs = BigInteger.ZERO;
        isSummed = true;
    }

    private long at(final double percentile)
    {
        return Math.min(LatencySummary.at(samples, percentile), maxNs);
    }
}
