package org.gale.engine.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Semantics;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.record.SnapshotPayload;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.support.Appends;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of a short storm with many snapshots in many segments: each snapshot is as good a beginning as reset. */
class SnapshotReplayTest
{
    private static final long INTERRUPTS = 120_000;
    private static final long SNAPSHOT_EVERY = 20_000;
    /** Short frames, so that a snapshot has many parts; short segments, so that some snapshots span a roll. */
    private static final JournalConfig CONFIG =
        JournalConfig.DEFAULT.withBlocks(16 * 1024 - 4, List.of(64 * 1024, 128 * 1024))
            .withId(7);

    @TempDir
    private static Path home;
    private static Path journal;
    private static StormResult live;
    /** Numbers of the last command before each snapshot, ascending. */
    private static List<Long> snapshots;

    @BeforeAll
    static void runStorm() throws IOException, InterruptedException
    {
        journal = home.resolve("storm");
        live = Runs.storm(journal, CONFIG, INTERRUPTS, SnapshotSchedule.ofCommands(SNAPSHOT_EVERY));
        snapshots = snapshots(journal);
    }

    @Test
    void shouldTakeSnapshotsInTimeAndAtTheEnd()
    {
        assertTrue(snapshots.size() > live.journal().commands() / SNAPSHOT_EVERY / 2, snapshots.toString());
        assertEquals(live.journal().commands(), snapshots.get(snapshots.size() - 1));
    }

    @Test
    void shouldFindEverySnapshotEqualToTheMachineWhenAllIsReplayed() throws IOException
    {
        final ReplayResult result = Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY);

