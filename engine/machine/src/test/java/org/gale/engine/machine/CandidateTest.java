package org.gale.engine.machine;

import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CandidateTest
{
    @Tag("M-TIE")
    @Tag("B-CPU-2")
    @Tag("B-CPU-3")
    @ParameterizedTest(name = "priority {0} type {1} id {2} before priority {3} type {4} id {5}")
    @CsvSource({
        "0, 3, 16777215, 1, 1, 0", "5, 1, 127, 5, 2, 0", "5, 2, 16777215, 5, 3, 0", "5, 2, 3, 5, 2, 4",
        "30, 3, 9, 31, 1, 0", "31, 3, 16777215, 32, 0, 0",
    })
    void shouldCompareByPriorityThenTypeThenId(
        final int priority,
        final int type,
        final int id,
        final int otherPriority,
        final int otherType,
        final int otherId)
    {
        final long other = Candidate.of(otherPriority, Intid.of(otherType, otherId));

        assertTrue(Candidate.of(priority, Intid.of(type, id)) < other);
    }

    @Test
    void shouldKeepPriorityAndIntid()
    {
        final long candidate = Candidate.of(31, Intid.of(Intid.TYPE_SPI, 0xff_ffff));

        assertEquals(31, Candidate.priority(candidate));
        assertEquals(Intid.of(Intid.TYPE_SPI, 0xff_ffff), Candidate.intid(candidate));
        assertTrue(Candidate.priority(Candidate.NONE) > 31);
        assertTrue(candidate < Candidate.NONE);
    }
}
