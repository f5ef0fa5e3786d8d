package org.gale.engine.hypervisor;

import org.gale.engine.support.SavedWords;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PrivateInterruptsTest
{
    private static final int SW = 3;
    private static final int TIMER = 27;
    private static final long SW_BIT = 1L << SW;
    private static final long TIMER_BIT = 1L << TIMER;
    private static final long EXPOSED = SW_BIT | TIMER_BIT;
    private static final int ALL = 32;

    private final PrivateInterrupts ppis = new PrivateInterrupts();

    @Tag("K-PPI-7")
    @Test
    void shouldHandAnEdgeOverExactlyOnce()
    {
        ppis.inject(SW, true);

        assertEquals(SW_BIT, ppis.flush(EXPOSED));
        assertEquals(0, ppis.flush(EXPOSED));
    }

    @Tag("K-PPI-8")
    @Test
    void shouldShowALevelAsLongAsItsLineIsHigh()
    {
        ppis.inject(TIMER, true);

        assertEquals(TIMER_BIT, ppis.flush(EXPOSED));
        assertEquals(TIMER_BIT, ppis.flush(EXPOSED));
        ppis.inject(TIMER, false);
        assertEquals(0, ppis.flush(EXPOSED));
    }

    @Tag("K-PPI-12")
    @Test
    void shouldKeepAnEdgeOfTheGuestAndOneOfTheHost()
    {
        ppis.inject(SW, true);
        final long handedOver = ppis.flush(EXPOSED);

        ppis.inject(SW, true);
        ppis.fold(EXPOSED, 0, 0, 0);
        assertEquals(SW_BIT, ppis.pending());
        ppis.flush(EXPOSED);
        ppis.fold(EXPOSED, 0, 0, handedOver);
        assertEquals(SW_BIT, ppis.pending());
    }

    @Tag("K-PPI-13")
    @Test
    void shouldNotFoldAPendingLevelBack()
    {
        ppis.fold(EXPOSED, 0, 0, TIMER_BIT);

        assertEquals(0, ppis.pending());
    }

    @Tag("K-PPI-9")
    @Test
    void shouldNotInjectADirectPpi()
    {
        ppis.inject(TIMER, true);
        ppis.direct(TIMER, true);

        assertEquals(0, ppis.flush(EXPOSED));
        ppis.direct(TIMER, false);
        assertEquals(TIMER_BIT, ppis.flush(EXPOSED));
    }

    /** Restores a level PPI as pending, which has no line: its latch is dropped at the first entry. */
    @Tag("K-PND-3")
    @Tag("K-AT-41")
    @Test
    void shouldNotWakeForTheLatchOfALevel()
    {
        ppis.enabled(EXPOSED);
        ppis.latch(TIMER_BIT);
        assertFalse(ppis.wouldWake(EXPOSED, ALL, 0));

        ppis.latch(TIMER_BIT | SW_BIT);
        assertTrue(ppis.wouldWake(EXPOSED, ALL, 0));
        ppis.latch(0);
        ppis.inject(TIMER, true);
        assertTrue(ppis.wouldWake(EXPOSED, ALL, 0));
    }

    @Tag("K-VC-6")
    @Test
    void shouldDropHiddenPpisAndLatchesOfLevelsBeforeTheFirstEntry()
    {
        ppis.enabled(-1L);
        ppis.active(-1L);
        ppis.latch(-1L);

        ppis.finalise(EXPOSED);

        assertEquals(EXPOSED, ppis.enabled());
        assertEquals(EXPOSED, ppis.active());
        assertEquals(SW_BIT, ppis.pending());
    }

    @Tag("K-IL-12")
    @ParameterizedTest(name = "PPI {0}, {1} then {2}")
    @CsvSource({
        "3, true, true, true", "3, true, false, false", "3, false, true, true",
        "27, true, true, false", "27, true, false, true", "27, false, false, false"})
    void shouldKickOnRaisedEdgesAndOnChangesOfLevels(
        final int ppi, final boolean first, final boolean second, final boolean kicks)
    {
        ppis.inject(ppi, first);

        assertEquals(kicks, ppis.inject(ppi, second));
    }

    @Tag("K-PND-3")
    @ParameterizedTest(name = "priority {0}, mask {1}")
    @CsvSource({"0, 0, false", "0, 1, true", "8, 8, false", "8, 9, true", "31, 31, false", "31, 32, true"})
    void shouldWakeBelowTheMaskOnly(final int priority, final int mask, final boolean wakes)
    {
        ppis.enabled(SW_BIT);
        ppis.priorities(0, (long)priority << (SW * Byte.SIZE));
        ppis.inject(SW, true);

        assertEquals(wakes, ppis.wouldWake(EXPOSED, mask, 0));
    }

    @Tag("K-PND-3")
    @Test
    void shouldWakeForWhatIsEnabledAndInactiveAndExposed()
    {
        ppis.inject(SW, true);
        assertFalse(ppis.wouldWake(EXPOSED, ALL, 0));
        ppis.enabled(SW_BIT);
        assertTrue(ppis.wouldWake(EXPOSED, ALL, 0));
        assertFalse(ppis.wouldWake(TIMER_BIT, ALL, 0));
        ppis.active(SW_BIT);
        assertFalse(ppis.wouldWake(EXPOSED, ALL, 0));
    }

    @Tag("K-PND-3")
    @Test
    void shouldWakeByTheWireWhereAPpiIsDirect()
    {
        ppis.enabled(TIMER_BIT);
        ppis.direct(TIMER, true);
        ppis.inject(TIMER, true);

        assertFalse(ppis.wouldWake(EXPOSED, ALL, SW_BIT));
        assertTrue(ppis.wouldWake(EXPOSED, ALL, TIMER_BIT));
    }

    @Tag("K-PPI-11")
    @Tag("K-PPI-14")
    @Test
    void shouldTakeOverWhatTheGuestHasAndKeepTheRest()
    {
        final long hidden = 1L << 40;
        ppis.enabled(hidden | SW_BIT);
        ppis.active(hidden | SW_BIT);

        ppis.fold(EXPOSED, TIMER_BIT | 1, TIMER_BIT | 1, 0);

        assertEquals(hidden | TIMER_BIT, ppis.enabled());
        assertEquals(hidden | TIMER_BIT, ppis.active());
    }

    @Tag("K-PPI-7")
    @Test
    void shouldKeepTheLatchOfAPpiThatIsHidden()
    {
        ppis.latch(SW_BIT | TIMER_BIT);

        assertEquals(0, ppis.flush(0));
        assertEquals(SW_BIT | TIMER_BIT, ppis.pending());
        assertEquals(SW_BIT | TIMER_BIT, ppis.flush(EXPOSED));
        assertEquals(TIMER_BIT, ppis.pending(), "a latch of a level is not handed over");
    }

    @Test
    void shouldGoOnFromSavedState()
    {
        ppis.priorities(0, 0x0102_0304_0506_0708L);
        ppis.priorities(PrivateInterrupts.PRIORITYR_COUNT - 1, 0x0f00_0000_0000_0000L);
        ppis.enabled(EXPOSED);
        ppis.active(TIMER_BIT);
        ppis.latch(SW_BIT);
        ppis.inject(TIMER, true);
        ppis.direct(30, true);
        final SavedWords saved = new SavedWords();
        ppis.state(saved);
        final PrivateInterrupts restored = new PrivateInterrupts();

        restored.state(saved.restoring());

        assertEquals(0x0102_0304_0506_0708L, restored.priorities(0));
        assertEquals(15, restored.priority(PrivateInterrupts.COUNT - 1));
        assertEquals(EXPOSED, restored.enabled());
        assertEquals(TIMER_BIT, restored.active());
        assertEquals(SW_BIT | TIMER_BIT, restored.pending());
        assertEquals(1L << 30, restored.direct());
    }
}
