package org.gale.engine.gicv5.cpuif;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class PriorityStateTest
{
    private final PriorityState state = new PriorityState(5);

    @Tag("B-CPU-6")
    @Tag("B-TRAP-16")
    @ParameterizedTest(name = "priority {0}, mask {1}, active priorities {2}: {3}")
    @CsvSource({
        "4, 31, 0, true", "8, 8, 0, true", "9, 8, 0, false", "0, 0, 0, true", "1, 0, 0, false", "31, 31, 0, true",
        "31, 30, 0, false", "8, 31, 0x100, false", "7, 31, 0x100, true", "9, 31, 0x100, false", "0, 31, 1, false",
        "31, 31, 0x80000000, false", "30, 31, 0x80000000, true", "5, 4, 0x100, false", "4, 4, 0x100, true",
    })
    void shouldNeedSufficientPriority(
        final int priority, final int mask, final String activePriorities, final boolean sufficient)
    {
        state.enable(true);
        state.pcr(mask);
        state.apr(Long.decode(activePriorities));

        assertEquals(sufficient, priority < state.threshold());
    }

    @Tag("B-CPU-5")
    @Tag("B-TRAP-17")
    @Test
    void shouldLetNothingPassWhileDisabled()
    {
        state.pcr(31);
        assertEquals(0, state.threshold());

        state.enable(true);
        assertEquals(32, state.threshold());
        state.enable(false);
        assertEquals(0, state.threshold());
    }

    @Tag("B-CPU-7")
    @Test
    void shouldLetPriority0PassAfterReset()
    {
        state.enable(true);

        assertEquals(1, state.threshold());
        assertEquals(0, state.pcr());
        assertEquals(0, state.apr());
    }

    @Tag("B-CPU-8")
    @Tag("B-CPU-9")
    @Tag("B-CPU-10")
    @Test
    void shouldRunAtTheHighestActivePriority()
    {
        assertEquals(PriorityState.IDLE, state.runningPriority());
        state.acknowledged(31);
        assertEquals(31, state.runningPriority());
        state.acknowledged(0);
        assertEquals(0, state.runningPriority());
        assertEquals(0x8000_0001, state.apr());

        state.drop();
        assertEquals(31, state.runningPriority());
        state.drop();
        assertEquals(PriorityState.IDLE, state.runningPriority());
        state.drop();
        assertEquals(0, state.apr());
    }

    @Tag("B-CPU-4")
    @Test
    void shouldCompareAsManyBitsAsAreImplemented()
    {
        final PriorityState coarse = new PriorityState(4);
        coarse.enable(true);
        coarse.pcr(13);

        assertEquals(12, coarse.pcr());
        assertEquals(14, coarse.threshold());                                   // 13 of a table is 12 here
        coarse.acknowledged(13);
        assertEquals(1 << 12, coarse.apr());
        assertEquals(12, coarse.threshold());
    }

    @Tag("B-CPU-11")
    @Test
    void shouldKeepTheBitsThatRegistersHave()
    {
        state.pcr(0xffff_ffe5L);
        state.apr(0x1_8000_0005L);

        assertEquals(5, state.pcr());
        assertEquals(0x8000_0005, state.apr());
    }
}
