package org.gale.engine.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Where a journal lies, who has it open, and what its reader says of it. */
class JournalReaderTest
{
    @TempDir
    private Path home;

    private Path run;

    @BeforeEach
    void nameDirectory()
    {
        run = home.resolve("run");
    }

    @Test
    void shouldFindTheJournalAroundAFile() throws IOException
    {
        Journals.closed(run, 1);

        assertEquals(run, JournalReader.around(run.resolve("report.json")));
        assertEquals(run, JournalReader.around(Journals.file(run, 3)));
        assertNull(JournalReader.around(run.resolve("other/file")));
        assertNull(JournalReader.around(run.resolve("00000a/file")));
        assertNull(JournalReader.around(run.resolve("000000/deep/file")));
        assertNull(JournalReader.around(home.resolve("000000/file")));
        assertNull(JournalReader.around(home));
        assertNull(JournalReader.around(Path.of("/file")));
        assertNull(JournalReader.around(Path.of("/")));
    }

    @Test
    void shouldTellAJournalThatIsLeftFromOneThatIsOpen() throws IOException
    {
        assertFalse(JournalReader.isLeft(run));
        try (JournalWriter writer = Journals.create(run, Journals.SMALL))
        {
            Journals.append(writer, 1, 1);
            assertFalse(JournalReader.isLeft(run));
            final JournalException ex = assertThrows(JournalException.class, () -> JournalReader.open(run));
            assertEquals(JournalException.Reason.IN_USE, ex.reason());
        }
        assertTrue(JournalReader.isLeft(run));
        Files.delete(run.resolve(JournalText.NAME));
        Files.createDirectory(run.resolve(JournalText.NAME));
        assertFalse(JournalReader.isLeft(run));
    }

    @Test
    void shouldCountWhatItReadAndGoBack() throws IOException
    {
        Journals.closed(run, 3);

        try (JournalReader reader = JournalReader.open(run))
        {
            final long total = reader.totalBytes();
            reader.next();
            reader.next();
            final JournalPosition second = reader.position();
            final long bytes = reader.bytes();
            final long commands = reader.commands();
            assertEquals(Journals.file(run, 0), reader.file());
            assertTrue(bytes > 0);
            assertEquals(700, commands);
            JournalOpening.readToEnd(reader);
            assertEquals(reader.end().bytes(), reader.bytes());
            assertEquals(JournalFileContent.read(run.resolve(JournalText.NAME)).sealed().stream()
                .mapToLong(SealedSegment::end).sum(), total);
            assertEquals(0, reader.tornFrames());
            assertEquals(Journals.file(run, 2), reader.file());

            assertTrue(reader.seek(second));
            assertEquals(bytes, reader.bytes());
            assertEquals(commands, reader.commands());
        }
    }

    @Test
    void shouldEstimateAnOpenSegmentByItsFile() throws IOException
    {
        Journals.closed(run, 2);
        Journals.unseal(run, 1);
        final long sealed = JournalFileContent.read(run.resolve(JournalText.NAME)).sealed().get(0).end();

        try (JournalReader reader = JournalReader.open(run))
        {
            assertEquals(sealed + SegmentFormat.openLength(Journals.BLOCK), reader.totalBytes());
        }
        Files.delete(Journals.file(run, 1));
        try (JournalReader reader = JournalReader.open(run))
        {
            assertEquals(sealed, reader.totalBytes());
        }
    }
}
