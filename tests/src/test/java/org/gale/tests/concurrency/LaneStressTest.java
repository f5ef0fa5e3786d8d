package org.gale.tests.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs the sound tests beside their broken twins: a run that does not find the twins proves nothing. */
class LaneStressTest
{
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shouldFindOnlyTheBrokenTwinWhenCommandsArePublished() throws IOException, InterruptedException
    {
        final StressRun run = StressRun.of("(Broken)?LaneStress\\.Publish", StressRun.SHORT);

        assertEquals(Set.of("BrokenLaneStress.Publish"), run.failed(), run.output());
        assertTrue(run.passed() > 0, run.output());
        assertEquals(0, run.errors(), run.output());
    }

    @Test
    @Tag("slow")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void shouldFindOnlyTheBrokenTwinsWhenActorsAreCompiledApart() throws IOException, InterruptedException
    {
        final StressRun run = StressRun.of("(Broken)?LaneStress", StressRun.LONG);

        assertEquals(
            Set.of("BrokenLaneStress.Publish", "BrokenLaneStress.GiveBack", "BrokenLaneStress.Complete"),
            run.failed(),
            run.output());
        assertTrue(run.passed() > 0, run.output());
        assertEquals(0, run.errors(), run.output());
    }
}
