package org.gale.engine.agent;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DrainLimitTest
{
    private final DrainLimit limit = new DrainLimit(1);

    @ParameterizedTest(name = "{0} PEs: {1} words")
    @CsvSource({"1, 2048", "128, 2048", "129, 2064", "512, 8192", "4096, 8192"})
    void shouldBeHigherForManyPes(final int pes, final int words)
    {
        assertEquals(words, new DrainLimit(pes).words());
    }

    @Test
    void shouldBeLoadedFromHalfOfTheLimitOn()
    {
        limit.drained(DrainLimit.WORDS / 2 - 1);
        assertFalse(limit.isLoaded());

        limit.drained(DrainLimit.WORDS / 2);
        assertTrue(limit.isLoaded());
    }

    @Test
    void shouldStayLoadedWhenNothingIsDrained()
    {
        limit.drained(DrainLimit.WORDS);

        limit.drained(0);

        assertTrue(limit.isLoaded());
    }
}
