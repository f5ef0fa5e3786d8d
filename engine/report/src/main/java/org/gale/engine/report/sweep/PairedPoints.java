package org.gale.engine.report.sweep;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.gale.engine.storm.result.answer.Estimate;

/**
 * Differences of all points of a sweep from one of them, seed by seed.
 *
 * @param baseline number of the point that the others differ from
 * @param rows     a difference for each other point that shares a seed with it; none without seeds
 */
public record PairedPoints(int baseline, List<PointDifference> rows)
{
    /** No differences. */
    public static final PairedPoints NONE = new PairedPoints(0, List.of());

    public PairedPoints
    {
        rows = List.copyOf(rows);
    }

    /** Collector of the figures of all runs. Used once, by one thread. */
    static final class Runs
    {
        private final double[][] figures;

        /** Makes an empty collector. */
        Runs(final int points, final int runsOfPoint)
        {
            this.figures = new double[points][runsOfPoint];
            for (final double[] ofPoint : figures)
            {
                Arrays.fill(ofPoint, Double.NaN);
            }
        }

        /**
         * Adds a run.
         *
         * @param figure {@link Double#NaN} if the run does not have it
         */
        void add(final int run, final double figure)
        {
            figures[run / figures[0].length][run % figures[0].length] = figure;
        }

        /**
         * {@return the mean of the figure over the seeds of each point; null of a point with fewer than two runs that
         * have it, which has no interval}
         */
        List<Estimate> means()
        {
            return Arrays.stream(figures)
                .map(ofPoint -> Arrays.stream(ofPoint).filter(figure -> !Double.isNaN(figure)).toArray())
                .map(values -> values.length < 2 ? null : Estimate.of(values)).toList();
        }

        /** Returns the differences from a point. */
        PairedPoints from(final int baseline)
        {
            final List<PointDifference> rows = new ArrayList<>();
            for (int point = 0; point < figures.length; point++)
            {
                final List<Double> differences = new ArrayList<>();
                for (int i = 0; i < figures[point].length && point != baseline; i++)
                {
                    final double difference = figures[point][i] - figures[baseline][i];
                    if (!Double.isNaN(difference))
                    {
                        differences.add(difference);
                    }
                }
                if (!differences.isEmpty() && figures[point].length > 1)
                {
                    rows.add(PointDifference.of(point, differences));
                }
            }

            return new PairedPoints(baseline, rows);
        }
    }
}
