package org.gale.engine.journal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Frames that are acknowledged when they are forced to the device. */
class JournalForcedTest
{
    @TempDir
    private Path home;

    @Test
    void shouldAcknowledgeEveryFourthFrame() throws IOException
    {
        try (JournalWriter writer =
            Journals.create(home.resolve("run"), Journals.SMALL.forced(4, TimeUnit.HOURS.toNanos(1))))
        {
            assertEquals(1, writer.acknowledgedFrames(), "the configuration");
            for (int frame = 1; frame <= 40; frame++)
            {
                final int before = writer.segment();
                final long waiting = writer.appendedFrames() - writer.acknowledgedFrames();
                Journals.append(writer, 1, 500);
                final long expected = before == writer.segment() ? (waiting + 1) % 4 : 1;

                assertEquals(expected, writer.appendedFrames() - writer.acknowledgedFrames(), "frame " + frame);
                assertEquals(frame + 1, writer.appendedFrames());
            }
        }

        assertEquals(20_000, Journals.read(home.resolve("run")).commands());
    }

    @Test
    void shouldHoldTheFramesThatWaitAndMarkThemWhenForced() throws IOException
    {
        final Path run = home.resolve("run");
        try (JournalWriter writer = Journals.create(run, Journals.SMALL.forced(3, TimeUnit.HOURS.toNanos(1))))
        {
            assertEquals(3, writer.heldFrames());
            Journals.append(writer, 1, 2);
            assertNotSame(writer.frame(), writer.frame(1));
            Journals.append(writer, 1, 3);
            assertEquals(Mark.value(0, 3), MarkImage.read(run).appended());
            assertEquals(Mark.value(0, 1), MarkImage.read(run).forced());
            assertEquals(16, Frame.payloadLength(writer.frame(1), FrameBuffer.START));
            assertEquals(24, Frame.payloadLength(writer.frame(2), FrameBuffer.START));
            assertEquals(Journals.word(1), writer.frame(1).getLong(writer.payloadOffset()));
            assertEquals(Journals.word(3), writer.frame(2).getLong(writer.payloadOffset()));

            assertTrue(writer.flush(true, 0));

            assertEquals(3, writer.acknowledgedFrames());
            assertEquals(Mark.value(0, 3), MarkImage.read(run).forced());
        }
    }

    @Test
    void shouldForceAFrameThatHasWaitedLongEnough() throws IOException
    {
        try (JournalWriter writer = Journals.create(home.resolve("run"), Journals.SMALL.forced(64, 0)))
        {
            Journals.append(writer, 5, 10);

            assertEquals(6, writer.acknowledgedFrames());
            final long forceNs = writer.forceNs();
            assertTrue(writer.flush(false, System.nanoTime()));
            assertEquals(forceNs, writer.forceNs(), "nothing waits");
        }
        try (JournalWriter writer = Journals.create(home.resolve("other"), Journals.SMALL.forced(64, 1_000_000)))
        {
            final long beforeNs = System.nanoTime();
            Journals.append(writer, 1, 10);

            final long frames = writer.acknowledgedFrames();
            assertTrue(writer.flush(false, beforeNs));
            assertEquals(frames, writer.acknowledgedFrames(), "the frame is young");
            assertTrue(writer.flush(false, System.nanoTime() + 1_000_000));
            assertEquals(2, writer.acknowledgedFrames());
        }
    }

    @Test
    void shouldMarkASealedSegmentAsForced() throws IOException
    {
        final Path run = home.resolve("run");
        Journals.closed(run, 2);

        final MarkImage mark = MarkImage.read(run);
        assertEquals(1, mark.segment());
        assertEquals(mark.appended(), mark.forced());
    }

