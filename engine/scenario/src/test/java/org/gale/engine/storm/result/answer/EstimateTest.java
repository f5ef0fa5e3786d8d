package org.gale.engine.storm.result.answer;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class EstimateTest
{
    private static final double LITTLE = 1e-9;

    @ParameterizedTest(name = "{0} seeds: t is {1}")
    @CsvSource({"2, 12.706", "3, 4.303", "10, 2.262", "31, 2.042"})
    void shouldHaveTheHalfWidthOfStudentsT(final int seeds, final double t)
    {
        final double[] values = new double[seeds];
        values[0] = 1;                                              // mean 1 ÷ n, variance 1 ÷ n
        final Estimate estimate = Estimate.of(values);

        assertEquals(1.0 / seeds, estimate.value(), LITTLE);
        assertEquals(t / seeds, estimate.high() - estimate.value(), 0.001);
        assertEquals(t / seeds, estimate.value() - estimate.low(), 0.001);
    }

    @Test
    void shouldHaveNoIntervalWhenThereIsOneSeed()
    {
        assertNull(Estimate.of(7).low());
        assertNull(Estimate.of(7).high());
        assertFalse(Estimate.of(7).isShown());
        assertNull(Estimate.ofRatio(new double[]{1}, new double[]{2}));
    }

    @Test
    void shouldPairTheValuesOfSeeds()
    {
        final Estimate worth = Estimate.ofWorth(new double[]{105, 205, 305}, new double[]{100, 200, 300});

        assertEquals(new Estimate(5, 5.0, 5.0), worth);
        assertTrue(worth.isShown());
        assertFalse(Estimate.of(-1, 1, 0).isShown());
    }

    @Test
    void shouldHaveNoShareWhenTheDenominatorMayBeNothing()
    {
        assertNull(Estimate.ofRatio(new double[]{1, 2, 3}, new double[]{-1, 1, 0}));
    }

    @Test
    void shouldHaveFiellersInterval()
    {
        final double[] numerators = {1, 2, 3};
        final double[] denominators = {9, 10, 11};
        final Estimate ratio = Estimate.ofRatio(numerators, denominators);
        // Roots of (x̄ − θȳ)² = t²(s_xx − 2θ s_xy + θ² s_yy) ÷ n with x̄ 2, ȳ 10, all s 1, t 4.302653, n 3.
        final double k = 4.302652729911275 * 4.302652729911275 / 3;
        final double a = 100 - k;
        final double b = -2 * (20 - k);
        final double c = 4 - k;
        final double root = Math.sqrt(b * b - 4 * a * c);

        assertEquals(0.2, ratio.value(), LITTLE);
        assertEquals((-b - root) / (2 * a), ratio.low(), 1e-6);
        assertEquals((-b + root) / (2 * a), ratio.high(), 1e-6);
    }

    @Test
    void shouldHoldTheValueInNineteenOfTwentyAnswers()
    {
        final RandomGenerator random = new SplittableRandom(7);
        final double[] values = new double[10];
        final double[] others = new double[10];
        int held = 0;
        int ratios = 0;
        final int answers = 4_000;
        for (int answer = 0; answer < answers; answer++)
        {
            for (int i = 0; i < values.length; i++)
            {
                values[i] = 3 + random.nextGaussian();
                others[i] = 6 + values[i] + random.nextGaussian();
            }
            final Estimate estimate = Estimate.of(values);
            final Estimate ratio = Estimate.ofRatio(values, others);
            held += estimate.low() <= 3 && estimate.high() >= 3 ? 1 : 0;
            ratios += ratio.low() <= 3.0 / 9 && ratio.high() >= 3.0 / 9 ? 1 : 0;
        }

        assertEquals(0.95, (double)held / answers, 0.02);
        assertEquals(0.95, (double)ratios / answers, 0.02);
    }
}
