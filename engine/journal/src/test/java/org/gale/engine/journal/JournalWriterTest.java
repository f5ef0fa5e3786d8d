package org.gale.engine.journal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Frames of each kind that a writer keeps or refuses, its waits, and the frame that it closes with. */
class JournalWriterTest
{
    /** Bytes of the first frame: header of the excerpt, header of the frame, 19 bytes padded. */
    private static final int FIRST_BYTES = 4 + 52 + 24;
    private static final int TWO_COMMANDS_BYTES = 4 + 52 + 16;
    private static final int WORD_BYTES = 4 + 52 + 8;
    private static final int CLOSING_BYTES = 4 + 52;

    @TempDir
    private Path home;
    private final NotedHost host = new NotedHost();

    @Test
    void shouldKeepTheFramesOfAnEngine() throws IOException
    {
        final Path run = home.resolve("run");
        try (JournalWriter writer = create(Journals.SMALL))
        {
            assertTrue(writer.takesSnapshots());
            assertEquals(FIRST_BYTES, writer.bytes());
            writer.frame().putLong(writer.payloadOffset(), Journals.word(1));
            writer.frame().putLong(writer.payloadOffset() + Long.BYTES, Journals.word(2));
            assertEquals(AppendResult.APPENDED, writer.appendCommands(2, 16));
            assertEquals(FIRST_BYTES + TWO_COMMANDS_BYTES, writer.bytes());
            assertTrue(writer.appendSnapshot(8));
            assertTrue(writer.appendDigest(8));
            assertEquals(FIRST_BYTES + TWO_COMMANDS_BYTES + 2 * WORD_BYTES, writer.bytes());
            assertEquals(3, writer.nextSequence());
            assertEquals(0, writer.forceNs());
        }

        assertEquals(List.of("configuration 19", "commands 16", "snapshot 8", "digest 8", "closing 0"), frames(run));
        assertEquals(FIRST_BYTES + TWO_COMMANDS_BYTES + 2 * WORD_BYTES + CLOSING_BYTES, Journals.read(run).bytes());
    }

    @Test
    void shouldRefuseFramesOfEveryKindAfterAFailure() throws IOException
    {
        try (JournalWriter writer = create(Journals.SMALL.withLimit(FIRST_BYTES)))
        {
            assertEquals(AppendResult.REFUSED, writer.appendCommands(1, 8));
            assertEquals(JournalFailure.Reason.LIMIT, writer.failure().reason());

            assertEquals(AppendResult.REFUSED, writer.appendCommands(1, 8));
            assertFalse(writer.appendDigest(8));
            assertFalse(writer.appendSnapshot(8));
            assertEquals(1, writer.appendedFrames());
        }
    }

    @Test
    void shouldCloseAtItsLimitAndSayThatItStoppedShort() throws IOException
    {
        final Path run = home.resolve("run");
        final int limit = FIRST_BYTES + TWO_COMMANDS_BYTES;
        try (JournalWriter writer = create(Journals.SMALL.withLimit(limit)))
        {
            assertTrue(Journals.appendOne(writer, 2));
            assertEquals(limit, writer.bytes());
            assertNull(writer.failure());

            assertFalse(Journals.appendOne(writer, 1));
            assertEquals("the journal reached its limit of 152 B", writer.failure().message());
        }

        assertEquals(JournalEnd.Status.CLOSED, Journals.read(run).status());
        assertEquals(List.of("configuration 19", "commands 16", "closing 8: 0x53544f50"), frames(run));
    }

    /** A frame whose last byte lies at the limit is accepted, and none that goes past it by a byte of its header. */
    @ParameterizedTest
    @ValueSource(ints = {-5, -4, -3, -1, 0, 1, 4})
    void shouldAcceptAFrameUpToTheLastByteOfItsLimit(final int distance) throws IOException
    {
        final int limit = FIRST_BYTES + TWO_COMMANDS_BYTES + distance;
        try (JournalWriter writer = create(Journals.SMALL.withLimit(limit)))
        {
            assertEquals(distance >= 0, Journals.appendOne(writer, 2), "limit " + limit);
            assertEquals(FIRST_BYTES + (distance >= 0 ? TWO_COMMANDS_BYTES : 0), writer.bytes());
            assertTrue(writer.bytes() <= limit);
        }
    }

