package org.gale.engine.storm.profile;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the pace of actions, with times in ns. */
class PacerTest
{
    @Test
    void shouldNeverBeDueWithoutARate()
    {
        assertFalse(new Pacer(0).isDue(Long.MAX_VALUE));
    }

    @Test
    void shouldBeDueAtOnceAndThenOnceAnInterval()
    {
        final Pacer pacer = new Pacer(1_000);
        assertTrue(pacer.isDue(5));

        pacer.take(5);

        assertFalse(pacer.isDue(1_000_004));
        assertTrue(pacer.isDue(1_000_005));
    }

    @Test
    void shouldKeepItsPaceWhenAnActionIsLate()
    {
        final Pacer pacer = new Pacer(1_000);
        pacer.take(0);
        pacer.take(1_400_000);

        assertFalse(pacer.isDue(1_999_999));
        assertTrue(pacer.isDue(2_000_000));
    }

    @Test
    void shouldNotCatchUpWhatItMissed()
    {
        final Pacer pacer = new Pacer(1_000);
        pacer.take(0);
        pacer.take(50_000_000);

        assertFalse(pacer.isDue(50_999_999));
        assertTrue(pacer.isDue(51_000_000));
    }

    @Test
    void shouldHoldItsRate()
    {
        final Pacer pacer = new Pacer(10_000);
        int count = 0;
        for (long nowNs = 0; nowNs < 1_000_000_000; nowNs += 7_000)
        {
            if (pacer.isDue(nowNs))
            {
                pacer.take(nowNs);
                count++;
            }
        }

        assertEquals(10_000, count);
    }
}
