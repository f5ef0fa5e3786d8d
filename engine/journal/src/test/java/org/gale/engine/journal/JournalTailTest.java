package org.gale.engine.journal;

import org.gale.engine.config.NumberText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the tail rule, on a journal whose writer died: the files as they are at one moment. */
class JournalTailTest
{
    @TempDir
    private Path home;
    private Path left;
    private JournalWriter writer;
    private long commands;

    @BeforeEach
    void leaveJournal() throws IOException
    {
        final Path run = home.resolve("run");
        left = home.resolve("left");
        writer = Journals.create(run, Journals.SMALL);
        while (writer.segment() < 2)
        {
            Journals.append(writer, 1, 700);
        }
        Journals.append(writer, 3, 300);
        commands = writer.nextSequence() - 1;
        Journals.copyLeft(writer, run, left);
    }

    @AfterEach
    void closeWriter()
    {
        writer.close();
    }

    @Test
    void shouldAcceptAJournalWhoseWriterDied() throws IOException
    {
        final JournalEnd end = Journals.read(left);

        assertEquals(JournalEnd.Status.LEFT, end.status(), () -> end.damage().message());
        assertEquals(commands, end.commands());
    }

    @Test
    void shouldAcceptAJournalAfterEachFrame() throws IOException
    {
        final Path run = home.resolve("second");
        final Path copy = home.resolve("copy");
        try (JournalWriter second = Journals.create(run, Journals.SMALL))
        {
            for (int i = 0; i < 30; i++)
            {
                Journals.append(second, 1, 1 + 37 * i % 900);
                final Path at = copy.resolve(String.valueOf(i));
                Journals.copyLeft(second, run, at);

                final JournalEnd end = Journals.read(at);

                assertEquals(JournalEnd.Status.LEFT, end.status(), () -> end.damage().message());
                assertEquals(second.nextSequence() - 1, end.commands());
            }
        }
    }

    @Test
    void shouldAcceptTheFrameThatTheMarkDoesNotNameYet() throws IOException
    {
        mark(-1);

        expectLeft(commands);
    }

    @Test
    void shouldDetectThatTheMarkIsAheadOfTheFrames() throws IOException
    {
        mark(1);

        final JournalDamage damage = expectDamage(Journals.file(left, 2));
        assertTrue(damage.finding().startsWith("the end, expected frame"), damage.finding());
        assertEquals(commands, damage.soundCommands());
    }

    @Test
    void shouldDetectThatTheMarkIsFarBehind() throws IOException
    {
        mark(-2);

        expectDamage(Journals.file(left, 2));
    }

    @Test
    void shouldDetectFramesAfterTheSegmentOfTheMark() throws IOException
    {
        final MarkImage image = MarkImage.read(left);
        final SealedSegment first = JournalFileContent.read(left.resolve(JournalText.NAME)).sealed().get(0);
        Journals.unseal(left, 0);
        Mark.store(left, Mark.value(0, first.lastNumber()), Mark.NONE, image.pid(), image.bootId());

        final JournalDamage damage = expectDamage(Journals.file(left, 1));
        assertEquals("a frame, but the mark names segment 0 as the last with any", damage.finding());
    }

    @Test
    void shouldDetectThatTheMarkNamesAnEarlierSegmentThanTheLastSealed() throws IOException
    {
        final MarkImage image = MarkImage.read(left);
        Mark.store(left, Mark.value(0, 3), Mark.NONE, image.pid(), image.bootId());

        expectDamage(left.resolve(Mark.NAME));
    }

    @Test
    void shouldReportEveryFlippedBitOfTheMarkOrReadAllAcknowledgedFrames() throws IOException
    {
        for (int bit = 0; bit < 8 * Mark.USED; bit++)
        {
            Journals.flip(left.resolve(Mark.NAME), bit / 8, 1 << (bit % 8));

            final JournalEnd end = Journals.read(left);

            assertTrue(end.status() != JournalEnd.Status.LEFT || end.commands() == commands, "bit " + bit);
            assertTrue(bit / 8 >= Mark.PID_OFFSET || end.status() != JournalEnd.Status.LEFT || bit == 0 ||
                bit / 8 >= Mark.FORCED_OFFSET, "bit " + bit);
            Journals.flip(left.resolve(Mark.NAME), bit / 8, 1 << (bit % 8));
        }
    }

    @Test
    void shouldIgnoreATornFrame() throws IOException
    {
        final byte[] torn = new byte[3000];
        Arrays.fill(torn, (byte)0x5a);
        Journals.put(Journals.file(left, 2), end(2) + 4, torn);

        expectLeft(commands);
    }

