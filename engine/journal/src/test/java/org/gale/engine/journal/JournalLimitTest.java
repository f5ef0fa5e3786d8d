package org.gale.engine.journal;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of a journal that purges its oldest segments to stay within a limit. */
class JournalLimitTest
{
    private static final long LIMIT = 4 * JournalLimit.segmentBytes(Journals.BLOCK);
    private static final JournalConfig LIMITED = Journals.SMALL.withLimit(LIMIT).purgingOldest();
    private static final int SEGMENTS = 20;

    @TempDir
    private Path home;

    @Test
    void shouldChooseTheShortestSegmentsThatSuffice()
    {
        final long two = 4 * ((2L << 20) + SegmentFormat.METADATA_LENGTH);
        assertEquals(two, JournalLimit.least(1 << 20));
        assertEquals(two / 2 + 2 * SegmentFormat.METADATA_LENGTH, JournalLimit.least(0));
        assertEquals(2 * two - 4 * SegmentFormat.METADATA_LENGTH, JournalLimit.least((1 << 20) + 1));
        assertEquals(512 * 1024, JournalLimit.apply(JournalConfig.DEFAULT, 1).blocks().get(0));
        final long half = 4 * (512L * 1024 + SegmentFormat.METADATA_LENGTH);
        assertEquals(512 * 1024, JournalLimit.apply(JournalConfig.DEFAULT, half).blocks().get(0));
    }

    @Test
    void shouldPurgeTheOldestSegmentsToStayWithinItsLimit() throws IOException
    {
        final Path run = home.resolve("run");
        final long commands;
        try (JournalWriter writer = Journals.create(run, LIMITED))
        {
            while (writer.segment() < SEGMENTS)
            {
                appendWithSnapshots(writer);
                assertTrue(bytes(run) <= LIMIT, "segment " + writer.segment());
            }
            commands = writer.nextSequence() - 1;
        }

        final JournalEnd end = Journals.read(run);
        assertEquals(JournalEnd.Status.CLOSED, end.status(), () -> end.damage().message());
        assertEquals(commands, end.commands());
        assertEquals(SEGMENTS + 1, end.segments() + end.purged().segments());
        assertTrue(end.segments() >= 2 && end.segments() <= 4, "segments=" + end.segments());
        assertFalse(Files.exists(SegmentFormat.directory(run, end.purged().segments() - 1)));
        assertTrue(Files.exists(SegmentFormat.directory(run, end.purged().segments())));
        assertTrue(Files.readString(run.resolve(JournalText.NAME)).contains("\ngiven-up segments 0 to " +
            (end.purged().segments() - 1) + " commands 1 to " + end.purged().commands() + " crc "));
        assertEquals(List.of(), end.notes());
    }

    @Test
    @Tag("P8")
    void shouldBeginWithAWholeSnapshotInTheFirstSegmentThatIsKept() throws IOException
    {
        final Path run = limited("run");
        final PurgedSegments purged = Journals.read(run).purged();

        try (JournalReader reader = JournalReader.open(run))
        {
            assertTrue(reader.next());
            assertEquals(purged, reader.purged());
            assertEquals(purged.segments(), reader.segment());
            assertEquals(purged.commands() + 1, reader.firstSequence());
            assertTrue(reader.bytes() < Journals.BLOCK, "purged segments are not read");
            final JournalPosition found = reader.lastSnapshot(Long.MAX_VALUE, null);
            assertTrue(found.segment() > purged.segments());
            JournalOpening.readToEnd(reader);
            final WholeSnapshots.Found first = reader.walk().snapshots().get(0);
            assertEquals(purged.segments(), first.segment());
            JournalPosition oldest = found;
            for (JournalPosition at = found; at != null; at = reader.lastSnapshot(Long.MAX_VALUE, at))
            {
                oldest = at;
            }
            assertEquals(purged.segments(), oldest.segment());
            assertTrue(reader.seek(reader.start()));
            assertTrue(reader.next());
            assertEquals(purged.commands() + 1, reader.firstSequence());
        }
    }

    @Test
    void shouldReportProgressOfAVerifyOfRetainedSegments() throws IOException
    {
        final long[] last = new long[2];

        JournalVerifier.verify(limited("run"), (done, total) ->
        {
            last[0] = done;
            last[1] = total;
        });

        assertEquals(last[1], last[0]);
        assertTrue(last[0] < LIMIT, "done=" + last[0]);
    }

