package org.gale.engine.report;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Curve of the percentiles of a latency.
 *
 * @param name   of the latency
 * @param points in ascending order; empty without samples
 */
public record PercentileCurve(String name, List<Point> points)
{
    private static final int TICKS_PER_HALF_DISTANCE = 5;

    /**
     * Point of a curve.
     *
     * @param percentile 0 to 100
     * @param ns         value at or below which so many percent of the samples lie
     */
    public record Point(double percentile, long ns)
    {
    }

    /** Returns the curve of a histogram. */
    public static PercentileCurve of(final String name, final Histogram histogram)
    {
        final List<Point> points = new ArrayList<>();
        if (histogram.getTotalCount() > 0)
        {
            for (final HistogramIterationValue value : histogram.percentiles(TICKS_PER_HALF_DISTANCE))
            {
                points.add(new Point(value.getPercentileLevelIteratedTo(),
                    Math.min(value.getValueIteratedTo(), histogram.getMaxValue())));
            }
        }

        return new PercentileCurve(name, points);
    }
}
