package org.gale.engine.journal;

import org.gale.engine.support.Reserves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Wake-ups of the helpers, snapshots that are due, and what a writer leaves of its segments when it closes. */
class AppendSpaceTest
{
    private static final int STEP = 16 * 1024;
    private static final String MAKER = "gale-journal-maker";
    /** Commands of a frame that takes 1024 bytes of a segment, with both headers. */
    private static final int COMMANDS_OF_1024_BYTES = (1024 - 4 - 52) / Long.BYTES;
    private static final JournalConfig LIMITED =
        Journals.SMALL.withLimit(4 * JournalLimit.segmentBytes(Journals.BLOCK)).purgingOldest();

    @TempDir
    private Path home;
    private final NotedHost host = new NotedHost();

    @Test
    void shouldWakeTheMakerOnceAStepWhileSpaceIsShort() throws IOException
    {
        try (JournalWriter writer =
            create(Journals.SMALL.withBlocks(Journals.FRAME_LIMIT, List.of(4 * Journals.BLOCK))))
        {
            host.stepped().work();
            host.stepped().takeWoken();
            final List<Integer> woken = new ArrayList<>();
            for (int frame = 1; frame <= 40; frame++)
            {
                Journals.append(writer, 1, COMMANDS_OF_1024_BYTES);
                if (host.stepped().takeWoken().contains(MAKER))
                {
                    woken.add(frame);
                }
            }

            assertEquals(List.of(STEP / 1024, 2 * STEP / 1024), woken);
            assertEquals(List.of(), host.takeTurns());
        }
    }

    @Test
    void shouldWakeTheMakerForAnotherSegmentAlthoughSpaceIsNotShort() throws IOException
    {
        try (JournalWriter writer = create(Journals.SMALL.with(Reserves.of(STEP, Journals.BLOCK))))
        {
            host.stepped().work();
            host.stepped().takeWoken();
            while (writer.segment() == 0)
            {
                assertEquals(Set.of(), host.stepped().takeWoken());
                Journals.append(writer, 1, COMMANDS_OF_1024_BYTES);
            }

            assertEquals(Set.of(MAKER), host.stepped().takeWoken());
            assertEquals(List.of(), host.takeTurns());
        }
    }

    @Test
    void shouldFindASnapshotInTheSegmentOfItsFirstPart() throws IOException
    {
        host.workInTurn(0);
        try (JournalWriter writer = create(LIMITED))
        {
            assertFalse(writer.wantsSnapshot(), "the first segment begins with the configuration");
            while (writer.segment() == 0)
            {
                Journals.append(writer, 1, 700);
            }
            assertTrue(writer.wantsSnapshot());
            appendPart(writer, 0);
            assertEquals(1, writer.segment());
            for (int part = 1; writer.segment() == 1; part++)
            {
                appendPart(writer, part);
            }
            assertTrue(writer.appendDigest(8));
            assertTrue(writer.wantsSnapshot(), "it begins in the segment before");

            appendPart(writer, 0);
            appendPart(writer, 1);
            assertTrue(writer.wantsSnapshot(), "its digest is missing");
            assertTrue(writer.appendDigest(8));
            assertEquals(2, writer.segment());
            assertFalse(writer.wantsSnapshot());
        }
    }

    @Test
    void shouldPurgeNothingWhenItCloses() throws Exception
    {
        final Path run = home.resolve("run");
        try (JournalWriter writer = create(LIMITED))
        {
            appendUpTo(writer, 3);
            assertFalse(writer.isSettled());
        }

        final JournalEnd end = Journals.read(run);
        assertEquals(JournalEnd.Status.CLOSED, end.status());
        assertEquals(PurgedSegments.NONE, end.purged());
        assertEquals(4, end.segments());
    }

    @Test
    void shouldPurgeTheSegmentBeforeASnapshotWhileItIsOpen() throws Exception
    {
        final Path run = home.resolve("run");
        try (JournalWriter writer = create(LIMITED))
        {
            appendUpTo(writer, 3);
            host.stepped().work();
            assertTrue(writer.isSettled());
        }

        final JournalEnd end = Journals.read(run);
        assertEquals(1, end.purged().segments());
        assertEquals(3, end.segments());
    }

    @Test
    void shouldDeleteTheSegmentThatWasMadeAhead() throws IOException
    {
        final Path run = home.resolve("run");
        try (JournalWriter writer = create(Journals.SMALL))
        {
            host.stepped().work();
            Journals.append(writer, 1, 1);
            assertTrue(Files.exists(SegmentFormat.directory(run, 1)));
        }

        assertFalse(Files.exists(SegmentFormat.directory(run, 1)));
        assertTrue(Files.exists(SegmentFormat.directory(run, 0)));
        assertEquals(1, host.markForces());
        final JournalEnd end = Journals.read(run);
        assertEquals(JournalEnd.Status.CLOSED, end.status());
        assertEquals(List.of(), end.notes());
    }

