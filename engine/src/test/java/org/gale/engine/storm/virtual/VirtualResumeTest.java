package org.gale.engine.storm.virtual;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.command.Semantics;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.journal.AppendResult;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.journal.LeftJournals;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.replay.ComparingLog;
import org.gale.engine.replay.JournalSummary;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.replay.ReplayResult;
import org.gale.engine.replay.Runs;
import org.gale.engine.storm.run.DyingLog;
import org.gale.engine.storm.run.Options;
import org.gale.engine.storm.run.ResidentWorkload;
import org.gale.engine.storm.run.StormResult;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.run.Workload;
import org.gale.engine.storm.setting.StormConfig;
import org.gale.engine.storm.setting.StormSettings;
import org.gale.engine.support.ForwardingLog;
import org.gale.engine.support.StormConfigs;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of journals of runs in virtual time: equal runs, and runs that died and are repeated. */
class VirtualResumeTest
{
    private static final int EVENTS = 6_000;
    private static final StormConfig STORM = Storms.open(EVENTS, 1e6);
    private static final SnapshotSchedule SNAPSHOTS = SnapshotSchedule.ofCommands(10_000);
    private static final JournalConfig SMALL =
        Runs.SMALL.with(new JournalConfig.Identity(Semantics.VERSION, 4711));

    @TempDir
    private Path directory;
    private Path left;
    private Path whole;
    private StormResult undisturbed;

    @BeforeEach
    void runUndisturbed() throws IOException
    {
        left = directory.resolve("left");
        whole = directory.resolve("whole");
        undisturbed = run(STORM, begin(whole, SMALL));
        assertNull(undisturbed.verdict().failure());
    }

    @Test
    @Tag("P7")
    void shouldWriteEqualJournalsByteForByte() throws IOException
    {
        run(STORM, begin(left, SMALL));

        final Map<String, byte[]> files = files(whole);
        files.forEach((name, bytes) -> assertArrayEquals(bytes, read(left.resolve(name)), name));
        assertEquals(files.keySet(), files(left).keySet());
        assertTrue(files.size() > 4, files.keySet().toString());
    }

    @ParameterizedTest(name = "in frame {0}, appended: {1}")
    @CsvSource({ "1, false", "1, true", "2, true", "3, false", "17, true", "40, false" })
    @Tag("P11")
    void shouldEndAsIfItHadNotDied(final int frames, final boolean appends) throws IOException
    {
        leave(writer -> new DyingLog(writer, frames, appends));

        final StormResult result = run(STORM, repeated());

        assertWhole(result);
    }

    @Test
    void shouldDropATornFrame() throws IOException
    {
        leave(writer -> new DyingLog(writer, 5, true));
        LeftJournals.addTornFrame(left);

        assertWhole(run(STORM, repeated()));
    }

    @ParameterizedTest(name = "after part {0} of a snapshot")
    @ValueSource(ints = { 1, 2, 3 })
    void shouldBeginASnapshotAgainThatWasCutShort(final int parts) throws IOException
    {
        leave(writer -> new SnapshotDeath(writer, parts, false));

        assertWhole(run(STORM, repeated()));
    }

    @ParameterizedTest(name = "after part {0} of a snapshot")
    @ValueSource(ints = { 1, 2, 3 })
    void shouldBeginASnapshotAgainThatAClosingFrameCut(final int parts) throws IOException
    {
        final FrameLog log = new SnapshotDeath(begin(left, SMALL), parts, true);
        assertThrows(DyingLog.DeadException.class, () -> run(STORM, log));

        assertWhole(run(STORM, repeated()));
    }

    @Test
    @Tag("P11")
    void shouldEndAsIfItHadNotDiedFiveTimes() throws IOException
    {
        leave(writer -> new SnapshotDeath(writer, 2, false));
        for (final int frames : new int[]{ 4, 20, 40 })
        {
            final ComparingLog log = repeated();
            assertThrows(DyingLog.DeadException.class, () -> run(STORM, new DyingLog(log, frames, true)));
            log.closeShort();
        }
        final ComparingLog log = repeated();
        assertThrows(DyingLog.DeadException.class, () -> run(STORM, new SnapshotDeath(log, 9, true)));

        assertWhole(run(STORM, repeated()));
    }

