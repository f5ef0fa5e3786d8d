package org.gale.engine.storm.scenario;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class PhaseClockTest
{
    private final PhaseClock clock = new PhaseClock(
        List.of(new PhaseShape("calm", 10, List.of()), new PhaseShape("noise", 20, List.of()),
            new PhaseShape("calmer", 5, List.of())));

    @ParameterizedTest(name = "{0} ns is in phase {1}")
    @CsvSource({ "-1, 0", "0, 0", "9, 0", "10, 1", "29, 1", "30, 2", "34, 2", "35, 2", "1000, 2" })
    void shouldTellThePhaseOfATime(final long ns, final int phase)
    {
        assertEquals(phase, clock.indexAt(ns));
    }

    @Test
    void shouldPutBoundariesBetweenPhases()
    {
        assertEquals(3, clock.count());
        assertEquals(List.of(0L, 10L, 30L), List.of(clock.beginNs(0), clock.beginNs(1), clock.beginNs(2)));
        assertEquals(List.of(10L, 30L, 35L), List.of(clock.endNs(0), clock.endNs(1), clock.endNs(2)));
        assertEquals(35, clock.endNs());
    }

    @Test
    void shouldHaveOnePhaseWithoutEndWhenThereAreNone()
    {
        final PhaseClock none = new PhaseClock(List.of());

        assertEquals(1, none.count());
        assertEquals(0, none.indexAt(Long.MAX_VALUE));
        assertEquals(PhaseClock.NO_END, none.endNs(0));
        assertEquals(PhaseClock.NO_END, none.endNs());
    }
}
