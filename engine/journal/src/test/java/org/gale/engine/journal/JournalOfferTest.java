package org.gale.engine.journal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.gale.engine.support.Reserves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Frames that are offered while the helpers have made no space. */
class JournalOfferTest
{
    private static final long WAIT_LIMIT_NS = 1_000;

    @TempDir
    private Path home;
    private final SteppedHost host = new SteppedHost();

    @Test
    void shouldNotBeReadyWhenNoStepIsReserved() throws Exception
    {
        try (JournalWriter writer = create())
        {
            final long appended = offerWhileReady(writer);

            assertEquals(AppendResult.NOT_READY, offer(writer));
            assertEquals(appended, writer.appendedFrames());
            assertNull(writer.failure());

            host.work();
            assertEquals(AppendResult.APPENDED, offer(writer));
            assertEquals(appended + 1, writer.appendedFrames());
        }
    }

    @Test
    void shouldWriteASoundJournalWhenEachFrameIsOfferedAgain() throws Exception
    {
        try (JournalWriter writer = create())
        {
            for (int round = 0; writer.segment() < 2; round++)
            {
                offerWhileReady(writer);
                host.work();
                assertTrue(round < 100);
            }
        }

        assertTrue(JournalVerifier.verify(home.resolve("run"), (done, total) -> {}).isSound());
    }

    @Test
    void shouldWakeEachHelperForWhatTheOtherHasDone() throws Exception
    {
        try (JournalWriter writer = create())
        {
            host.work();
            host.takeWoken();
            for (int round = 0; writer.segment() == 0; round++)
            {
                if (offer(writer) == AppendResult.NOT_READY)
                {
                    host.work();
                }
                assertTrue(round < 100);
            }
            assertEquals(Set.of(host.maker().roleName()), host.takeWoken());

            host.maker().doWork();
            assertEquals(Set.of(host.sealer().roleName()), host.takeWoken());
            host.sealer().doWork();
            assertEquals(Set.of(host.maker().roleName()), host.takeWoken());
            host.sealer().doWork();
            assertEquals(Set.of(), host.takeWoken());
        }
    }

    @Test
    void shouldRefuseWhenNoSpaceIsMadeInTime() throws IOException
    {
        try (JournalWriter writer = create())
        {
            offerWhileReady(writer);
            host.advance(WAIT_LIMIT_NS - 1);
            assertEquals(AppendResult.NOT_READY, offer(writer));
            host.advance(1);

            assertEquals(AppendResult.REFUSED, offer(writer));
            assertEquals(JournalFailure.Reason.STALLED, writer.failure().reason());
        }
    }

    @Test
    void shouldCountTheTimeOfEachWaitByItself() throws IOException
    {
        try (JournalWriter writer = create())
        {
            final long appended = offerWhileReady(writer);
            host.work();
            host.advance(WAIT_LIMIT_NS);

            assertTrue(offerWhileReady(writer) > appended);

            assertNull(writer.failure());
            host.advance(WAIT_LIMIT_NS - 1);
            assertEquals(AppendResult.NOT_READY, offer(writer));
            host.advance(1);
            assertEquals(AppendResult.REFUSED, offer(writer));
        }
    }

    /** Appends until the writer is not ready, and returns the number of frames. */
    private static long offerWhileReady(final JournalWriter writer)
    {
        AppendResult result = offer(writer);
        while (result == AppendResult.APPENDED)
        {
            result = offer(writer);
        }
        assertEquals(AppendResult.NOT_READY, result);

        return writer.appendedFrames();
    }

    private JournalWriter create() throws JournalException
    {
        return new JournalOpening(Journals.SMALL.with(Reserves.waiting(Journals.SMALL, WAIT_LIMIT_NS)), host)
            .create(home.resolve("run"), Journals.CONFIGURATION);
    }

    private static AppendResult offer(final JournalWriter writer)
    {
        return writer.offer(Frame.COMMANDS, 1, writer.payloadLimit());
    }
}