    @Test
    void shouldAcknowledgeWhenTheHelperHasForced() throws IOException
    {
        final Path run = home.resolve("run");
        final SteppedHost host = new SteppedHost();
        try (JournalWriter writer = beside(run, host))
        {
            Journals.append(writer, 2, 2);
            host.takeWoken();

            assertTrue(writer.beginForce(4));
            assertEquals(1, writer.acknowledgedFrames());
            assertTrue(host.takeWoken().contains("gale-journal-forcer"));
            assertEquals(Mark.value(0, 1), MarkImage.read(run).forced());
            assertEquals(Journals.word(1), writer.frame(1).getLong(writer.payloadOffset()));

            host.work();
            assertEquals(3, writer.acknowledgedFrames());
            assertEquals(Mark.value(0, 3), MarkImage.read(run).forced());
        }
    }

    @Test
    void shouldForceAtOnceWhenAHelperIsNotWorthIt() throws IOException
    {
        final SteppedHost host = new SteppedHost();
        try (JournalWriter writer = forced(home.resolve("run"), host))
        {
            Journals.append(writer, 2, 2);

            assertTrue(writer.beginForce(4));

            assertEquals(3, writer.acknowledgedFrames());
        }
    }

    @Test
    void shouldAwaitTheHelperBeforeAnAppend() throws IOException
    {
        final SteppedHost host = new SteppedHost();
        try (JournalWriter writer = forcing(home.resolve("run"), host))
        {
            Journals.append(writer, 1, 2);

            assertEquals(3, writer.acknowledgedFrames());
            assertEquals(4, writer.appendedFrames());
        }
    }

    @Test
    void shouldAwaitTheHelperWhenItIsToForceAtOnce() throws IOException
    {
        final SteppedHost host = new SteppedHost();
        try (JournalWriter writer = forcing(home.resolve("run"), host))
        {
            assertTrue(writer.beginForce(4));
            assertEquals(3, writer.acknowledgedFrames(), "the second force waits for the first");

            assertTrue(writer.flush(true, 0));
            assertEquals(3, writer.acknowledgedFrames());
        }
    }

    @Test
    void shouldAwaitTheHelperBeforeItCloses() throws IOException
    {
        final Path run = home.resolve("run");
        final SteppedHost host = new SteppedHost();
        final JournalWriter writer = forcing(run, host);

        writer.close();

        assertEquals(4, writer.acknowledgedFrames());                           // with the closing frame
        assertEquals(4, Journals.read(run).commands());
    }

    @Test
    void shouldAcknowledgeNothingWhenTheHelperFails() throws Exception
    {
        final Path run = home.resolve("run");
        final SteppedHost host = new SteppedHost();
        final JournalWriter writer = forcing(run, host);
        Journals.failForceIn(host.forcer()::doWork);

        assertEquals(1, writer.acknowledgedFrames());
        assertFalse(writer.flush(true, 0));
        assertTrue(writer.failure().message().contains("could not be forced"), writer.failure().message());
        assertFalse(writer.beginForce(4));
        writer.close();
        assertEquals(1, writer.acknowledgedFrames());
        assertEquals(Mark.value(0, 1), MarkImage.read(run).forced());
    }

    /** Returns a writer of two frames whose force a helper has to do. */
    private static JournalWriter forcing(final Path run, final SteppedHost host) throws IOException
    {
        final JournalWriter writer = beside(run, host);
        Journals.append(writer, 2, 2);
        assertTrue(writer.beginForce(4));

        return writer;
    }

    private static JournalWriter beside(final Path run, final SteppedHost host) throws IOException
    {
        host.forceBeside();

        return forced(run, host);
    }

    private static JournalWriter forced(final Path run, final SteppedHost host) throws IOException
    {
        return new JournalOpening(Journals.SMALL.forced(64, TimeUnit.HOURS.toNanos(1)), host).create(run, new byte[8]);
    }

    /** To wake a helper takes some 50 us, and must be worth it. */
    @Test
    void shouldLeaveLongForcesOfManyCommandsToAHelper()
    {
        final JournalHost host = ThreadedHost.current();

        assertTrue(host.forcesBeside(200_000, 2048));
        assertFalse(host.forcesBeside(199_999, 2048));
        assertFalse(host.forcesBeside(200_000, 2047));
        assertFalse(host.forcesBeside(0, 8192), "the first one");
    }
}
