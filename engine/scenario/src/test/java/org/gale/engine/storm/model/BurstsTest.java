package org.gale.engine.storm.model;

import java.util.SplittableRandom;
import org.gale.engine.storm.scenario.OnOff;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the times between events that come in bursts. */
class BurstsTest
{
    private static final double US = 1e3;
    private static final double MS = 1e6;
    private static final long SEED = 31;

    private static Bursts bursts(final double alpha, final double meanNs, final double unitNs)
    {
        return new Bursts(
            new OnOff(alpha, 1_000_000, 9_000_000), meanNs, unitNs, new SplittableRandom(SEED));
    }

    @ParameterizedTest
    @CsvSource({"2.5, 1000", "3, 100", "3, 50000", "10, 300000", "20, 30000000"})
    void shouldKeepTheMeanOfAllTime(final double alpha, final double meanUs)
    {
        final Bursts bursts = bursts(alpha, meanUs * US, 1);
        final double untilNs = 300_000 * MS;
        double ns = 0;
        long events = 0;
        while (ns < untilNs)
        {
            ns += bursts.next();
            events++;
        }

        assertEquals(1, events * meanUs * US / ns, 0.03, "seed " + SEED);
    }

    @Test
    void shouldSpaceTheEventsOfABurstEvenly()
    {
        final Bursts bursts = bursts(1.5, 100 * US, 1);
        int within = 0;
        double longest = 0;
        bursts.next();
        for (int i = 0; i < 10_000; i++)
        {
            final double ns = bursts.next();
            assertTrue(ns > 9.999 * US, ns + " ns are shorter than a tenth of the mean");
            within += ns < 10.001 * US ? 1 : 0;
            longest = Math.max(longest, ns);
        }

        assertTrue(within > 9_000 && within < 10_000, within + " of 10,000 gaps lie within bursts");
        assertTrue(longest > 30 * MS, "the longest gap has " + longest + " ns");
    }

    @Test
    void shouldCountInTheUnitThatIsAskedFor()
    {
        final Bursts inNs = bursts(1.5, 100 * US, 1);
        final Bursts inEvents = bursts(1.5, 1, 100 * US);

        for (int i = 0; i < 1_000; i++)
        {
            final double ns = inNs.next();
            assertEquals(ns, 100 * US * inEvents.next(), 1e-6 * ns);
        }
    }
}
