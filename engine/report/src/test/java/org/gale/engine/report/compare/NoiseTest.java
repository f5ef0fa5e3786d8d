package org.gale.engine.report.compare;

import java.util.Random;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class NoiseTest
{
    private static final int SECONDS = 20;

    @Test
    void shouldHaveNoBoundForAFewIntervals()
    {
        assertTrue(Double.isNaN(Noise.bound(new double[]{1, 2}, new double[]{1, 2, 3})));
        assertTrue(Double.isNaN(Noise.bound(new double[]{1, 2, 3}, new double[]{1, 2})));
        assertTrue(Noise.bound(new double[]{1, 2, 3}, new double[]{1, 2, 3}) > 0);
    }

    @Test
    void shouldBeNoneForValuesThatDoNotChange()
    {
        assertEquals(0, Noise.bound(new double[]{7, 7, 7, 7}, new double[]{9, 9, 9}));
    }

    /**
     * Takes 1, 2 and 3 beside a constant: the variance of their mean is 1/3, and the quantile of four degrees 7.3534.
     */
    @Test
    void shouldBeTheQuantileTimesTheErrorOfBothMeans()
    {
        assertEquals(4.2455, Noise.bound(new double[]{1, 2, 3}, new double[]{5, 5, 5}), 0.0002);
        assertEquals(4.2455 * Math.sqrt(2), Noise.bound(new double[]{1, 2, 3}, new double[]{7, 8, 9}), 0.0003);
    }

    @Test
    void shouldExceedNearlyAllDifferencesOfEqualRuns()
    {
        final Random random = new Random(11);
        int beyond = 0;
        for (int i = 0; i < 10_000; i++)
        {
            final double[] first = draw(random, 0);
            final double[] second = draw(random, 0);
            beyond += Math.abs(mean(first) - mean(second)) > Noise.bound(first, second) ? 1 : 0;
        }

        assertTrue(beyond < 30, "of 10,000 differences of equal runs " + beyond + " exceed the bound");
    }

    @Test
    void shouldBeExceededByARealDifference()
    {
        final Random random = new Random(12);
        int beyond = 0;
        for (int i = 0; i < 1_000; i++)
        {
            final double[] first = draw(random, 0);
            final double[] second = draw(random, 3);
            beyond += Math.abs(mean(first) - mean(second)) > Noise.bound(first, second) ? 1 : 0;
        }

        assertTrue(beyond > 990, "of 1,000 real differences " + beyond + " exceed the bound");
    }

    @Test
    void shouldGrowWhereNeighboursResembleEachOther()
    {
        final double[] mixed = {1, 9, 1, 9, 1, 9, 1, 9, 1, 9};
        final double[] sorted = {1, 1, 1, 1, 1, 9, 9, 9, 9, 9};

        assertTrue(Noise.bound(sorted, sorted) > 1.5 * Noise.bound(mixed, mixed));
    }

    private static double[] draw(final Random random, final double mean)
    {
        final double[] values = new double[SECONDS];
        for (int i = 0; i < SECONDS; i++)
        {
            values[i] = mean + random.nextGaussian();
        }

        return values;
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