    @Test
    void shouldDetectAHeaderWithoutAFrame() throws IOException
    {
        for (final int header : new int[]{ 1, 60, 0x8000_0000, 0xc000_0000, 0x4000_003c, 0x3fff_fffc, -1 })
        {
            Journals.put(Journals.file(left, 2), end(2),
                ByteBuffer.allocate(4).order(LITTLE_ENDIAN).putInt(0, header).array());

            assertEquals(end(2), expectDamage(Journals.file(left, 2)).offset());
        }
    }

    @Test
    void shouldDetectBytesBeyondTheTornFrame() throws IOException
    {
        final Path big = home.resolve("big");
        final Path copy = home.resolve("copy");
        final JournalConfig other = Journals.SMALL.withId(1);
        try (JournalWriter second =
            Journals.create(big, other.withBlocks(Journals.FRAME_LIMIT, List.of(1 << 20))))
        {
            Journals.append(second, 2, 10);
            Journals.copyLeft(second, big, copy);
        }
        left = copy;
        final long beyond = end(0) + 4L + 256 * 1024;
        Journals.flip(Journals.file(copy, 0), beyond - 1, 1);
        assertEquals(JournalEnd.Status.LEFT, Journals.read(copy).status());
        Journals.flip(Journals.file(copy, 0), beyond, 1);

        assertEquals(beyond, expectDamage(Journals.file(copy, 0)).offset());
    }

    @Test
    void shouldAcceptTheWordsAt64And72OfTheFrameBefore() throws IOException
    {
        final Path file = Journals.file(left, 2);
        final byte[] last = Arrays.copyOfRange(Files.readAllBytes(file), 64, 80);
        final byte[] previous = previousWords(2);

        Journals.put(file, 72, Arrays.copyOfRange(previous, 8, 16));
        expectLeft(commands);
        Journals.put(file, 64, previous);
        expectLeft(commands);
        Journals.put(file, 72, Arrays.copyOfRange(last, 8, 16));
        expectDamage(file);
        Journals.put(file, 64, new byte[16]);
        expectDamage(file);
    }

    @Test
    void shouldAcceptTheLockOfTheWriter() throws IOException
    {
        final Path file = Journals.metadata(left, 2);
        Journals.put(file, SegmentFormat.LOCK_OFFSET, word(MarkImage.read(left).pid()));
        expectLeft(commands);
        Journals.put(file, SegmentFormat.LOCK_OFFSET, word(MarkImage.read(left).pid() + 1));

        assertEquals(SegmentFormat.LOCK_OFFSET, expectDamage(file).offset() & -Long.BYTES);
    }

    @Test
    void shouldDetectEveryLengthOfTheMarksSegmentButTheFullOne() throws IOException
    {
        final Path file = Journals.file(left, 2);
        final long length = Files.size(file);
        final int end = end(2);
        for (final long other : new long[]{ length + 1, length - 1, length - 4096, end + 8, end, end - 1, 399, 0 })
        {
            final byte[] bytes = Files.readAllBytes(file);
            Journals.resize(file, other);
            expectDamage(file);
            Files.write(file, bytes);
        }
        expectLeft(commands);
    }

    @Test
    void shouldAcceptASegmentBeforeTheMarksThatIsNotSealedYet() throws IOException
    {
        Journals.unseal(left, 1);

        expectLeft(commands);
    }

    @Test
    void shouldDetectThatASegmentBeforeTheMarksIsNotComplete() throws IOException
    {
        Journals.unseal(left, 1);
        final Path file = Journals.file(left, 1);
        final int last = (int)ByteBuffer.wrap(Files.readAllBytes(file)).order(LITTLE_ENDIAN).getLong(64);
        Journals.put(file, last, new byte[4]);

        expectDamage(file);
    }

    @Test
    void shouldAcceptASegmentMadeAheadInAnyState() throws IOException
    {
        final Path ahead = SegmentFormat.directory(left, 3);
        SegmentFiles.delete(ahead);
        expectLeft(commands);
        Files.createDirectory(ahead);
        expectLeft(commands);
        Files.write(ahead.resolve(SegmentFormat.METADATA_NAME), new byte[100]);
        expectLeft(commands);
        for (final int length : new int[]{ 0, 399, 403, 500, 70_000 })
        {
            Files.write(ahead.resolve(SegmentFormat.FILE_NAME), new byte[length]);
            expectLeft(commands);
        }
    }

