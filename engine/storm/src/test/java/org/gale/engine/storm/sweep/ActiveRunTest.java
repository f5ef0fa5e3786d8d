package org.gale.engine.storm.sweep;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.gale.engine.host.ChildProcesses;
import org.gale.engine.storm.result.sweep.SweepPlan;
import org.gale.engine.storm.result.sweep.SweepTexts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the times of a run whose tries follow one another. */
class ActiveRunTest
{
    private static final long NS_PER_S = 1_000_000_000L;

    @TempDir
    private Path directory;

    @Test
    void shouldTouchTheLeaseEveryTenSecondsHoweverShortTheTriesAre() throws IOException
    {
        final SweepPlan plan = SweepPlan.of(SweepTexts.read("search: {a.b: 1-100, until: 'rate > 1'}"));
        final ActiveRun run = new ActiveRun(plan.run(0), plan.sweep(), new NoStarter(), directory.resolve("work"),
            directory.resolve("temporary"));
        run.start(0);
        assertFalse(run.isTouchDue(9 * NS_PER_S));

        run.start(9 * NS_PER_S);

        assertTrue(run.isTouchDue(10 * NS_PER_S));
        run.start(14 * NS_PER_S);
        assertFalse(run.isTouchDue(19 * NS_PER_S));
        assertTrue(run.isTouchDue(20 * NS_PER_S));
    }

    /** Starter of no processes. */
    private static final class NoStarter implements RunStarter
    {
        @Override
        public ChildProcesses.Child start(
            final Map<String, String> values, final Long seed, final Path place, final Path temporary)
        {
            return null;
        }

        @Override
        public boolean holds(final Path report)
        {
            return false;
        }
    }
}
