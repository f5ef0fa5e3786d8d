package org.gale.engine.journal;

import org.gale.engine.host.HelperIdle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Pages of segments that the sealer unmaps step by step. */
class SegmentReleaseTest
{
    private static final int STEPS = 3;
    private static final int BLOCK = (STEPS + 1) * Segment.RELEASE_BYTES;

    @TempDir
    private Path home;
    private final SteppedHost host = new SteppedHost();

    @Test
    void shouldUnmapALongSegmentInStepsBeforeItIsSealed() throws Exception
    {
        try (JournalWriter writer = create())
        {
            fillTheFirstSegment(writer);
            host.maker().doWork();

            for (int i = 0; i < STEPS; i++)
            {
                assertEquals(HelperIdle.PACED, host.sealer().doWork(), "step " + i);
                assertTrue(!writer.isSettled());
            }
            assertEquals(1, host.sealer().doWork());
            assertTrue(writer.isSettled());
            assertEquals(0, host.sealer().doWork());
        }

        assertTrue(JournalVerifier.verify(home.resolve("run"), (done, total) -> {}).isSound());
    }

    @Test
    void shouldSealASegmentThatIsUnmappedInPartWhenTheJournalCloses() throws Exception
    {
        try (JournalWriter writer = create())
        {
            fillTheFirstSegment(writer);
            host.maker().doWork();
            host.sealer().doWork();
        }

        assertTrue(JournalVerifier.verify(home.resolve("run"), (done, total) -> {}).isSound());
    }

    @Test
    void shouldDeleteALastSegmentThatIsEmptyWhenTheJournalCloses() throws Exception
    {
        final Path run = home.resolve("run");
        final Path last = SegmentFormat.directory(run, 1);
        host.breakSegment(last);
        final long appended;
        try (JournalWriter writer = create())
        {
            AppendResult result = AppendResult.APPENDED;
            while (result == AppendResult.APPENDED)
            {
                host.work();
                result = writer.offer(Frame.COMMANDS, 1, writer.payloadLimit());
            }
            assertEquals(AppendResult.REFUSED, result);
            assertEquals(1, writer.segment());
            assertTrue(Files.isDirectory(last));
            appended = writer.nextSequence() - 1;
        }

        assertFalse(Files.exists(last));
        try (JournalReader reader = JournalReader.open(run, BootId.current()))
        {
            while (reader.next())
            {
                assertEquals(0, reader.segment());
            }
            assertEquals(appended, reader.end().commands());
        }
    }

    private void fillTheFirstSegment(final JournalWriter writer) throws IOException
    {
        for (int frame = 0; writer.segment() == 0; frame++)
        {
            host.work();
            writer.frame().setMemory(writer.payloadOffset(), writer.payloadLimit(), (byte)frame);
            assertEquals(AppendResult.APPENDED, writer.offer(Frame.COMMANDS, 1, writer.payloadLimit()));
        }
    }

    private JournalWriter create() throws JournalException
    {
        return new JournalOpening(JournalConfig.DEFAULT.withBlocks(64 * 1024 - 4, List.of(BLOCK)), host)
            .create(home.resolve("run"), Journals.CONFIGURATION);
    }
}
