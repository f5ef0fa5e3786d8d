package org.gale.engine.storm.profile;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the pace of actions, with times in ns. */
class ActionsByTimeTest
{
    @Test
    void shouldNeverBeDueWithoutARate()
    {
        assertFalse(new ActionsByTime(0).isDue(Long.MAX_VALUE));
    }

    @Test
    void shouldBeDueAtOnceAndThenOnceAnInterval()
    {
        final ActionsByTime pacer = new ActionsByTime(1_000);
        assertTrue(pacer.isDue(5));

        pacer.take(5);

        assertFalse(pacer.isDue(1_000_004));
        assertTrue(pacer.isDue(1_000_005));
    }

    @Test
    void shouldKeepItsPaceWhenAnActionIsLate()
    {
        final ActionsByTime pacer = new ActionsByTime(1_000);
        pacer.take(0);
        pacer.take(1_400_000);

        assertFalse(pacer.isDue(1_999_999));
        assertTrue(pacer.isDue(2_000_000));
    }

    @Test
    void shouldNotCatchUpWhatItMissed()
    {
        final ActionsByTime pacer = new ActionsByTime(1_000);
        pacer.take(0);
        pacer.take(50_000_000);

        assertFalse(pacer.isDue(50_999_999));
        assertTrue(pacer.isDue(51_000_000));
    }

    /** At 2 ms the action of 1 ms is missed, and that of 2 ms is taken. */
    @Test
    void shouldNotCatchUpAnActionThatIsAWholeIntervalLate()
    {
        final ActionsByTime pacer = new ActionsByTime(1_000);
        pacer.take(0);
        pacer.take(2_000_000);

        assertFalse(pacer.isDue(2_999_999));
        assertTrue(pacer.isDue(3_000_000));
    }

    /** Intervals of a millisecond: due at 0, 1, 2 ... ms, taken at 0 and 3.5 ms. */
    @Test
    void shouldCountWhatWasDueAndMissed()
    {
        final ActionsByTime pacer = new ActionsByTime(1_000);
        assertEquals(0, pacer.due(7_000_000));

        pacer.take(0);
        assertEquals(1, pacer.due(999_999));
        assertEquals(2, pacer.due(1_000_000));
        assertEquals(4, pacer.due(3_500_000));
        pacer.take(3_500_000);
        assertEquals(4, pacer.due(4_499_999));
        assertEquals(5, pacer.due(4_500_000));
        assertEquals(7, pacer.due(6_600_000));
    }

    @Test
    void shouldCountAnActionThatIsALittleLateOnce()
    {
        final ActionsByTime pacer = new ActionsByTime(1_000);
        pacer.take(0);
        pacer.take(1_400_000);

        assertEquals(2, pacer.due(1_999_999));
        assertEquals(3, pacer.due(2_000_000));
    }

    @Test
    void shouldHoldItsRate()
    {
        final ActionsByTime pacer = new ActionsByTime(10_000);
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
