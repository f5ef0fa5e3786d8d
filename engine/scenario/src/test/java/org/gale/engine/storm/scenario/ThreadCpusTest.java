package org.gale.engine.storm.scenario;

import org.gale.engine.host.Pinning;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Processors of the threads of a storm. */
class ThreadCpusTest
{
    private static final ThreadCpus CPUS = new ThreadCpus(1, 2, 3);

    @Test
    void shouldPinTheStormsThreadsAndItsHelpers()
    {
        assertEquals(1, CPUS.of(100, "gale-engine", 100, 200));
        assertEquals(2, CPUS.of(200, "gale-generator", 100, 200));
        assertEquals(3, CPUS.of(300, "gale-journal-sealer", 100, 200));
    }

    @Test
    void shouldLeaveThreadsOfAnotherStormWhereTheyAre()
    {
        assertEquals(Pinning.ANY, CPUS.of(300, "gale-engine", 100, 200));
        assertEquals(Pinning.ANY, CPUS.of(300, "gale-generator", 100, 200));
    }

    @Test
    void shouldKnowWhetherAThreadIsPinned()
    {
        assertTrue(ThreadCpus.of(SettingValues.NONE).isAny());
        final ThreadCpus one = ThreadCpus.of(SettingValues.NONE.with(MeasureSettings.CPU_HELPERS, 3L));
        assertFalse(one.isAny());
        assertEquals(new ThreadCpus(Pinning.ANY, Pinning.ANY, 3), one);
    }
}
