package org.gale.engine.journal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Lines of {@code gale.journal} that are whole, torn or damaged, and where the damage is. */
class JournalFileContentTest
{
    private static final String HEADER = text(JournalText.header(new JournalHeader(
        Journals.ID, Durability.PROCESS, Journals.FRAME_LIMIT, List.of(Journals.BLOCK), Journals.CONFIGURATION)));
    private static final SealedSegment FIRST = new SealedSegment(0, 10, 1480, 3, 5);
    private static final SealedSegment SECOND = new SealedSegment(1, 20, 2480, 4, 6);
    private static final String LINES = text(JournalText.sealed(FIRST)) + text(JournalText.sealed(SECOND));

    @TempDir
    private Path home;

    @Test
    void shouldReadLinesOfSegmentsLimitsAndPurges() throws IOException
    {
        final String text =
            HEADER + LINES + text(JournalText.limit(7)) + text(JournalText.purged(FIRST)) + text(JournalText.limit(0));

        final JournalFileContent content = read(text);

        assertEquals(List.of(FIRST, SECOND), content.sealed());
        assertEquals(new PurgedSegments(1, 10, 3, 1000), content.purged());
        assertEquals(0, content.limitBytes(), "the last one counts");
        assertEquals(text.length(), content.length());
        assertEquals(0, content.torn());
        assertEquals(new PurgedSegments(2, 20, 7, 3000), JournalFileContent.upTo(content.sealed(), 2));
        assertEquals(PurgedSegments.NONE, JournalFileContent.upTo(content.sealed(), 0));
    }

    @Test
    void shouldCountATornLine() throws IOException
    {
        for (final byte[] line : List.of(JournalText.sealed(new SealedSegment(2, 21, 600, 1, 7)),
            JournalText.limit(7), JournalText.purged(FIRST)))
        {
            for (int length = 1; length < line.length; length++)
            {
                final JournalFileContent content = read(HEADER + LINES + text(line).substring(0, length));

                assertEquals(HEADER.length() + LINES.length(), content.length());
                assertEquals(length, content.torn());
                assertEquals(2, content.sealed().size());
                assertEquals(0, content.limitBytes());
                assertEquals(PurgedSegments.NONE, content.purged());
            }
        }
    }

    @Test
    void shouldLocateAnotherCharacterInThePlaceOfTheEndOfALine() throws IOException
    {
        for (final byte[] line : List.of(JournalText.sealed(new SealedSegment(2, 21, 600, 1, 7)),
            JournalText.limit(7), JournalText.limit(0), JournalText.purged(FIRST)))
        {
            final String text = HEADER + LINES + text(line).replace('\n', 'x');

            damaged(text, text.length() - 1, "byte 0x78, expected the end of a line");
        }
    }

    @Test
    void shouldLocateTheEndOfAHeaderThatIsCut() throws IOException
    {
        final int second = HEADER.indexOf('\n') + 1;

        damaged("", 0, "the file ends in its header, at byte 0");
        damaged(HEADER.substring(0, 5), 0, "the file ends in its header, at byte 5");
        damaged(HEADER.substring(0, second + 2), second, "the file ends in its header, at byte " + (second + 2));
    }

    @Test
    void shouldLocateASegmentThatIsNotTheNext() throws IOException
    {
        final String line = text(JournalText.sealed(SECOND));

        damaged(HEADER + line, HEADER.length(), "'" + JournalText.shortened(line.strip()) +
            "', expected the line of segment 0 with its CRC");
    }

    @Test
    void shouldCutATornLineWhenItIsOpenedAndRefuseAFileThatHasGrown() throws IOException
    {
        final Path run = home.resolve("run");
        Files.createDirectories(run);
        final Path file = run.resolve(JournalText.NAME);
        Files.writeString(file, HEADER + LINES + "limit 12", StandardCharsets.ISO_8859_1);
        final JournalFileContent content = JournalFileContent.read(file);
        Files.writeString(file, HEADER + LINES + "limit 123", StandardCharsets.ISO_8859_1);
        final JournalException exception =
            assertThrows(JournalException.class, () -> JournalFile.reopen(run, content));
        assertEquals(JournalException.Reason.IN_USE, exception.reason());
        assertEquals(run + ": a writer has it open", exception.getMessage());

        try (JournalFile opened = JournalFile.reopen(run, JournalFileContent.read(file)))
        {
            assertTrue(opened.isSealed(1));
            assertFalse(opened.isSealed(2));
            assertEquals(2 * (4096 + SegmentFormat.METADATA_LENGTH), opened.keptBytes());
            assertEquals(HEADER + LINES, Files.readString(file, StandardCharsets.ISO_8859_1));
            opened.limit(5);
        }
        assertEquals(HEADER + LINES + text(JournalText.limit(5)),
            Files.readString(file, StandardCharsets.ISO_8859_1));
    }

    @Test
    void shouldKnowAFileFromWhatIsInItsPlace() throws IOException
    {
        final Path file = Files.writeString(home.resolve("file"), "text");
        final Path directory = Files.createDirectory(home.resolve("directory"));

        assertTrue(PlainFile.isThere(file));
        assertFalse(PlainFile.isThere(home.resolve("absent")));
        assertFalse(PlainFile.isThere(file.resolve("below")), "a file is no directory");
        final JournalException exception =
            assertThrows(JournalException.class, () -> PlainFile.isThere(directory));
        assertEquals(directory + ": is a directory, not a file of a journal", exception.getMessage());
    }

    @Test
    void shouldNameTheFrameOfADamageThatHasOne()
    {
        final Path file = Path.of("file");

        assertEquals("file: byte 1,234: found.  Sound before it: 2 commands.",
            new JournalDamage(file, 0, -1, 1234, "found", 2).message());
        assertEquals("file: frame 0 at byte 400: found.  Sound before it: 1 command.",
            new JournalDamage(file, 0, 0, 400, "found", 1).message());
    }

    @Test
    void shouldLocateAByteBehindTheWordsOfAMark() throws IOException
    {
        Mark.create(home, 1, 2);
        assertEquals(new MarkImage(Mark.NONE, Mark.NONE, 1, 2), MarkImage.read(home));
        for (final int at : new int[]{ 32, 4095 })
        {
            Journals.put(home.resolve(Mark.NAME), at, new byte[]{ 7 });
            final DamagedException exception = assertThrows(DamagedException.class, () -> MarkImage.read(home));
            assertEquals(at, exception.damage().offset());
            assertEquals("byte 0x07, expected 0x00", exception.damage().finding());
            Journals.put(home.resolve(Mark.NAME), at, new byte[1]);
        }
    }

    private void damaged(final String text, final long offset, final String finding) throws IOException
    {
        final DamagedException exception = assertThrows(DamagedException.class, () -> read(text));

        assertEquals(offset, exception.damage().offset());
        assertEquals(finding, exception.damage().finding());
        assertEquals(-1, exception.damage().segment());
    }

    private JournalFileContent read(final String text) throws IOException
    {
        final Path file = home.resolve("content");
        Files.writeString(file, text, StandardCharsets.ISO_8859_1);

        return JournalFileContent.read(file);
    }

    private static String text(final byte[] line)
    {
        return new String(line, StandardCharsets.ISO_8859_1);
    }
}