    @Test
    void shouldCloseAJournalWhoseRunHadAppendedEverything() throws IOException
    {
        leave(writer -> new ForwardingLog(writer)
        {
            @Override
            public void close()
            {
                throw new DyingLog.DeadException();
            }

            @Override
            public void closeShort()
            {
                // The process is dead.
            }
        });

        final StormResult result = run(STORM, repeated());

        assertWhole(result);
        assertEquals(JournalEnd.Status.CLOSED, JournalSummary.read(left, ReplayProgress.NONE).end().status());
    }

    @Test
    @Tag("P11")
    void shouldCountTheCommandsBeyondAJournalThatRefusesThem() throws IOException
    {
        final StormResult stopped = run(STORM, begin(left, SMALL.withLimit(300_000)));

        assertEquals(Outcome.RESOURCES, stopped.verdict().outcome());
        assertTrue(stopped.journal().beyond() > 0);
        assertEquals(0, stopped.totals().accounting().remainder());
        assertEquals(
            JournalSummary.read(left, ReplayProgress.NONE).end().commands(), stopped.journal().commands());
        assertWhole(run(STORM, repeated()));
    }

    @Test
    @Tag("P7")
    void shouldNameTheFirstCommandThatDiffers() throws IOException
    {
        leave(writer -> new DyingLog(writer, 20, true));
        final Map<String, byte[]> before = files(left);
        final StormConfig other = StormConfigs.of(STORM).with(StormSettings.SEED, 2L).build();

        final OutcomeException refused =
            assertThrows(OutcomeException.class, () -> run(other, repeated()));

        assertEquals(Outcome.DIVERGED, refused.outcome());
        final long first = firstDifference(left, journalOf(other));
        assertTrue(refused.getMessage().startsWith(left + ": its run repeated differs from command " +
            String.format("%,d", first) + " on:\n  journal  "), refused.getMessage() + first);
        assertUnchanged(before);
    }

    @Test
    @Tag("P7")
    void shouldFindOneBitThatDiffers() throws IOException
    {
        leave(writer -> new DyingLog(new ForwardingLog(writer)
        {
            private long flipped;

            @Override
            public AppendResult appendCommands(final int count, final int lengthBytes)
            {
                if (nextSequence() > Math.max(flipped, 1_000))      // once, as a frame may be offered twice
                {
                    flipped = nextSequence();
                    final int last = payloadOffset() + lengthBytes - Long.BYTES;
                    frame().putLong(last, frame().getLong(last) ^ 1);
                }

                return super.appendCommands(count, lengthBytes);
            }
        }, 20, true));

        final OutcomeException refused = assertThrows(OutcomeException.class, () -> run(STORM, repeated()));

        assertEquals(Outcome.DIVERGED, refused.outcome());
        assertTrue(refused.getMessage().startsWith(left + ": its run repeated differs from command " +
            String.format("%,d", firstDifference(left, whole)) + " on:\n"), refused.getMessage());
    }

    @Test
    void shouldRefuseAJournalThatIsLongerThanItsRun() throws IOException
    {
        leave(writer -> new DyingLog(writer, 20, true));
        final Map<String, byte[]> before = files(left);
        final StormConfig shorter = Storms.open(100, 1e6);

        final OutcomeException refused =
            assertThrows(OutcomeException.class, () -> run(shorter, repeated()));

        assertEquals(Outcome.DIVERGED, refused.outcome());
        assertUnchanged(before);
    }

    @Test
    void shouldChangeNothingWhenTheUserWantsAnEnd() throws IOException
    {
        leave(writer -> new DyingLog(writer, 20, true));
        final Map<String, byte[]> before = files(left);

        final OutcomeException refused =
            assertThrows(OutcomeException.class, () -> run(STORM, repeated(() -> true)));

        assertEquals(Outcome.INTERRUPTED, refused.outcome());
        assertUnchanged(before);
    }

    /** Log whose process dies in front of a part of a snapshot. */
    private static final class SnapshotDeath extends ForwardingLog
    {
        private final boolean isClosed;
        private int left;

        /** @param isClosed true for a log that is closed when its owner fails, as on a full disk */
        SnapshotDeath(final FrameLog log, final int parts, final boolean isClosed)
        {
            super(log);
            this.left = parts;
            this.isClosed = isClosed;
        }

