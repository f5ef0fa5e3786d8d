package org.gale.engine.journal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Forces of a writer: when they are due, how long they take, who waits for them, and what follows a failed one. */
class AcknowledgementTest
{
    private static final long EVERY_NS = 1_000;
    private static final long HOUR_NS = TimeUnit.HOURS.toNanos(1);

    @TempDir
    private Path home;
    private final NotedHost host = new NotedHost();

    @Test
    void shouldForceWhenTheFirstFrameHasWaitedForTheLimit() throws IOException
    {
        try (JournalWriter writer = forced(64, EVERY_NS))
        {
            host.stepped().advance(5_000);
            Journals.append(writer, 1, 1);
            host.stepped().advance(EVERY_NS - 1);
            assertTrue(writer.flush(false, host.nanoTime()));
            assertEquals(1, writer.acknowledgedFrames());
            Journals.append(writer, 1, 1);
            assertEquals(1, writer.acknowledgedFrames(), "the first frame is younger than the limit by 1 ns");

            host.stepped().advance(1);
            assertTrue(writer.flush(false, host.nanoTime()));
            assertEquals(3, writer.acknowledgedFrames());

            Journals.append(writer, 1, 1);
            host.stepped().advance(EVERY_NS);
            Journals.append(writer, 1, 1);
            assertEquals(5, writer.acknowledgedFrames(), "an append finds it, too");
        }
    }

    @Test
    void shouldTakeTheTimeOfTheLastForce() throws IOException
    {
        host.tick(50);
        try (JournalWriter writer = forced(64, HOUR_NS))
        {
            assertEquals(50, writer.forceNs(), "of the configuration");
            host.tick(7);
            Journals.append(writer, 1, 1);
            assertEquals(50, writer.forceNs());
            assertTrue(writer.flush(true, 0));
            assertEquals(7, writer.forceNs());

            host.tick(9);
            assertTrue(writer.flush(true, 0));
            assertEquals(7, writer.forceNs(), "nothing waits");
        }
    }

    @Test
    void shouldTakeTheTimeOfAForceByTheHelper() throws Exception
    {
        host.tick(50);
        try (JournalWriter writer = forced(64, HOUR_NS))
        {
            Journals.append(writer, 1, 1);
            assertTrue(writer.beginForce(1));
            host.tick(11);
            assertEquals(1, host.stepped().forcer().doWork());
            assertEquals(0, host.stepped().forcer().doWork());
            assertEquals(50, writer.forceNs(), "its result is not taken yet");

            assertEquals(2, writer.acknowledgedFrames());
            assertEquals(11, writer.forceNs());
        }
    }

    @Test
    void shouldCountTheTurnsUntilTheHelperHasForced() throws IOException
    {
        try (JournalWriter writer = forced(64, HOUR_NS))
        {
            Journals.append(writer, 1, 1);
            assertTrue(writer.beginForce(1));
            host.workInTurn(2);

            Journals.append(writer, 1, 1);

            assertEquals(List.of(0, 1, 2), host.takeTurns());
            assertEquals(2, writer.acknowledgedFrames());
            assertEquals(3, writer.appendedFrames());
        }
    }

    @Test
    void shouldRefuseAFrameWhoseForceFails() throws Exception
    {
        try (JournalWriter writer = forced(2, HOUR_NS))
        {
            assertTrue(Journals.appendOne(writer, 1));

            final boolean isAccepted = Journals.failForceIn(() -> Journals.appendOne(writer, 1));

            assertFalse(isAccepted);
            assertTrue(writer.failure().message().startsWith("the journal could not be forced"));
            assertEquals(1, writer.acknowledgedFrames());
            assertFalse(writer.flush(true, 0));
        }
    }

    @Test
    void shouldReportAForceThatFails() throws Exception
    {
        try (JournalWriter writer = forced(64, HOUR_NS))
        {
            assertTrue(Journals.appendOne(writer, 1));

            final boolean isForced = Journals.failForceIn(() -> writer.flush(true, 0));

            assertFalse(isForced);
            assertEquals(1, writer.acknowledgedFrames());
        }
    }

    @Test
    void shouldAppendNoClosingFrameBehindAForceThatFailed() throws Exception
    {
        final JournalWriter writer = forced(64, HOUR_NS);
        Journals.append(writer, 2, 2);
        assertTrue(writer.beginForce(1));
        Journals.failForceIn(host.stepped().forcer()::doWork);

        writer.close();

        assertEquals(3, writer.appendedFrames());
        assertEquals(1, writer.acknowledgedFrames());
    }

    @Test
    void shouldEndTheHelpersThatItStarted() throws IOException
    {
        forced(64, HOUR_NS).close();

        assertEquals(Set.of("gale-journal-forcer", "gale-journal-maker", "gale-journal-sealer"), host.ended());
    }

    @Test
    void shouldForceNothingWhereAppendedFramesAreAcknowledged() throws IOException
    {
        host.tick(50);
        final JournalWriter writer = create(Journals.SMALL.withLimit(200));
        assertNull(host.stepped().forcer());
        assertEquals(1, writer.heldFrames());
        Journals.append(writer, 1, 1);
        assertEquals(2, writer.acknowledgedFrames());
        assertTrue(writer.flush(true, 0));
        assertEquals(0, writer.forceNs());
        assertFalse(Journals.appendOne(writer, 100));
        assertTrue(writer.flush(false, Long.MAX_VALUE), "nothing waits");
        writer.close();

        assertEquals(Set.of("gale-journal-maker", "gale-journal-sealer"), host.ended());
    }

    private JournalWriter forced(final int everyFrames, final long everyNs) throws IOException
    {
        return create(Journals.SMALL.forced(everyFrames, everyNs));
    }

    private JournalWriter create(final JournalConfig config) throws IOException
    {
        return new JournalOpening(config, host).create(home.resolve("run"), Journals.CONFIGURATION);
    }
}
