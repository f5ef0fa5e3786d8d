package org.gale.engine.storm.virtual;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.journal.LeftJournals;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayCursor;
import org.gale.engine.replay.ReplayOptions;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.replay.ReplayResult;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.run.DyingLog;
import org.gale.engine.storm.run.Options;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.OpenStream;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.support.MemoryDirectory;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.gale.engine.storm.virtual.VirtualStorms.guest;
import static org.gale.engine.storm.virtual.VirtualStorms.vms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of journals of storms on the virtual clock whose VMs migrate: a snapshot between any two steps is as good a
 * beginning as reset, and a journal that ends there replays.
 */
@Tag("M-MIG-1")
class MigrationJournalsTest
{
    private static final int VMS = 2;
    private static final int VPES = 2;
    private static final int EVENTS = 8;
    private static final int COUNT = 100;
    private static final double RATE = 200_000;
    private static final int PASSES = 2;
    private static final long SPARSE = 2;
    private static final CostModel COSTS = CostModel.of(CostModel.GICV4_VHE)
        .with(Cost.MIGRATE_VM, Distribution.constant(20_000)).with(Cost.MIGRATE_ENTRY, Distribution.constant(2))
        .with(Cost.MIGRATE_ROUTE, Distribution.constant(400)).with(Cost.MIGRATE_PAGE, Distribution.constant(500));
    private static final Pattern STEP = Pattern.compile(
        "HOST (?:kvm|v4|vm) (?:PRECOPY|MIGRATE|STEP)\\b.*  " +
        "\\((precopy \\d|stop|quiet|save|destroy|restore|resume|ended).*\\)");
    private static final List<String> STEPS = List.of(
        "precopy 1", "precopy 2", "stop", "quiet", "save", "destroy", "restore", "resume", "ended");

    @TempDir(factory = MemoryDirectory.class)
    private Path directory;

    /** Step of a migration, and the number of its command. */
    private record Step(String name, long command)
    {
    }

    private static StormConfig config()
    {
        return VirtualStorms.config(COUNT, VMS * VPES,
            vms("vm", VMS, VPES, EVENTS, new OpenStream(RATE, true), guest(300, false)));
    }

    private static Workload workload(final String profile)
    {
        final Map<String, String> own = profile.equals("direct") ?
            Map.of("migration-every", "1/40", "migration-precopy", "2", "toggles", "0", "moves", "0") :
            Map.of("migration-every", "1/40", "migration-precopy", "2");

        return VirtualStorms.workload(profile, config(), own);
    }

    private static JournalWriter begin(final String profile, final Path journal) throws IOException
    {
        return new JournalOpening(JournalConfig.DEFAULT).create(journal, new RunConfiguration(
            "test", workload(profile).machine(), config().value(StormSettings.SEED))
            .with(RunConfiguration.JOB, "storm " + profile).toBytes());
    }

