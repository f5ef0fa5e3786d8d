package org.gale.engine.storm.latency;

import org.HdrHistogram.Histogram;

/**
 * Number of samples and percentiles of a latency.
 *
 * @param count number of samples
 * @param p50   50th percentile, ns; 0 without a sample, as are the others
 * @param p90   90th percentile, ns
 * @param p99   99th percentile, ns
 * @param p999  99.9th percentile, ns
 * @param p9999 99.99th percentile, ns
 * @param max   largest sample, ns
 */
public record LatencySummary(long count, long p50, long p90, long p99, long p999, long p9999, long max)
{
    /** Returns the summary of a histogram. */
    public static LatencySummary of(final Histogram histogram)
    {
        return new LatencySummary(histogram.getTotalCount(), histogram.getValueAtPercentile(50),
            histogram.getValueAtPercentile(90), histogram.getValueAtPercentile(99),
            histogram.getValueAtPercentile(99.9), histogram.getValueAtPercentile(99.99), histogram.getMaxValue());
    }
}
