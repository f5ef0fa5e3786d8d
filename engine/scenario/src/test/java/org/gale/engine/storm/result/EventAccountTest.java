package org.gale.engine.storm.result;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Tests of sums and differences of accounts. */
class EventAccountTest
{
    private final Random random = new Random(53);

    @Test
    void shouldAddInAnyGroupingAndFromNothing()
    {
        for (int i = 0; i < 1_000; i++)
        {
            final EventAccount one = drawn();
            final EventAccount two = drawn();
            final EventAccount three = drawn();

            assertEquals(one.plus(two).plus(three), one.plus(two.plus(three)));
            assertEquals(one.plus(two), two.plus(one));
            assertEquals(one, one.plus(EventAccount.NONE));
            assertEquals(one.remainder() + two.remainder(), one.plus(two).remainder());
        }
    }

    @Test
    void shouldFollowInAnyGroupingAndFromNothing()
    {
        for (int i = 0; i < 1_000; i++)
        {
            final EventAccount one = drawn();
            final EventAccount two = after(one);
            final EventAccount three = after(two);

            assertEquals(one.then(two).then(three), one.then(two.then(three)));
            assertEquals(one, one.then(EventAccount.NONE));
            assertEquals(one, EventAccount.NONE.then(one));
            assertEquals(one.remainder() + two.remainder(), one.then(two).remainder());
            assertEquals(two, one.then(two).since(one));
        }
    }

    @Test
    void shouldRefuseAPartThatDoesNotBeginWhereTheOtherEnded()
    {
        final EventAccount before = EventAccount.counted(0, 10, 7);

        assertEquals(EventAccount.counted(0, 15, 13), before.then(EventAccount.counted(3, 5, 6)));
        assertEquals("a part does not begin where the other ended: carriedIn=2, pending=3", assertThrows(
            IllegalArgumentException.class, () -> before.then(EventAccount.counted(2, 5, 6))).getMessage());
    }

    private EventAccount after(final EventAccount before)
    {
        final EventAccount drawn = drawn();

        return new EventAccount(before.pending() + before.held(), drawn.offered(), drawn.delivered(),
            drawn.coalesced(), drawn.rejected(), drawn.pending(), drawn.held());
    }

    @Test
    void shouldCarryInWhatWasPendingBefore()
    {
        final EventAccount before = new EventAccount(0, 10, 6, 1, 0, 3);
        final EventAccount after = new EventAccount(0, 25, 20, 2, 1, 2);

        assertEquals(new EventAccount(3, 15, 14, 1, 1, 2), after.since(before));
        assertEquals(0, after.since(before).remainder());
    }

    @Tag("P6")
    @Test
    void shouldCarryInWhatVectorsHeldBefore()
    {
        final EventAccount before = new EventAccount(0, 10, 5, 1, 0, 3, 1);
        final EventAccount after = new EventAccount(0, 25, 18, 2, 1, 2, 2);

        assertEquals(new EventAccount(4, 15, 13, 1, 1, 2, 2), after.since(before));
        assertEquals(0, after.since(before).remainder());
        assertEquals(2L, after.figures().get(EventAccount.HELD));
        assertFalse(new EventAccount(0, 1, 1, 0, 0, 0).figures().containsKey(EventAccount.HELD));
    }

    @Test
    void shouldRejectAllThatReachedNothing()
    {
        assertEquals(new EventAccount(0, 7, 0, 0, 7, 0), EventAccount.rejected(7));
        assertEquals(0, EventAccount.rejected(7).remainder());
    }

    @Test
    void shouldRefuseASumBeyondAllLimits()
    {
        final EventAccount most = new EventAccount(0, Long.MAX_VALUE, 0, 0, 0, 0);

        assertThrows(ArithmeticException.class, () -> most.plus(new EventAccount(0, 1, 0, 0, 0, 0)));
    }

    private EventAccount drawn()
    {
        return new EventAccount(random.nextInt(1_000), random.nextInt(1_000), random.nextInt(1_000),
            random.nextInt(1_000), random.nextInt(1_000), random.nextInt(1_000), random.nextInt(1_000));
    }
}
