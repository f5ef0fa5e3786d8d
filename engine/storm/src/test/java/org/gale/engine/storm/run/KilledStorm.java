package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.host.HostMeter;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.journal.LeftJournals;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.flow.StormResumeTotals;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.plan.StormPlans;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.support.SteppedAgents;
import org.gale.engine.system.Machines;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

/**
 * Storms on the wall clock, under a clock that steps: each run of a plan is the same up to the frame with which its
 * process dies.
 */
final class KilledStorm
{
    private static final long READING_NS = 7;

    private KilledStorm()
    {
    }

    /** Opener of the log of a storm that dies, in front of the writer of its journal. */
    @FunctionalInterface
    interface Death
    {
        FrameLog of(FrameLog log);
    }

    /** Plans a storm of settings, of which each event counts. */
    static StormPlan plan(final SettingValues given, final Path journal)
    {
        final SettingValues timed = given.with(StormSettings.LATENCY, 1L);

        return StormPlans.at(new JobPlanner(JobProfiles.ALL).plan(timed, Spelling.NAMES), journal);
    }

    private static StormResult run(final StormPlan plan, final StormResumeTotals resumed, final Machine machine,
        final FrameLog log)
    {
        final SettingValues measure = MeasureSettings.WITHOUT_WARMUP.with(MeasureSettings.THREADS, 1L);
        final RunOptions options = new RunOptions(plan.config(), plan.workload(), resumed, SnapshotSchedule.DEFAULT,
            new RunOptions.Measurement(measure, HostMeter.NONE, RunOptions.History.NONE, Rehearsal.NONE),
            new RunOptions.Producers(List.of(), true), StormCounters.none());

        return new StormRun(options, machine, log, UnaryOperator.identity(),
            new SteppedTimeline(MigratingStorm.STEP_NS, resumed.equals(StormResumeTotals.NONE) ? 0 : READING_NS)).run();
    }

    private static JournalWriter create(final StormPlan plan, final Path journal) throws IOException
    {
        return new JournalOpening(JournalConfig.DEFAULT).create(journal,
            MigratingStorm.configuration(plan.profile().name(), new RunConfiguration("test", plan.machine(),
            plan.config().value(StormSettings.SEED))).toBytes());
    }

    /** Runs a storm to its end. */
    static StormResult whole(final StormPlan plan, final Path journal) throws IOException
    {
        try (Machine machine = Machines.FACTORY.create(plan.machine()); JournalWriter writer = create(plan, journal))
        {
            final StormResult result = run(plan, StormResumeTotals.NONE, machine, writer);
            assertNull(result.verdict().failure());

            return result;
        }
    }

    /** Runs a storm whose process dies, and leaves its journal. */
    static void leave(final StormPlan plan, final Path journal, final Death death) throws IOException
    {
        final Path open = journal.resolveSibling(journal.getFileName() + ".open");
        try (Machine machine = Machines.FACTORY.create(plan.machine()); JournalWriter writer = create(plan, open))
        {
            final FrameLog log = death.of(writer);
            assertThrows(DyingLog.DeadException.class, () -> run(plan, StormResumeTotals.NONE, machine, log));
            LeftJournals.copy(writer, open, journal);
        }
    }

    /** Resumes a storm, to its end. */
    static StormResult resume(final StormPlan plan)
    {
        try (StormResumePoint point =
            StormResumePoint.find(plan, false, Machines.FACTORY, new NotedSteps(), () -> false))
        {
            final StormResumeTotals totals = point.totals(plan);
            try (JournalWriter writer = point.write(plan, new SteppedAgents()))
            {
                return run(plan, totals, point.machine(), writer);
            }
        }
    }
}
