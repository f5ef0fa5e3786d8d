package org.gale.engine.agent;

import java.util.List;
import org.gale.engine.config.MachineConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DrainLimitTest
{
    private final DrainLimit limit = new DrainLimit(gicv5(64));

    @ParameterizedTest(name = "{0} PEs: {1} words")
    @CsvSource({"1, 512", "16, 512", "17, 544", "63, 2016", "64, 2048", "128, 2048", "129, 2064", "512, 8192"})
    void shouldFollowTheNumberOfTargets(final int pes, final int words)
    {
        assertEquals(words, new DrainLimit(gicv5(pes)).words());
    }

    @ParameterizedTest(name = "{0} PEs: {1} words")
    @CsvSource({"1, 2048", "128, 2048", "129, 2064"})
    void shouldNotBeLessForFewPesOfAGicv4(final int pes, final int words)
    {
        assertEquals(words, DrainLimit.of(MachineConfig.parse(List.of("v4.cpus=" + pes))));
    }

    @ParameterizedTest(name = "{0} PEs: {1} words")
    @CsvSource({"1, 1024", "64, 4096", "512, 8192"})
    void shouldBeTwiceAsMuchWhereEventsHaveTwoWords(final int pes, final int words)
    {
        assertEquals(words, DrainLimit.of(MachineConfig.parse(List.of("itss=2", "pes=" + pes))));
    }

    private static MachineConfig gicv5(final int pes)
    {
        return MachineConfig.parse(List.of("pes=" + pes));
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