        assertNull(result.divergence());
        assertTrue(result.isEqual() && result.isCovered());
        assertEquals(live.journal().runDigest(), result.digest());
        assertEquals(1, result.firstCommand());
    }

    @Test
    void shouldReachTheSameDigestFromTheNearestSnapshot() throws IOException
    {
        final long first = snapshots.get(0);
        final long third = snapshots.get(2);
        final List<Long> places = List.of(0L, 1L, first - 1, first, first + 1, (first + third) / 2, third - 1, third,
            third + 1, live.journal().commands() - 1, live.journal().commands());

        for (final long sequence : places)
        {
            assertSameFromSnapshot(sequence);
        }
    }

    @Test
    @Tag("slow")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void shouldReachTheSameDigestFromAnySnapshot() throws IOException
    {
        for (long sequence = 0; sequence < live.journal().commands(); sequence += live.journal().commands() / 200 + 1)
        {
            assertSameFromSnapshot(sequence);
        }
        for (final long snapshot : snapshots)
        {
            assertSameFromSnapshot(snapshot);
        }
    }

    @Test
    void shouldGoToTheEndFromTheLastSnapshotWhenAsked() throws IOException
    {
        final ReplayResult result =
            Replay.run(journal, ReplayOptions.DEFAULT.fromNearestSnapshot(), ReplayProgress.NONE, Machines.FACTORY);

        assertEquals(live.journal().runDigest(), result.digest());
        assertEquals(live.journal().commands() + 1, result.firstCommand());
        assertTrue(result.isEqual() && result.isCovered());
        assertEquals(JournalEnd.Status.CLOSED, result.end().status());
        final ReplayResult fromStart = Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY);
        assertEquals(fromStart.end().frames(), result.end().frames());
        assertEquals(fromStart.end().bytes(), result.end().bytes());
    }

    @Test
    void shouldReachTheSameDigestWhenFramesWaitForTheirForce() throws IOException, InterruptedException
    {
        final Path forced = home.resolve("forced");
        final StormResult result = Runs.storm(
            forced, CONFIG.forced(4, 1_000_000), 10_000, SnapshotSchedule.ofCommands(3_000));

        assertTrue(snapshots(forced).size() > 1);
        assertNull(Replay.verify(forced, ReplayProgress.NONE, Machines.FACTORY).divergence());
        final ReplayResult replayed = Replay.run(
            forced, ReplayOptions.DEFAULT.to(
                result.journal().commands()).fromNearestSnapshot(), ReplayProgress.NONE, Machines.FACTORY);
        assertEquals(result.journal().runDigest(), replayed.digest());
    }

    @Test
    void shouldRefuseToStopBehindTheEndFromASnapshotToo()
    {
        final ReplayException thrown = assertThrows(ReplayException.class, () -> Replay.run(journal,
            ReplayOptions.DEFAULT.to(
                live.journal().commands() + 1).fromNearestSnapshot(), ReplayProgress.NONE, Machines.FACTORY));

        assertEquals(ReplayException.Reason.TOO_SHORT, thrown.reason());
    }

    @Test
    void shouldDivergeWhenASnapshotWasTamperedWith() throws IOException
    {
        // Changes the first word of the first page of RAM: the frame stays sound, its state does not.
        final Path copy = copy("tampered", (kind, payload) -> tamper(kind, payload, 0, 2));
        final long sequence = snapshots.get(1) + 5;

        final ReplayResult fromStart = Replay.verify(copy, ReplayProgress.NONE, Machines.FACTORY);
        assertNotNull(fromStart.divergence());
        assertEquals(snapshots.get(0), fromStart.divergence().sequence());
        assertTrue(fromStart.divergence().message().endsWith(
            ": the snapshot there differs from the machine in word 2"), fromStart.divergence().message());

        final ReplayResult fromSnapshot =
            Replay.run(
                copy, ReplayOptions.DEFAULT.to(sequence).fromNearestSnapshot(), ReplayProgress.NONE, Machines.FACTORY);
        assertNotNull(fromSnapshot.divergence());
        assertFalse(fromSnapshot.isEqual());
        assertTrue(fromSnapshot.divergence().isOfState());
        assertEquals(snapshots.get(1), fromSnapshot.divergence().sequence());
        assertEquals("the snapshot there is not what it says it is", fromSnapshot.divergence().finding());
    }

    @Test
    void shouldNameTheFaultOfAnInvalidSnapshot() throws IOException
    {
        final Path copy = copy("none", (kind, payload) -> tamper(kind, payload, 0, 0));

        final ReplayException thrown = assertThrows(ReplayException.class, () ->
            Replay.run(copy, ReplayOptions.DEFAULT.to(
                snapshots.get(0)).fromNearestSnapshot(), ReplayProgress.NONE, Machines.FACTORY));

        assertEquals(ReplayException.Reason.DAMAGED, thrown.reason());
        assertTrue(thrown.getMessage().contains("snapshot of command " + snapshots.get(0)), thrown.getMessage());
    }

    @Test
    void shouldUseThePreviousSnapshotWhenOneIsCutShort() throws IOException
    {
        // Omits the last part, like a writer that dies there.
        final Path copy = copy("cut", (kind, payload) ->
            kind == Frame.SNAPSHOT && SnapshotPayload.isLast(payload) &&
            SnapshotPayload.sequence(payload) == snapshots.get(1) ? -1 : payload.capacity());

        final ReplayResult result = Replay.run(
            copy, ReplayOptions.DEFAULT.to(
                snapshots.get(1) + 3).fromNearestSnapshot(), ReplayProgress.NONE, Machines.FACTORY);

        assertNull(result.divergence());
        assertEquals(snapshots.get(0) + 1, result.firstCommand());
        assertNull(Replay.verify(copy, ReplayProgress.NONE, Machines.FACTORY).divergence());
    }

    @ParameterizedTest(name = "version {0} more")
    @ValueSource(ints = { -1, 1 })
    void shouldRefuseASnapshotOfAnotherVersion(final int more) throws IOException
    {
        final Path copy = copy("version" + more,
            (kind, payload) -> change(kind, payload, 0, SnapshotPayload.VERSION_OFFSET, more));

        assertTrue(refusal(copy, ReplayException.Reason.DAMAGED).contains(
            "part of a snapshot of version " + (Semantics.VERSION + more) + ", expected " + Semantics.VERSION));
    }

    @Test
    void shouldRefuseAnUnknownPartOfASnapshot() throws IOException
    {
        final Path copy = copy("part",
            (kind, payload) -> change(kind, payload, 1, SnapshotPayload.PART_OFFSET, 5));

        assertTrue(refusal(copy, ReplayException.Reason.DAMAGED).contains(
            "part 6 of a snapshot, expected part 1 or a new snapshot"));
    }

    @Test
    void shouldRefuseAPartBehindTheLastPart() throws IOException
    {
        final Path copy = copy("behind", (kind, payload) -> payload.capacity(),
            (kind, payload) -> kind == Frame.SNAPSHOT && SnapshotPayload.isLast(payload) ? 2 : 1);

        final ReplayException thrown = assertThrows(ReplayException.class,
            () -> Replay.verify(copy, ReplayProgress.NONE, Machines.FACTORY));

        assertEquals(ReplayException.Reason.DAMAGED, thrown.reason());
        assertTrue(thrown.getMessage().contains(" of a snapshot, expected part 0"), thrown.getMessage());
    }

    @Test
    void shouldRefuseAPartOfASnapshotOfAnotherCommand() throws IOException
    {
        final Path copy = copy("command",
            (kind, payload) -> change(kind, payload, 1, SnapshotPayload.SEQUENCE_OFFSET, 1));

        assertTrue(refusal(copy, ReplayException.Reason.DAMAGED).contains(
            "part of a snapshot of command " + (snapshots.get(0) + 1) + ", expected " + snapshots.get(0)));
    }

    @ParameterizedTest(name = "{0} bytes fewer")
    @ValueSource(ints = { 4, 16 * 1024 })
    void shouldRefuseAPartThatIsNotWhole(final int fewer) throws IOException
    {
        final Path copy = copy("short" + fewer, (kind, payload) ->
            kind == Frame.SNAPSHOT ? Math.max(8, payload.capacity() - fewer) : payload.capacity());

        assertTrue(refusal(copy, ReplayException.Reason.DAMAGED).contains("part of a snapshot: length "));
    }

    /** Returns the message of the refusal, which is equal from the beginning and from the nearest snapshot. */
    private static String refusal(final Path copy, final ReplayException.Reason reason)
    {
        final ReplayException fromStart = assertThrows(ReplayException.class,
            () -> Replay.verify(copy, ReplayProgress.NONE, Machines.FACTORY));
        final ReplayException fromSnapshot = assertThrows(ReplayException.class,
            () -> Replay.run(copy, ReplayOptions.DEFAULT.to(snapshots.get(0)).fromNearestSnapshot(),
            ReplayProgress.NONE, Machines.FACTORY));

        assertEquals(reason, fromStart.reason(), fromStart::getMessage);
        assertEquals(reason, fromSnapshot.reason(), fromSnapshot::getMessage);
        assertEquals(fromStart.getMessage(), fromSnapshot.getMessage());

        return fromSnapshot.getMessage();
    }

    private static void assertSameFromSnapshot(final long sequence) throws IOException
    {
        final ReplayOptions options = ReplayOptions.DEFAULT.to(sequence);
        final ReplayResult fromStart = Replay.run(journal, options, ReplayProgress.NONE, Machines.FACTORY);
        final ReplayResult result = Replay.run(
            journal, options.fromNearestSnapshot(), ReplayProgress.NONE, Machines.FACTORY);
        final long nearest = snapshots.stream().mapToLong(Long::longValue).filter(s -> s <= sequence).max().orElse(0);

        assertNull(result.divergence());
        assertEquals(sequence, result.commands());
        assertEquals(nearest + 1, result.firstCommand(), "to " + sequence);
        assertEquals(fromStart.digest(), result.digest(), "to " + sequence);
        assertEquals(fromStart.stateDigest(), result.stateDigest(), "to " + sequence);
        assertEquals(nearest > 0, result.isEqual());
    }

    /** Adds to a word of the header of one part of each snapshot. */
    private static int change(
        final int kind, final UnsafeBuffer payload, final long part, final int offset, final long more)
    {
        if (kind == Frame.SNAPSHOT && SnapshotPayload.part(payload) == part)
        {
            payload.putLong(offset, payload.getLong(offset) + more);
        }

        return payload.capacity();
    }

    private static int tamper(final int kind, final UnsafeBuffer payload, final long part, final int word)
    {
        if (kind == Frame.SNAPSHOT && SnapshotPayload.part(payload) == part)
        {
            final int at = SnapshotPayload.STATE_OFFSET + (word << 3);
            payload.putLong(at, ~payload.getLong(at));
        }

        return payload.capacity();
    }

    /** Change of a frame while it is copied; returns the new length, or −1 to omit the frame. */
    private interface Change
    {
        int of(int kind, UnsafeBuffer payload);
    }

    /** Writes a journal of equal frames but for a change, with correct CRCs and chain. */
    private static Path copy(final String name, final Change change) throws IOException
    {
        return copy(name, change, (kind, payload) -> 1);
    }

    private static Path copy(final String name, final Change change, final Change times) throws IOException
    {
        final Path copy = home.resolve(name);
        try (JournalReader reader = JournalReader.open(journal))
        {
            assertTrue(reader.next());
            final byte[] configuration = new byte[reader.payloadLength()];
            reader.buffer().getBytes(reader.payloadOffset(), configuration);
            try (JournalWriter writer = new JournalOpening(CONFIG).create(copy, configuration))
            {
                while (reader.next() && reader.kind() != Frame.CLOSING)
                {
                    final byte[] bytes = new byte[reader.payloadLength()];
                    reader.buffer().getBytes(reader.payloadOffset(), bytes);
                    final int length = change.of(reader.kind(), new UnsafeBuffer(bytes));
                    final int count = length < 0 ? 0 : times.of(reader.kind(), new UnsafeBuffer(bytes));
                    for (int i = 0; i < count; i++)
                    {
                        writer.frame().putBytes(writer.payloadOffset(), bytes);
                        assertTrue(Appends.append(writer, reader.kind(), reader.count(), length));
                    }
                }
            }
        }

        return copy;
    }

    private static List<Long> snapshots(final Path of) throws IOException
    {
        final List<Long> found = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(of))
        {
            while (reader.next())
            {
                final UnsafeBuffer payload = new UnsafeBuffer(
                    reader.buffer(), reader.payloadOffset(), reader.payloadLength());
                if (reader.kind() == Frame.SNAPSHOT && SnapshotPayload.part(payload) == 0)
                {
                    found.add(SnapshotPayload.sequence(payload));
                    assertEquals(reader.firstSequence() - 1, SnapshotPayload.sequence(payload));
                }
            }
        }

        return found;
    }
}
