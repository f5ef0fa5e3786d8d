package org.gale.engine.storm.virtual;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.gale.engine.config.Outcome;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.journal.LeftJournals;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.replay.JournalSummary;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.replay.ReplayResult;
import org.gale.engine.replay.Runs;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.profile.Workload;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.run.DyingLog;
import org.gale.engine.storm.run.Options;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.ForwardingLog;
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

/** Tests of journals of runs in virtual time: those of equal runs, and those that a dead process left. */
class VirtualJournalsTest
{
    private static final int EVENTS = 6_000;
    private static final StormConfig STORM = Storms.open(EVENTS, 1e6);
    private static final SnapshotSchedule SNAPSHOTS = SnapshotSchedule.ofCommands(10_000);
    private static final JournalConfig SMALL =
        Runs.SMALL.withId(4711);

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
    void shouldLeaveAJournalThatReplays(final int frames, final boolean appends) throws IOException
    {
        leave(writer -> new DyingLog(writer, frames, appends));

        assertBeginning(frames > 1 || appends);
    }

    @Test
    void shouldLeaveAJournalThatReplaysUpToATornFrame() throws IOException
    {
        leave(writer -> new DyingLog(writer, 5, true));
        LeftJournals.addTornFrame(left);

        assertBeginning(true);
        assertEquals(1, JournalSummary.read(left, ReplayProgress.NONE).tornFrames());
    }

    @ParameterizedTest(name = "after part {0} of a snapshot")
    @ValueSource(ints = { 1, 2, 3 })
    void shouldLeaveAJournalThatReplaysWhoseSnapshotWasCutShort(final int parts) throws IOException
    {
        leave(writer -> new SnapshotDeath(writer, parts));

        assertBeginning(true);
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
        assertBeginning(true);
    }

    /** Log whose process dies in front of a part of a snapshot. */
    private static final class SnapshotDeath extends ForwardingLog
    {
        private int left;

        SnapshotDeath(final FrameLog log, final int parts)
        {
            super(log);
            this.left = parts;
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
            // The process is dead.
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

    private static StormResult run(final StormConfig config, final FrameLog log)
    {
        final Workload workload = new ResidentWorkload(config);
        try (Machine machine = Machines.FACTORY.create(workload.machine()))
        {
            return new VirtualRun(Options.of(config, workload, SNAPSHOTS), machine, log).run();
        }
    }

    /** Checks that the journal that was left replays, and holds the first commands of a run that came to its end. */
    private void assertBeginning(final boolean hasCommands) throws IOException
    {
        final byte[] begun = commands(left);
        assertEquals(hasCommands, begun.length > 0);
        assertArrayEquals(Arrays.copyOf(commands(whole), begun.length), begun);
        final ReplayResult replay = Replay.verify(left, ReplayProgress.NONE, Machines.FACTORY);
        assertNull(replay.divergence());
        assertEquals(JournalSummary.read(left, ReplayProgress.NONE).end().commands(), replay.commands());
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
