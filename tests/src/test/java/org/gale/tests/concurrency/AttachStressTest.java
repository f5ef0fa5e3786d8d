package org.gale.tests.concurrency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs the sound tests beside their broken twin: a run that does not find the twin proves nothing. */
class AttachStressTest
{
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shouldFindOnlyTheBrokenTwinWhenALaneChangesHands() throws IOException, InterruptedException
    {
        run("(Broken)?AttachStress\\.HandOver", StressRun.SHORT);
    }

    @Test
    @Tag("slow")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void shouldFindOnlyTheBrokenTwinWhenActorsAreCompiledApart() throws IOException, InterruptedException
    {
        run("(Broken)?AttachStress", StressRun.LONG);
    }

    private static void run(final String tests, final List<String> options) throws IOException, InterruptedException
    {
        final StressRun run = StressRun.of(tests, options);

        assertEquals(Set.of("BrokenAttachStress.HandOver"), run.failed(), run.output());
        assertTrue(run.passed() > 0, run.output());
        assertEquals(0, run.errors(), run.output());
    }
}