    @Test
    void shouldAcceptALineThatWasBeingWritten() throws IOException
    {
        final Path file = left.resolve(JournalText.NAME);
        final byte[] bytes = Files.readAllBytes(file);
        Journals.unseal(left, 1);
        final int whole = (int)Files.size(file);
        for (int length = whole + 1; length < bytes.length; length++)
        {
            Files.write(file, Arrays.copyOf(bytes, length));

            final JournalEnd end = Journals.read(left);

            assertEquals(JournalEnd.Status.LEFT, end.status(), () -> end.damage().message());
            assertEquals(
                List.of(file + ": " + NumberText.counted(length - whole, "byte") +
                " of a line that was being written"), end.notes());
        }
    }

    @Test
    void shouldNameFilesThatAreNotTheJournals() throws IOException
    {
        Files.createFile(left.resolve("notes.txt"));

        assertEquals(List.of(left + ": 1 file next to those of the journal"), Journals.read(left).notes());
    }

    @Test
    void shouldSealALeftJournalToTheSameBytesAsAWriter() throws IOException
    {
        Journals.unseal(left, 1);
        final Path file = Journals.file(left, 2);
        Journals.put(file, end(2) + 4, new byte[]{ 1, 2, 3 });
        Journals.put(Journals.metadata(left, 2), SegmentFormat.LOCK_OFFSET, word(MarkImage.read(left).pid()));

        for (int turn = 0; turn < 2; turn++)
        {
            JournalOpening.seal(left);

            expectLeft(commands);
            final List<SealedSegment> sealed = JournalFileContent.read(left.resolve(JournalText.NAME)).sealed();
            assertEquals(3, sealed.size());
            assertEquals(SegmentFormat.cutLength(sealed.get(2).end()), Files.size(file));
            assertFalse(Files.exists(SegmentFormat.directory(left, 3)));
            for (int segment = 0; segment < 2; segment++)
            {
                assertEquals(-1, Files.mismatch(
                    Journals.file(home.resolve("run"), segment), Journals.file(left, segment)));
                assertEquals(-1, Files.mismatch(
                    Journals.metadata(home.resolve("run"), segment), Journals.metadata(left, segment)));
            }
        }
    }

    @Test
    void shouldSealAfterADeathBetweenItsSteps() throws IOException
    {
        // Dead after the line and before the cut: the file is longer by zeros.
        final Path file = Journals.file(left, 1);
        final byte[] cut = Files.readAllBytes(file);
        Journals.resize(file, SegmentFormat.openLength(Journals.BLOCK));
        assertEquals(1, Journals.read(left).notes().size());

        // Dead before the line: everything else was done, and is done again.
        Journals.unseal(left, 1);
        JournalOpening.seal(left);

        expectLeft(commands);
        assertEquals(-1, Arrays.mismatch(cut, Files.readAllBytes(file)));
    }

    /** Moves the mark by a number of frames. */
    private void mark(final int frames) throws IOException
    {
        final MarkImage image = MarkImage.read(left);
        Mark.store(left, image.appended() + frames, image.forced(), image.pid(), image.bootId());
    }

    /** Returns the end of the frames of a segment, which is not sealed. */
    private int end(final int segment) throws IOException
    {
        final ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(Journals.file(left, segment))).order(LITTLE_ENDIAN);
        final int last = (int)bytes.getLong(SegmentFormat.LAST_POSITION_OFFSET);

        return SegmentFormat.nextOffset(last, bytes.getInt(last));
    }

    /** Returns the words at 64 and 72 as they were before the last frame. */
    private byte[] previousWords(final int segment) throws IOException
    {
        try (JournalReader reader = JournalReader.open(left))
        {
            int number = 0;
            int offset = 0;
            int previousNumber = 0;
            int previousOffset = 0;
            while (reader.next())
            {
                previousNumber = number;
                previousOffset = offset;
                number = reader.frameNumber();
                offset = reader.frameOffset();
            }
            assertEquals(segment, MarkImage.read(left).segment());
            return ByteBuffer.allocate(16).order(LITTLE_ENDIAN)
                .putLong(previousOffset).putLong(SegmentFormat.lastIndex(previousOffset, previousNumber)).array();
        }
    }

    private static byte[] word(final long value)
    {
        return ByteBuffer.allocate(Long.BYTES).order(LITTLE_ENDIAN).putLong(0, value).array();
    }

    private void expectLeft(final long expectedCommands) throws IOException
    {
        final JournalEnd end = Journals.read(left);

        assertEquals(JournalEnd.Status.LEFT, end.status(), () -> end.damage().message());
        assertEquals(expectedCommands, end.commands());
    }

    private JournalDamage expectDamage(final Path file) throws IOException
    {
        final JournalEnd end = Journals.read(left);

        assertEquals(JournalEnd.Status.DAMAGED, end.status());
        assertEquals(file, end.damage().file(), () -> end.damage().message());
        return end.damage();
    }
}
