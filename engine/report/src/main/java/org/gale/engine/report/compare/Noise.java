package org.gale.engine.report.compare;

/**
 * Noise bound of the difference of two runs, from the values that a figure had in the intervals of each. Neighbouring
 * intervals resemble each other, so a run counts as fewer independent ones: n (1 - r) / (1 + r), where r is the
 * correlation of neighbours. Pure functions.
 */
final class Noise
{
    /** Least number of intervals of a run for a bound. */
    static final int INTERVALS_MIN = 3;

    /** Normal quantile that noise alone exceeds once in a thousand differences. */
    private static final double QUANTILE = 3.29;
    private static final double CORRELATION_LIMIT = 0.9;

    private Noise()
    {
    }

    /**
     * Returns the difference that noise alone may make.
     *
     * @param first  values of one run's intervals
     * @param second values of the other run's intervals
     * @return {@link Double#NaN} if a run has too few intervals
     */
    static double bound(final double[] first, final double[] second)
    {
        if (first.length < INTERVALS_MIN || second.length < INTERVALS_MIN)
        {
            return Double.NaN;
        }
        final double deviation = Math.sqrt(squaredErrorOfMean(first) + squaredErrorOfMean(second));

        return studentQuantile(first.length + second.length - 2) * deviation;
    }

    private static double squaredErrorOfMean(final double[] values)
    {
        final double mean = mean(values);
        double squares = 0;
        double products = 0;
        for (int i = 0; i < values.length; i++)
        {
            squares += (values[i] - mean) * (values[i] - mean);
            products += i == 0 ? 0 : (values[i] - mean) * (values[i - 1] - mean);
        }
        final double correlation = squares == 0 ? 0 : Math.max(0, Math.min(CORRELATION_LIMIT, products / squares));
        final double independent = values.length * (1 - correlation) / (1 + correlation);

        return squares / (values.length - 1) / independent;
    }

    /** Returns the quantile of Student's distribution that belongs to {@link #QUANTILE}, by Cornish and Fisher. */
    private static double studentQuantile(final int degrees)
    {
        final double z = QUANTILE;
        final double cubed = z * z * z;

        return z + (cubed + z) / (4 * degrees) +
            (5 * cubed * z * z + 16 * cubed + 3 * z) / (96.0 * degrees * degrees);
    }

    private static double mean(final double[] values)
    {
        double sum = 0;
        for (final double value : values)
        {
            sum += value;
        }

        return sum / values.length;
    }
}