        @Override
        public boolean appendSnapshot(final int lengthBytes)
        {
            if (left-- == 0)
            {
                throw new DyingLog.DeadException();
            }

            return super.appendSnapshot(lengthBytes);
        }

        @Override
        public void closeShort()
        {
            if (isClosed)
            {
                super.closeShort();
            }
        }
    }

    /** Maker of a log that dies. */
    private interface Death
    {
        FrameLog of(JournalWriter writer);
    }

    private void leave(final Death death) throws IOException
    {
        final Path open = directory.resolve("open");
        try (JournalWriter writer = begin(open, SMALL))
        {
            assertThrows(DyingLog.DeadException.class, () -> run(STORM, death.of(writer)));
            LeftJournals.copy(writer, open, left);
        }
    }

    private static JournalWriter begin(final Path journal, final JournalConfig how) throws IOException
    {
        return new JournalOpening(how).create(journal, Storms.configuration(STORM));
    }

    private ComparingLog repeated() throws IOException
    {
        return repeated(() -> false);
    }

    private ComparingLog repeated(final BooleanSupplier isInterrupted) throws IOException
    {
        return new ComparingLog(
            left, JournalSummary.read(left, ReplayProgress.NONE), new JournalOpening(SMALL), isInterrupted);
    }

    private static StormResult run(final StormConfig config, final FrameLog log)
    {
        final Workload workload = new ResidentWorkload(config);
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            return new VirtualRun(Options.of(config, workload, SNAPSHOTS), machine, log).run();
        }
    }

    private Path journalOf(final StormConfig config) throws IOException
    {
        final Path other = directory.resolve("other");
        run(config, begin(other, SMALL));

        return other;
    }

    /** Checks that a repeated run and its journal are those of the run without an interruption. */
    private void assertWhole(final StormResult result) throws IOException
    {
        assertNull(result.verdict().failure());
        assertEquals(undisturbed.journal(), result.journal());
        assertEquals(undisturbed.totals().accounting(), result.totals().accounting());
        assertEquals(VirtualStorms.model(undisturbed), VirtualStorms.model(result));
        assertArrayEquals(commands(whole), commands(left));
        final ReplayResult replay = Replay.verify(left, ReplayProgress.NONE, Machines.FACTORY);
        assertTrue(replay.isEqual());
        assertEquals(undisturbed.journal().runDigest(), replay.digest());
    }

    private void assertUnchanged(final Map<String, byte[]> before) throws IOException
    {
        assertEquals(before.keySet(), files(left).keySet());
        before.forEach((name, bytes) -> assertArrayEquals(bytes, read(left.resolve(name)), name));
    }

    private static byte[] commands(final Path journal) throws IOException
    {
        final ByteArrayOutputStream commands = new ByteArrayOutputStream();
        try (JournalReader reader = JournalReader.open(journal))
        {
            while (reader.next())
            {
                if (reader.kind() == Frame.COMMANDS)
                {
                    final byte[] bytes = new byte[reader.payloadLength()];
                    reader.buffer().getBytes(reader.payloadOffset(), bytes);
                    commands.writeBytes(bytes);
                }
            }
        }

        return commands.toByteArray();
    }

    /** Returns the number of the first command that differs, by its words. */
    private static long firstDifference(final Path one, final Path other) throws IOException
    {
        final UnsafeBuffer first = new UnsafeBuffer(commands(one));
        final UnsafeBuffer second = new UnsafeBuffer(commands(other));
        int at = 0;
        while (first.getLong(at) == second.getLong(at))
        {
            at += Long.BYTES;
        }
        final CommandCursor cursor =
            new CommandCursor().wrap(first, 0, first.capacity());
        long number = 0;
        while (cursor.nextOffset() <= at && cursor.next())
        {
            number++;
        }

        return number;
    }

    /** Returns the content of the files of a journal but for its mark. */
    private static Map<String, byte[]> files(final Path journal) throws IOException
    {
        final Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(journal))
        {
            paths.filter(Files::isRegularFile).filter(path -> !path.endsWith("mark"))
                .forEach(path -> files.put(journal.relativize(path).toString(), read(path)));
        }

        return files;
    }

    private static byte[] read(final Path file)
    {
        try
        {
            return Files.readAllBytes(file);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
