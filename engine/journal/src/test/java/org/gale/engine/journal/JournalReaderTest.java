package org.gale.engine.journal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Journals that are found around a file, left or in use, and what a reader says of its place in one. */
class JournalReaderTest
{
    private static final int QUESTIONS = 2_000;

    @TempDir
    private Path home;

    @Test
    void shouldFindTheJournalAroundItsFilesAndThoseOfItsSegments() throws IOException
    {
        final Path run = home.resolve("run");
        Journals.closed(run, 1);

        assertEquals(run, JournalReader.around(run.resolve(Mark.NAME)));
        assertEquals(run, JournalReader.around(run.resolve("absent")));
        assertEquals(run, JournalReader.around(Journals.file(run, 0)));
        assertEquals(run, JournalReader.around(Journals.file(run, 999_999)));
        assertNull(JournalReader.around(run.resolve("other").resolve("file")));
        assertNull(JournalReader.around(run.resolve("000000").resolve("deeper").resolve("file")));
        assertNull(JournalReader.around(run));
        assertNull(JournalReader.around(Path.of("/")));
        assertNull(JournalReader.around(Path.of("/absent")));
    }

    @Test
    void shouldKnowAJournalThatNoProcessHasOpen() throws IOException
    {
        final Path run = home.resolve("run");
        assertFalse(JournalReader.isLeft(run));
        try (JournalWriter writer = Journals.create(run, Journals.SMALL))
        {
            assertNull(writer.failure());
            assertFalse(JournalReader.isLeft(run));
            final JournalException exception = assertThrows(JournalException.class, () -> JournalReader.open(run));
            assertEquals(JournalException.Reason.IN_USE, exception.reason());
            assertEquals(run + ": a writer has it open", exception.getMessage());
        }
        assertTrue(JournalReader.isLeft(run));
        final Path other = home.resolve("other");
        Files.createDirectories(other.resolve(JournalText.NAME));
        assertFalse(JournalReader.isLeft(other), "a directory in the place of the file");
        assertFalse(JournalReader.isLeft(run.resolve(Mark.NAME)), "a file in the place of the directory");
    }

    /** A process cannot ask for a lock that another of its threads asks for. */
    @Test
    void shouldFindAJournalLeftWhenTwoThreadsAskAtATime() throws Exception
    {
        final Path run = home.resolve("run");
        Journals.closed(run, 1);
        final Callable<Boolean> asker = () ->
        {
            boolean isLeft = true;
            for (int i = 0; i < QUESTIONS; i++)
            {
                isLeft &= JournalReader.isLeft(run);
            }
            return isLeft;
        };
        final FutureTask<Boolean> other = new FutureTask<>(asker);
        final Thread thread = new Thread(other);
        thread.start();
        final boolean isLeft = asker.call();

        assertTrue(other.get(1, TimeUnit.MINUTES));
        assertTrue(isLeft);
        thread.join();
    }

    @Test
    void shouldCountTheBytesOfTheFramesReadSoFar() throws IOException
    {
        final Path run = home.resolve("run");
        Journals.closed(run, 1);
        try (JournalReader reader = JournalReader.open(run))
        {
            assertEquals(0, reader.bytes());
            assertTrue(reader.next());
            assertEquals(80, reader.bytes());
            assertTrue(reader.next());
            assertEquals(80 + 4 + 52 + 2400, reader.bytes());
            assertEquals(Journals.file(run, 0), reader.file());
            assertEquals(SegmentFormat.FIRST_CHAIN_OFFSET + 80, reader.frameOffset());
            assertEquals(2, reader.frameNumber());
            JournalOpening.readToEnd(reader);
            assertEquals(0, reader.tornFrames());
            assertEquals(reader.end().bytes(), reader.bytes());
        }
    }

    @Test
    void shouldCountATornFrame() throws IOException
    {
        final Path left = left();
        LeftJournals.addTornFrame(left);

        try (JournalReader reader = JournalReader.open(left))
        {
            JournalOpening.readToEnd(reader);

            assertEquals(JournalEnd.Status.LEFT, reader.end().status());
            assertEquals(1, reader.tornFrames());
        }
    }