    @Test
    void shouldSealASegmentThatTheMakerHasNotHandedOn() throws Exception
    {
        try (JournalWriter writer = create(Journals.SMALL))
        {
            appendUpTo(writer, 1);
        }

        assertSealed(2);
    }

    @Test
    void shouldSealAllSegmentsWhenTheMakerCannotHandMoreOn() throws Exception
    {
        try (JournalWriter writer = create(Journals.SMALL))
        {
            appendUpTo(writer, SegmentMaker.RETIRED_LIMIT + 1);
            makeAll();

            assertEquals(0, host.stepped().maker().doWork());
            assertFalse(Files.exists(SegmentFormat.directory(home.resolve("run"), SegmentMaker.RETIRED_LIMIT + 2)));
            assertNull(writer.failure());
        }

        assertSealed(SegmentMaker.RETIRED_LIMIT + 2);
    }

    /** A sealed segment is shorter than its block by the room for a closing frame at least. */
    @Test
    void shouldMakeAnotherSegmentOfWhatASealLeaves() throws Exception
    {
        final long limit = 3 * JournalLimit.segmentBytes(Journals.BLOCK) - 1;
        host.workInTurn(0);
        try (JournalWriter writer = create(Journals.SMALL.withLimit(limit).purgingOldest()))
        {
            while (writer.segment() < 2)
            {
                Journals.append(writer, 1, 200);
            }
            assertNull(writer.failure());
        }

        assertSealed(3);
    }

    @Test
    void shouldNameTheSegmentThatCannotBeSealed() throws IOException
    {
        final JournalWriter writer = create(Journals.SMALL);
        final Path metadata = Journals.metadata(home.resolve("run"), 0);
        Files.delete(metadata);

        writer.close();

        assertEquals("segment 0 could not be sealed: " + metadata, writer.failure().message());
        assertEquals(List.of(),
            JournalFileContent.read(home.resolve("run").resolve(JournalText.NAME)).sealed());
    }

    @Test
    void shouldNameTheReasonWhenItCannotClose() throws IOException
    {
        final JournalWriter writer = create(Journals.SMALL);
        host.breakMark();

        writer.close();

        assertEquals("the journal could not be closed: broken mark", writer.failure().message());
        assertSealed(1);
    }

    private void assertSealed(final int segments) throws IOException
    {
        final Path run = home.resolve("run");
        final JournalEnd end = Journals.read(run);
        assertEquals(JournalEnd.Status.CLOSED, end.status());
        assertEquals(segments, end.segments());
        assertEquals(List.of(), end.notes());
        assertEquals(segments, JournalFileContent.read(run.resolve(JournalText.NAME)).sealed().size());
    }

    /** Appends until a segment is reached, with a snapshot where one is due. The maker works when space is missing. */
    private void appendUpTo(final JournalWriter writer, final int segment) throws Exception
    {
        while (writer.segment() < segment || writer.wantsSnapshot())
        {
            if (writer.wantsSnapshot())
            {
                appendPart(writer, 0);
                assertTrue(writer.appendDigest(8));
            }
            else
            {
                offer(writer);
            }
        }
    }

    private void offer(final JournalWriter writer) throws Exception
    {
        for (int i = 0; i < 200; i++)
        {
            writer.frame().putLong(writer.payloadOffset() + i * Long.BYTES, Journals.word(writer.nextSequence() + i));
        }
        AppendResult result = writer.offer(Frame.COMMANDS, 200, 200 * Long.BYTES);
        if (result == AppendResult.NOT_READY)
        {
            makeAll();
            result = writer.offer(Frame.COMMANDS, 200, 200 * Long.BYTES);
        }
        assertEquals(AppendResult.APPENDED, result);
    }

    private void makeAll() throws Exception
    {
        int rounds = 0;
        while (host.stepped().maker().doWork() > 0)
        {
            rounds++;
            assertTrue(rounds < 100, "the maker never rests");
        }
    }

    private static void appendPart(final JournalWriter writer, final long part)
    {
        writer.frame().putLong(writer.payloadOffset() + Frame.SNAPSHOT_PART_OFFSET, part);
        assertTrue(writer.appendSnapshot(4000));
    }

    private JournalWriter create(final JournalConfig config) throws IOException
    {
        return new JournalOpening(config, host).create(home.resolve("run"), Journals.CONFIGURATION);
    }
}
