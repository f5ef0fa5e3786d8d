package org.gale.engine.storm.flow;

import org.gale.engine.storm.run.Storms;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

class ArrivalsTest
{
    private static final int COUNT = 200_000;
    private static final double MEAN_NS = 250;

    @Test
    void shouldComeAtEqualTimes()
    {
        final Arrivals arrivals = arrivals(false, 1);

        assertEquals(MEAN_NS, arrivals.nextNs());
        arrivals.skip(5);
        assertEquals(MEAN_NS, arrivals.nextNs());
    }

    /** Mean, deviation and median of an exponential distribution: m, m and m ln 2. */
    @Test
    void shouldBeExponentialInAPoissonProcess()
    {
        final Arrivals arrivals = arrivals(true, 1);
        double sum = 0;
        double squares = 0;
        int shorter = 0;
        for (int i = 0; i < COUNT; i++)
        {
            final double ns = arrivals.nextNs();
            sum += ns;
            squares += ns * ns;
            shorter += ns < MEAN_NS * Math.log(2) ? 1 : 0;
        }

        final double mean = sum / COUNT;
        assertEquals(MEAN_NS, mean, 0.01 * MEAN_NS);
        assertEquals(MEAN_NS, Math.sqrt(squares / COUNT - mean * mean), 0.02 * MEAN_NS);
        assertEquals(0.5, (double)shorter / COUNT, 0.01);
    }

    @Test
    void shouldDependOnTheSeedAlone()
    {
        final Arrivals arrivals = arrivals(true, 1);
        final double firstNs = arrivals.nextNs();

        assertEquals(firstNs, arrivals(true, 1).nextNs());
        assertNotEquals(firstNs, arrivals(true, 2).nextNs());
    }

    @Test
    void shouldGoOnBehindSkippedEvents()
    {
        final Arrivals whole = arrivals(true, 1);
        final Arrivals resumed = arrivals(true, 1);
        for (int i = 0; i < COUNT; i++)
        {
            whole.nextNs();
        }

        resumed.skip(COUNT);

        assertEquals(whole.nextNs(), resumed.nextNs());
    }

    private static Arrivals arrivals(final boolean poisson, final long seed)
    {
        return new Arrivals(
            StormConfigs.of(Storms.small(1)).ratePerS(1e9 / MEAN_NS).poisson(poisson).seed(seed).build());
    }
}