    @Test
    void shouldSayThatItStoppedShortWhenItsOwnerHasFailed() throws IOException
    {
        final Path run = home.resolve("run");
        final JournalWriter writer = create(Journals.SMALL);

        writer.closeShort();

        assertEquals(List.of("configuration 19", "closing 8: 0x53544f50"), frames(run));
        assertEquals(2, writer.appendedFrames());
        writer.close();
        assertEquals(2, writer.appendedFrames(), "it is closed");
    }

    @Test
    void shouldCountTheTurnsOfAWait() throws IOException
    {
        try (JournalWriter writer = create(Journals.SMALL))
        {
            fill(writer, AppendResult.NOT_READY);
            host.workInTurn(2);

            assertTrue(writer.append(Frame.DIGEST, writer.payloadLimit()));

            assertEquals(List.of(0, 1, 2), host.takeTurns());
            writer.awaitSpace(7);
            assertEquals(List.of(7), host.takeTurns());
        }
    }

    @Test
    void shouldAwaitTheSpaceOfALongConfiguration() throws IOException
    {
        host.workInTurn(2);
        try (JournalWriter writer = createWithLongConfiguration())
        {
            assertEquals(List.of(0, 1, 2), host.takeTurns());
            assertEquals(1, writer.appendedFrames());
        }

        assertEquals(List.of("configuration 8000", "closing 0"), frames(home.resolve("run")));
    }

    @Test
    void shouldLeaveNothingWhenThereIsNoSpaceForAConfiguration() throws IOException
    {
        host.tick(400);

        final JournalException exception = assertThrows(JournalException.class, this::createWithLongConfiguration);

        final Path run = home.resolve("run");
        assertEquals(run + ": no space was made ready in 1000 ns", exception.getMessage());
        assertEquals(List.of(0, 1, 2), host.takeTurns());
        try (Stream<Path> files = Files.list(run))
        {
            assertEquals(List.of(), files.toList());
        }
    }

    @ParameterizedTest
    @CsvSource({ "NONE, 0", "MARK_BEFORE_FRAME, 1" })
    void shouldStoreTheMarkBehindTheFrame(final JournalMistake mistake, final int segment) throws IOException
    {
        final Path run = home.resolve("run");
        host.stepped().breakSegment(SegmentFormat.directory(run, 1));
        try (JournalWriter writer = new JournalOpening(Journals.SMALL, host, new ZeroWriter(), mistake)
            .create(run, Journals.CONFIGURATION))
        {
            host.workInTurn(0);
            fill(writer, AppendResult.REFUSED);

            assertEquals("a frame could not be appended: broken file", writer.failure().message());
            final long frames = writer.appendedFrames();
            assertEquals(Mark.value(segment, segment == 0 ? (int)frames : 1), MarkImage.read(run).appended());
        }
    }

    @Test
    void shouldAppendNoClosingFrameBehindAFrameThatFailed() throws IOException
    {
        final Path run = home.resolve("run");
        host.stepped().breakSegment(SegmentFormat.directory(run, 1));
        final JournalWriter writer = create(Journals.SMALL);
        host.workInTurn(0);
        fill(writer, AppendResult.REFUSED);
        final long frames = writer.appendedFrames();

        writer.close();

        assertEquals(frames, writer.appendedFrames());
        final JournalEnd end = Journals.read(run);
        assertEquals(JournalEnd.Status.LEFT, end.status());
        assertEquals(frames, end.frames());
    }