    @Test
    void shouldStopAndPurgeNothingWithoutASnapshot() throws IOException
    {
        final Path run = home.resolve("run");
        final long acknowledged;
        try (JournalWriter writer = Journals.create(run, LIMITED))
        {
            fill(writer);
            acknowledged = writer.nextSequence() - 1;
        }

        assertTrue(bytes(run) <= LIMIT);
        final JournalEnd end = Journals.read(run);
        assertEquals(JournalEnd.Status.CLOSED, end.status());
        assertEquals(acknowledged, end.commands());
        assertEquals(PurgedSegments.NONE, end.purged());
    }

    @Test
    void shouldNotTrustASnapshotThatIsNotWhole() throws IOException
    {
        final Path run = home.resolve("run");
        try (JournalWriter writer = Journals.create(run, LIMITED))
        {
            while (writer.segment() < 2)
            {
                Journals.append(writer, 1, 700);
            }
            assertTrue(writer.wantsSnapshot());
            appendSnapshot(writer, 0);
            Journals.append(writer, 1, 10);                                     // its writer died before the last part
            assertTrue(writer.append(Frame.DIGEST, 8));
            assertTrue(writer.wantsSnapshot());
            fill(writer);
        }

        assertEquals(PurgedSegments.NONE, Journals.read(run).purged());
    }

    @Test
    void shouldResumeWithinItsLimitAfterItWasLeft() throws IOException
    {
        Path run = home.resolve("0");
        final Path open = home.resolve("open");
        try (JournalWriter writer = Journals.create(open, LIMITED))
        {
            while (writer.segment() < 7)
            {
                appendWithSnapshots(writer);
            }
            Journals.copyLeft(writer, open, run);
        }
        for (int turn = 1; turn < 6; turn++)
        {
            final Path next = home.resolve(String.valueOf(turn));
            try (JournalWriter writer = new JournalOpening(LIMITED).resume(run))
            {
                final int until = writer.segment() + turn % 3;
                while (writer.segment() < until || writer.wantsSnapshot())
                {
                    appendWithSnapshots(writer);
                    assertTrue(bytes(run) <= LIMIT, "turn " + turn);
                }
                Journals.copyLeft(writer, run, next);
            }
            run = next;
            final JournalEnd end = Journals.read(run);
            assertEquals(JournalEnd.Status.LEFT, end.status());
            assertTrue(end.purged().segments() >= turn, "turn " + turn);
        }
    }

    @Test
    void shouldDeletePurgedSegmentsWhenItDiedBefore() throws IOException
    {
        final Path run = limited("run");
        final PurgedSegments purged = Journals.read(run).purged();
        final Path last = SegmentFormat.directory(run, purged.segments() - 1);
        Journals.copy(SegmentFormat.directory(run, purged.segments()), last);

        final JournalEnd end = Journals.read(run);
        assertEquals(JournalEnd.Status.CLOSED, end.status());
        assertEquals(List.of(run + ": 1 segment purged and not deleted yet"), end.notes());
        new JournalOpening(LIMITED).resume(run).close();
        assertFalse(Files.exists(last));
        assertEquals(List.of(), Journals.read(run).notes());
    }

    @Test
    @Tag("P8")
    void shouldDetectEveryFlippedByteOfALineOfPurgedSegments() throws IOException
    {
        final Path run = limited("run");
        final Path file = run.resolve(JournalText.NAME);
        final String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        final int from = text.lastIndexOf("given-up");
        for (int at = from; at <= text.indexOf('\n', from); at++)
        {
            Journals.flip(file, at, 1 << at % 7);

            final JournalEnd end = Journals.read(run);
            assertEquals(JournalEnd.Status.DAMAGED, end.status(), "byte " + at);
            assertEquals(file, end.damage().file());
            Journals.flip(file, at, 1 << at % 7);
        }
        assertEquals(JournalEnd.Status.CLOSED, Journals.read(run).status());
    }