    private static StormResult run(final String profile, final long every, final FrameLog log)
    {
        final Workload workload = workload(profile);
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            return new VirtualRun(
                Options.of(config(), workload, SnapshotSchedule.ofCommands(every)), machine, log, COSTS).run();
        }
    }

    private StormResult journaled(final String profile, final long every, final Path journal) throws IOException
    {
        try (JournalWriter writer = begin(profile, journal))
        {
            final StormResult result = run(profile, every, writer);
            assertEquals(Outcome.OK, result.verdict().outcome(), result.verdict().failure());
            assertEquals(0, result.totals().accounting().account().remainder());

            return result;
        }
    }

    /** Returns the steps of all migrations, by the names that texts of commands have. */
    private static List<Step> steps(final Path journal) throws IOException
    {
        final List<Step> steps = new ArrayList<>();
        try (ReplayCursor cursor = ReplayCursor.openAtStart(journal, Machines.FACTORY))
        {
            for (String text = cursor.step(); text != null; text = cursor.step())
            {
                final Matcher step = STEP.matcher(text);
                if (step.matches())
                {
                    steps.add(new Step(step.group(1), cursor.sequence()));
                }
            }
        }

        return steps;
    }

    @ParameterizedTest
    @ValueSource(strings = {"overcommit", "direct", "msix"})
    @Tag("M-MIG-8")
    void shouldNameEachStepOfEachMigration(final String profile) throws IOException
    {
        final Path journal = directory.resolve("all");
        final StormResult result = journaled(profile, SPARSE, journal);
        final List<Step> steps = steps(journal);
        final long begun = result.totals().actions().kinds().get(0).begun();

        assertTrue(begun > 0, begun + " migrations");
        assertEquals(PASSES * begun, steps.stream().filter(step -> step.name.startsWith("precopy ")).count());
        assertEquals(begun, steps.stream().filter(step -> step.name.equals("ended")).count());
        for (int i = 0; i < steps.size(); i++)
        {
            assertEquals(STEPS.get(i % STEPS.size()), steps.get(i).name, steps::toString);
        }
    }

    /** The nearest snapshot lies in the migration, too, so its state has the steps and the pages that were sent. */
    @ParameterizedTest
    @ValueSource(strings = {"overcommit", "direct", "msix"})
    @Tag("M-MIG-8")
    void shouldGoOnFromASnapshotBetweenAnyTwoSteps(final String profile) throws IOException
    {
        final Path journal = directory.resolve("all");
        final StormResult live = journaled(profile, SPARSE, journal);
        final List<Step> steps = steps(journal);
        final Set<Long> begins = new LinkedHashSet<>();
        for (int i = 1; i < steps.size(); i++)
        {
            final long at = steps.get(i).command - 1;
            final ReplayResult near = Replay.run(
                journal, ReplayOptions.DEFAULT.to(at).fromNearestSnapshot(), ReplayProgress.NONE, Machines.FACTORY);
            assertEquals(Replay.run(journal, ReplayOptions.DEFAULT.to(at), ReplayProgress.NONE, Machines.FACTORY)
                .digest(), near.digest(), steps.get(i)::toString);
            begins.add(near.firstCommand());
            try (ReplayCursor cursor = ReplayCursor.open(journal, at, Machines.FACTORY))
            {
                cursor.to(live.journal().commands());
                assertEquals(live.journal().runDigest(), cursor.machine().runDigest(), steps.get(i)::toString);
            }
        }

        assertNull(Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY).divergence());
        assertTrue(begins.size() > STEPS.size() / 2, begins::toString);
    }

    /** A frame is cut off as a whole: instants have frames of their own, so each step of another time is an end. */
    @ParameterizedTest
    @ValueSource(strings = {"overcommit", "direct", "msix"})
    void shouldReplayAJournalThatEndsAtAnyStep(final String profile) throws IOException
    {
        final Path whole = directory.resolve("whole");
        journaled(profile, 1, whole);
        final List<Step> steps = steps(whole).subList(0, STEPS.size());
        final List<Long> ends = ends(whole);
        final Set<String> cut = new LinkedHashSet<>();
        for (final Step step : steps)
        {
            final int frames = ends.indexOf(step.command) + 1;
            if (frames > 0)
            {
                final Path left = directory.resolve("left" + frames);
                leave(profile, left, frames);
                check(left, whole, step.command);
                cut.add(step.name);
            }
        }

        assertTrue(cut.containsAll(List.of("precopy 1", "stop", "destroy", "restore", "ended")), cut::toString);
    }

    /** Returns the last command of each frame of commands. */
    private static List<Long> ends(final Path journal) throws IOException
    {
        final List<Long> ends = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(journal))
        {
            while (reader.next())
            {
                if (reader.kind() == Frame.COMMANDS)
                {
                    ends.add(reader.firstSequence() + reader.count() - 1);
                }
            }
        }

        return ends;
    }

    private static void check(final Path left, final Path whole, final long end) throws IOException
    {
        final ReplayResult replay = Replay.verify(left, ReplayProgress.NONE, Machines.FACTORY);
        assertNull(replay.divergence());
        assertEquals(Replay.run(whole, ReplayOptions.DEFAULT.to(end), ReplayProgress.NONE, Machines.FACTORY).digest(),
            replay.digest());
        try (ReplayCursor cursor = ReplayCursor.openAtEnd(left, Machines.FACTORY))
        {
            assertEquals(end, cursor.sequence());
            assertEquals(replay.digest(), cursor.machine().runDigest());
        }
    }

    private void leave(final String profile, final Path left, final int frames) throws IOException
    {
        final Path open = left.resolveSibling(left.getFileName() + ".open");
        try (JournalWriter writer = begin(profile, open))
        {
            assertThrows(
                DyingLog.DeadException.class, () -> run(profile, 1, new DyingLog(writer, frames, true)));
            LeftJournals.copy(writer, open, left);
        }
    }
}