    @Test
    void shouldRefuseWhenTheFramesOfAFullSegmentCannotBeForced() throws Exception
    {
        try (JournalWriter writer = create(Journals.SMALL.forced(64, TimeUnit.HOURS.toNanos(1))))
        {
            for (int frame = 0; frame < 7; frame++)
            {
                host.stepped().work();
                assertEquals(AppendResult.APPENDED, writer.offer(Frame.COMMANDS, 1, writer.payloadLimit()));
            }
            assertEquals(1, writer.acknowledgedFrames());

            final AppendResult result =
                Journals.failForceIn(() -> writer.offer(Frame.COMMANDS, 1, writer.payloadLimit()));

            assertEquals(AppendResult.REFUSED, result);
            assertTrue(writer.failure().message().startsWith("the journal could not be forced"));
            assertEquals(0, writer.segment());
            assertEquals(8, writer.appendedFrames());
            assertEquals(1, writer.acknowledgedFrames());
        }
    }

    @Test
    void shouldRefuseAFrameWhenTheForceThatItWaitsForFails() throws Exception
    {
        try (JournalWriter writer = create(Journals.SMALL.forced(64, TimeUnit.HOURS.toNanos(1))))
        {
            assertTrue(Journals.appendOne(writer, 1));
            for (int round = 0; round < 10; round++)
            {
                host.stepped().work();                                          // all space that is wanted is made
            }
            assertTrue(writer.beginForce(1 << 20));
            host.workInTurn(0);

            final AppendResult result = Journals.failForceIn(() -> writer.offer(Frame.DIGEST, 0, 8));

            assertEquals(AppendResult.REFUSED, result);
            assertTrue(writer.failure().message().startsWith("the journal could not be forced"));
            assertEquals(2, writer.appendedFrames());
            assertEquals(1, writer.acknowledgedFrames());
        }
    }

    @ParameterizedTest
    @CsvSource({ "0, true", "-1, false" })
    void shouldCountAllBytesOfAFrameAgainstItsLimit(final int beyond, final boolean isAppended) throws IOException
    {
        try (JournalWriter writer = create(Journals.SMALL.withLimit(FIRST_BYTES + TWO_COMMANDS_BYTES + beyond)))
        {
            assertEquals(isAppended, Journals.appendOne(writer, 2));
            assertEquals(isAppended, writer.failure() == null);
        }
    }

    /** Appends long frames, and waits between them, until the writer gives an answer. */
    private static void fill(final JournalWriter writer, final AppendResult until)
    {
        AppendResult result = AppendResult.APPENDED;
        while (result != until)
        {
            if (result == AppendResult.NOT_READY)
            {
                writer.awaitSpace(0);
            }
            writer.frame().setMemory(writer.payloadOffset(), writer.payloadLimit(), (byte)1);
            result = writer.offer(Frame.DIGEST, 0, writer.payloadLimit());
        }
    }

    private JournalWriter create(final JournalConfig config) throws IOException
    {
        return new JournalOpening(config, host).create(home.resolve("run"), Journals.CONFIGURATION);
    }

    private JournalWriter createWithLongConfiguration() throws IOException
    {
        final JournalConfig config = Journals.SMALL.with(new JournalConfig.Reserve(4096, 32 * 1024, 1_000));

        return new JournalOpening(config, host).create(home.resolve("run"), new byte[8000]);
    }

    /** Reads the kinds of all frames and the lengths of their payloads, and the number in the last one. */
    private static List<String> frames(final Path run) throws IOException
    {
        final List<String> frames = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(run))
        {
            while (reader.next())
            {
                final boolean hasReason = reader.kind() == Frame.CLOSING && reader.payloadLength() == Long.BYTES;
                frames.add(Frame.kindName(reader.kind()) + " " + reader.payloadLength() + (hasReason ? ": 0x" +
                    Long.toHexString(reader.buffer().getLong(reader.payloadOffset(), ByteOrder.LITTLE_ENDIAN)) : ""));
            }
        }

        return frames;
    }
}
