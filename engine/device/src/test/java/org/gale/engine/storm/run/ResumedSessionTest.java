package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.command.Commands;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.counters.RunCounters;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalVerifier;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.plan.StormPlans;
import org.gale.engine.storm.result.StormReport;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.support.MemoryDirectory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of sessions that go on where a journal ends. */
class ResumedSessionTest
{
    private final SteppedSession stepped = new SteppedSession();

    @TempDir(factory = MemoryDirectory.class)
    private Path directory;

    @Test
    @Tag("P6")
    void shouldResumeAStorm() throws IOException
    {
        final StormPlan plan = leaveOneDelivered();
        final Path dead = directory.resolve(".left.stat-4711");
        try (RunCounters alive = RunCounters.create(directory.resolve("alive"), 4711, "default", "", () -> 1))
        {
            Files.copy(alive.file(), dead);
        }

        final StormReport report = stepped.of(plan).run().report();

        assertEquals(List.of("read", "beginning default", "running 1", "ended", "measured", "read", "proven EQUAL"),
            stepped.steps());
        assertEquals(Outcome.OK, report.outcome());
        assertTrue(report.description().isResumed());
        assertEquals(plan.journal().toString(), report.description().journal());
        assertEquals(2, report.description().resumed().offered());
        assertEquals(2, stepped.options().resumed().offered());
        assertEquals(1, stepped.options().resumed().delivered());
        assertFalse(Files.exists(dead), "the counters of the run that died");
    }

    @Test
    void shouldRefuseACountOrALimitThatTheJournalHasPassed() throws IOException
    {
        final StormPlan plan = leaveOneDelivered();
        final StormPlan few = SteppedSession.plan(SettingValues.NONE.with(StormSettings.RESUME, plan.journal())
            .with(StormSettings.COUNT, 1L));

        assertTrue(assertThrows(OutcomeException.class, () -> stepped.of(few).run()).getMessage()
            .startsWith("count: 1 is below the 2 events that "));
        final StormPlan limited = StormPlans.limited(plan, 1);
        assertTrue(assertThrows(OutcomeException.class, () -> stepped.of(limited).run()).getMessage()
            .startsWith("journal-limit: 1 B is less than the "));

        assertEquals(List.of("read", "read"), stepped.steps());
        assertEquals(JournalEnd.Status.LEFT,
            JournalVerifier.verify(plan.journal(), (done, total) -> { }).status(), "nothing was changed");
    }

    /** Leaves the journal of a storm with two events, the first of which was delivered, and plans its resume. */
    private StormPlan leaveOneDelivered() throws IOException
    {
        final Path left = directory.resolve("left");
        final StormConfig config = Storms.small(1_000);
        try (LeftStorm storm = new LeftStorm(left, config, RunConfiguration.parse(Storms.configuration(config))))
        {
            storm.setUp().command(Commands.msi(0, 3, 0));
            for (int pe = 0; pe < 4; pe++)
            {
                storm.command(Commands.turn(pe, 1));
            }
            storm.command(Commands.msi(2, 5, 0)).leave(left);
        }

        return SteppedSession.plan(SettingValues.NONE.with(StormSettings.RESUME, left));
    }
}