    @Test
    void shouldEstimateTheBytesByTheLinesAndTheFilesOfSegments() throws IOException
    {
        final Path left = left();
        final long sealed = JournalFileContent.read(left.resolve(JournalText.NAME)).sealed().get(0).end();
        try (JournalReader reader = JournalReader.open(left))
        {
            assertEquals(sealed + Files.size(Journals.file(left, 1)), reader.totalBytes());
            JournalOpening.readToEnd(reader);
            assertEquals(0, reader.totalBytes(), "it is read");
        }
        Files.delete(Journals.file(left, 1));
        try (JournalReader reader = JournalReader.open(left))
        {
            assertEquals(sealed, reader.totalBytes());
        }
    }

    @Test
    void shouldNotMoveIntoASegmentThatIsGone() throws IOException
    {
        final Path run = home.resolve("run");
        Journals.closed(run, 2);
        try (JournalReader reader = JournalReader.open(run))
        {
            while (reader.segment() < 1)
            {
                assertTrue(reader.next());
            }
            final JournalPosition position = reader.position();
            assertTrue(reader.seek(position));
            assertNull(reader.end());
            Files.delete(Journals.file(run, 1));

            assertFalse(reader.seek(position));

            assertNotNull(reader.end());
            assertEquals(JournalEnd.Status.DAMAGED, reader.end().status());
        }
    }

    @Test
    void shouldSayThatAnotherHasResumedTheJournalInPlaceOfDamage() throws IOException
    {
        final Path left = left();
        try (JournalReader early = JournalReader.open(left); JournalReader late = JournalReader.open(left))
        {
            assertTrue(early.next());
            assertTrue(late.next());
            try (JournalWriter writer = new JournalOpening(Journals.SMALL).resume(left))
            {
                assertNull(writer.failure());
                final JournalException taken =
                    assertThrows(JournalException.class, () -> JournalOpening.readToEnd(early));
                assertEquals(JournalException.Reason.IN_USE, taken.reason());
                assertEquals(left + ": a writer has it open", taken.getMessage());
            }

            final JournalException sealed =
                assertThrows(JournalException.class, () -> JournalOpening.readToEnd(late));
            assertEquals(JournalException.Reason.IN_USE, sealed.reason());
            assertEquals(left + ": another process has resumed or sealed it while it was read", sealed.getMessage());
        }
    }

    @Test
    void shouldSayWhatToDoWithADirectoryInWhichAJournalWasNeverMade() throws IOException
    {
        final Path unmade = Files.createDirectory(home.resolve("unmade"));
        Mark.create(unmade, 1, 2);
        assertTrue(JournalReader.isUnmade(unmade));
        final String advice = ". A process that ended before it had made its journal left what is there: remove the " +
            "directory, and begin again";

        assertEquals(unmade + ": no journal there (gale.journal is missing)" + advice,
            assertThrows(JournalException.class, () -> JournalReader.open(unmade)).getMessage());
        assertEquals(unmade + ": not empty (1 file)" + advice,
            assertThrows(JournalException.class, () -> Journals.create(unmade, Journals.SMALL)).getMessage());

        Files.createFile(unmade.resolve(JournalFile.NEW_NAME));
        assertTrue(JournalReader.isUnmade(unmade));
        Files.createFile(unmade.resolve("mine"));
        assertFalse(JournalReader.isUnmade(unmade));
        assertFalse(JournalReader.isUnmade(Files.createDirectory(home.resolve("empty"))));
    }

    /** Returns a journal of one sealed segment and one that its writer left. */
    private Path left() throws IOException
    {
        final Path left = home.resolve("left");
        final Path open = home.resolve("open");
        try (JournalWriter writer = Journals.create(open, Journals.SMALL))
        {
            while (writer.segment() < 1)
            {
                Journals.append(writer, 1, 700);
            }
            Journals.copyLeft(writer, open, left);
        }

        return left;
    }
}