    @Test
    @Tag("P8")
    void shouldRefuseLinesThatPurgeSegmentsTheyCannot() throws IOException
    {
        final Path run = home.resolve("run");
        Journals.closed(run, 4);
        final Path file = run.resolve(JournalText.NAME);
        final String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        final List<SealedSegment> sealed = JournalFileContent.read(file).sealed();
        final SealedSegment second = sealed.get(1);
        for (final SealedSegment wrong : List.of(
            sealed.get(sealed.size() - 1),
            new SealedSegment(second.segment(), second.lastSequence() + 1, 0, 0, 0),
            new SealedSegment(second.segment() + 1, second.lastSequence(), 0, 0, 0),
            new SealedSegment(999_999, second.lastSequence(), 0, 0, 0)))
        {
            Files.writeString(file, text + line(wrong), StandardCharsets.ISO_8859_1);

            assertEquals(JournalEnd.Status.DAMAGED, Journals.read(run).status(), wrong.toString());
        }
        Files.writeString(file, text + line(second) + line(sealed.get(0)), StandardCharsets.ISO_8859_1);
        assertEquals(JournalEnd.Status.DAMAGED, Journals.read(run).status(), "less than before");
        Files.writeString(file, text + line(second).trim(), StandardCharsets.ISO_8859_1);
        assertEquals(JournalEnd.Status.CLOSED, Journals.read(run).status(), "torn, so nothing was deleted");
        Files.writeString(file, text + line(second), StandardCharsets.ISO_8859_1);
        assertEquals(2, Journals.read(run).purged().segments());
    }

    @Test
    @Tag("P8")
    void shouldDetectAMissingSegmentThatWasNotPurged() throws IOException
    {
        final Path run = limited("run");
        final int first = Journals.read(run).purged().segments();
        SegmentFiles.delete(SegmentFormat.directory(run, first));

        final JournalEnd end = Journals.read(run);

        assertEquals(JournalEnd.Status.DAMAGED, end.status());
        assertEquals(first, end.damage().segment());
    }

    @Test
    void shouldChooseSegmentsOfWhichFourFit()
    {
        final long least = JournalLimit.least(100_000);
        assertEquals(4 * ((2L << 20) + SegmentFormat.METADATA_LENGTH), least);
        assertEquals(List.of(2 << 20), JournalLimit.apply(JournalConfig.DEFAULT, least).blocks());
        assertEquals(List.of(1 << 20), JournalLimit.apply(JournalConfig.DEFAULT, least - 1).blocks());
        assertEquals(List.of(8 << 20), JournalLimit.apply(JournalConfig.DEFAULT, 50_000_000).blocks());
        assertEquals(List.of(256 << 20), JournalLimit.apply(JournalConfig.DEFAULT, 1L << 40).blocks());
        assertTrue(JournalLimit.apply(JournalConfig.DEFAULT, 50_000_000).purgesOldest());
        assertEquals(Long.MAX_VALUE, JournalLimit.least(256 << 20));
        assertTrue(JournalLimit.least(200 << 20) < 5L << 28);
    }

    private Path limited(final String name) throws IOException
    {
        final Path run = home.resolve(name);
        try (JournalWriter writer = Journals.create(run, LIMITED))
        {
            while (writer.segment() < 9)
            {
                appendWithSnapshots(writer);
            }
        }

        return run;
    }

    private static String line(final SealedSegment segment)
    {
        return new String(JournalText.purged(segment), StandardCharsets.ISO_8859_1);
    }

    private static void fill(final JournalWriter writer)
    {
        boolean isAccepted = true;
        while (isAccepted)
        {
            isAccepted = Journals.appendOne(writer, 700);
        }
        assertEquals(JournalFailure.Reason.LIMIT, writer.failure().reason());
    }

    private static void appendWithSnapshots(final JournalWriter writer)
    {
        Journals.append(writer, 1, 700);
        if (writer.wantsSnapshot())
        {
            appendSnapshot(writer, 0);
            appendSnapshot(writer, 1);
            assertTrue(writer.append(Frame.DIGEST, 8));
        }
    }

    private static void appendSnapshot(final JournalWriter writer, final long part)
    {
        writer.frame().putLong(writer.payloadOffset() + Frame.SNAPSHOT_PART_OFFSET, part);
        assertTrue(writer.append(Frame.SNAPSHOT, 4000));
    }

    /**
     * Returns the bytes of the segments, as far as space is reserved in open ones. They change meanwhile: one count may
     * hold a purged segment and the one that it makes room for. The result is the least of several counts.
     */
    private static long bytes(final Path run) throws IOException
    {
        long least = Long.MAX_VALUE;
        for (int count = 0; count < 5 && least > LIMIT; count++)
        {
            long sum = 0;
            for (final int segment : SegmentFiles.from(run, 0))
            {
                sum += length(Journals.file(run, segment), Journals.BLOCK) +
                    length(Journals.metadata(run, segment), SegmentFormat.METADATA_LENGTH);
            }
            least = Math.min(least, sum);
        }

        return least;
    }

    private static long length(final Path file, final int limit)
    {
        try
        {
            return Math.min(Files.size(file), limit);
        }
        catch (final IOException exception)
        {
            return 0;                                                           // it is purged meanwhile
        }
    }
}
