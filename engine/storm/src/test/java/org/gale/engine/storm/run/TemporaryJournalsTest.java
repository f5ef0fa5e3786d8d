package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.gale.engine.host.HostUser;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.replay.Runs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TemporaryJournalsTest
{
    private static final int ROUNDS = 40;
    private static final int SEGMENTS = 20;
    private static final int LATE_FILES = 30;

    @TempDir
    private Path home;

    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    @AfterEach
    void endThreads() throws InterruptedException
    {
        threads.shutdown();
        assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));
    }

    @Test
    void shouldRemoveWhatAnotherThreadRemovesToo() throws Exception
    {
        for (int i = 0; i < ROUNDS; i++)
        {
            final Path journal = journal(home.resolve("gale-" + i));
            final CyclicBarrier start = new CyclicBarrier(2);
            final Callable<Void> removal = () ->
            {
                start.await();
                TemporaryJournals.remove(journal);

                return null;
            };
            final Future<Void> first = threads.submit(removal);
            final Future<Void> second = threads.submit(removal);

            first.get();
            second.get();

            assertFalse(Files.exists(journal));
        }
    }

    @Test
    void shouldRemoveWhatAnotherThreadAddsTo() throws Exception
    {
        for (int i = 0; i < ROUNDS; i++)
        {
            final Path journal = journal(home.resolve("gale-" + i));
            final CyclicBarrier start = new CyclicBarrier(2);
            final Future<Integer> added = threads.submit(() ->
            {
                start.await();

                return add(journal);
            });
            start.await();

            TemporaryJournals.remove(journal);

            assertTrue(added.get() <= LATE_FILES);
            assertFalse(Files.exists(journal));
        }
    }

    @Test
    void shouldPassOverAJournalThatIsNotThere() throws IOException
    {
        TemporaryJournals.remove(home.resolve("absent"));

        assertTrue(Files.exists(home));
    }

    @Test
    void shouldFindTheJournalsThatAreLeft() throws IOException
    {
        final Path left = home.resolve("gale-0123ab");
        Runs.writer(left).close();
        Files.createDirectory(home.resolve("gale-0123ac"));
        Runs.writer(home.resolve("gale-0123AD")).close();
        Files.createSymbolicLink(home.resolve("gale-0123ae"), left);
        Runs.writer(home.resolve(".gale-rehearsal-0123ab")).close();

        assertEquals(List.of(left), TemporaryJournals.left(home));
        assertEquals(List.of(), TemporaryJournals.left(home.resolve("absent")));
    }

    /** Root alone can give a journal to another user; for anybody else it stays the own one. */
    @Test
    void shouldPassOverTheJournalOfAnotherUser() throws IOException
    {
        final Path journal = home.resolve("gale-0123ab");
        Runs.writer(journal).close();
        final boolean isRoot = HostUser.id().equals("0");
        if (isRoot)
        {
            Files.setAttribute(journal, "unix:uid", 65_534);
        }

        assertEquals(isRoot ? List.of() : List.of(journal), TemporaryJournals.left(home));
    }

    @Test
    void shouldNotFindAJournalThatIsOpen() throws IOException
    {
        try (JournalWriter writer = Runs.writer(home.resolve("gale-0123ab")))
        {
            assertEquals(1, writer.appendedFrames());

            assertEquals(List.of(), TemporaryJournals.left(home));
        }
    }

    @Test
    void shouldRemoveALinkAndNotItsTarget() throws IOException
    {
        final Path target = Files.writeString(home.resolve("target"), "kept");
        final Path journal = journal(home.resolve("gale-0"));
        Files.createSymbolicLink(journal.resolve("link"), target);

        TemporaryJournals.remove(journal);

        assertFalse(Files.exists(journal));
        assertEquals("kept", Files.readString(target));
    }

    /** Adds files until the directory is gone, and returns how many. */
    private static int add(final Path journal) throws IOException
    {
        for (int i = 0; i < LATE_FILES; i++)
        {
            try
            {
                Files.createFile(journal.resolve("late-" + i));
            }
            catch (final NoSuchFileException ex)
            {
                return i;
            }
        }

        return LATE_FILES;
    }

    private static Path journal(final Path directory) throws IOException
    {
        for (int i = 0; i < SEGMENTS; i++)
        {
            final Path segment = Files.createDirectories(directory.resolve(Integer.toString(i)));
            Files.createFile(segment.resolve("queue"));
            Files.createFile(segment.resolve("metadata"));
        }

        return directory;
    }
}
