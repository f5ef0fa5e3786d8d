package org.gale.engine.storm.answer;

import java.util.List;
import java.util.Map;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** The runs of each choice have the seeds of the study, one after another. */
@Tag("P14")
class StudySeedsTest
{
    private static Ran ran(final long seed)
    {
        return new Ran(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), 0, null, seed);
    }

    @Test
    void shouldTakeTheSeedsOfEachChoice()
    {
        assertDoesNotThrow(() ->
            Study.check(List.of(ran(7), ran(8), ran(7), ran(8)), List.of(7L, 8L), "choices"));
    }

    @Test
    void shouldFindARunOfAnotherSeed()
    {
        final OutcomeException found = assertThrows(OutcomeException.class, () ->
            Study.check(List.of(ran(7), ran(8), ran(7), ran(7)), List.of(7L, 8L), "choices"));

        assertEquals(Outcome.INVARIANT_BROKEN, found.outcome());
        assertEquals("P14 broken: the answer contradicts itself: run 3 of choices is to have seed 8, and its report " +
            "has 7", found.getMessage());
    }
}
