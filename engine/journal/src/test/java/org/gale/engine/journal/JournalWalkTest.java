package org.gale.engine.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of the walk over a journal of three segments that nobody has sealed. A snapshot begins in segment 0 and ends in
 * segment 1; another one is in segment 2, behind a part that belongs to none.
 */
class JournalWalkTest
{
    private static final long BOOT = 5;
    private static final long OTHER_BOOT = 6;
    /** End of the frames of segments 0 and 1: the second frame of the chain begins at 544. */
    private static final int END = 608;
    private static final String NO_FRAME = "excerpt header 0x00000005, expected the length of a frame";

    @TempDir
    private Path home;
    private final FileWindow window = new FileWindow();
    private final ForgedSegment[] segments = new ForgedSegment[3];

    @BeforeEach
    void makeJournal() throws IOException
    {
        segments[0] = ForgedSegment.begun().add(Frame.SNAPSHOT, 1, 0, ForgedSegment.longs(0)).named();
        segments[1] = new ForgedSegment(ForgedSegment.HEADER, 1, segments[0].hash()).opening()
            .add(Frame.SNAPSHOT, 1, 0, ForgedSegment.longs(1)).add(Frame.DIGEST, 1, 0, new byte[8]).named();
        segments[2] = new ForgedSegment(ForgedSegment.HEADER, 2, segments[1].hash()).opening()
            .add(Frame.SNAPSHOT, 1, 0, ForgedSegment.longs(3)).add(Frame.DIGEST, 1, 0)
            .add(Frame.SNAPSHOT, 1, 0, ForgedSegment.longs(0)).add(Frame.DIGEST, 1, 0).named();
        for (int i = 0; i < segments.length; i++)
        {
            add(i, segments[i]);
        }
        Files.write(home.resolve(JournalText.NAME), JournalText.header(ForgedSegment.HEADER));
        Mark.create(home, 1, BOOT);
        mark(Mark.NONE);
    }

    @AfterEach
    void closeWindow() throws IOException
    {
        window.close();
    }

    @Test
    void shouldKnowTheSegmentsAndTheirSnapshots() throws IOException
    {
        final JournalWalk walk = walk(BOOT);

        assertEquals(new JournalEnd(JournalEnd.Status.LEFT, null, 0, 8, 496, 3, List.of(), PurgedSegments.NONE),
            walk.end());
        assertEquals(List.of(summary(0, END, 2), summary(1, END, 2), summary(2, 720, 4)),
            walk.unsealed().stream().map(UnsealedSegment::summary).toList());
        assertEquals(List.of(544, 544, 664), walk.unsealed().stream().map(UnsealedSegment::lastOffset).toList());
        assertEquals(
            List.of(new WholeSnapshots.Found(0, 1), new WholeSnapshots.Found(2, 2)), walk.snapshots());
        assertEquals(Mark.value(2, 4), walk.last());
        assertFalse(walk.hasTornFrame());
    }

    /** Moves to the first frame of segment 1: what was found from there on is found again, and once. */
    @Test
    void shouldForgetWhatLiesBehindThePositionThatItMovesTo() throws IOException
    {
        final JournalWalk walk = begin(BOOT);
        for (int i = 0; i < 3; i++)
        {
            assertTrue(walk.next());
        }
        final JournalPosition position = walk.chain().position(1, walk.reader().offset(), walk.reader().lastOffset(),
            walk.reader().number());
        assertEquals(544, position.offset());
        finish(walk);
        final JournalEnd end = walk.end();
        final List<UnsealedSegment> all = List.copyOf(walk.unsealed());

        assertTrue(walk.seek(position));
        assertNull(walk.end());
        assertEquals(all.subList(0, 1), walk.unsealed());
        assertEquals(List.of(), walk.snapshots());
        finish(walk);

        assertEquals(end, walk.end());
        assertEquals(all, walk.unsealed());
        assertEquals(List.of(new WholeSnapshots.Found(2, 2)), walk.snapshots());

        Journals.flip(Journals.file(home, 1), 0, 1);
        assertFalse(walk.seek(position));
        assertEquals(new JournalDamage(Journals.file(home, 1), 1, -1, 0, "byte 0xc0, expected 0xc1", 0),
            walk.end().damage());
    }

    @Test
    void shouldHaveNowhereToMoveToWithoutAHeader() throws IOException
    {
        final JournalPosition position = walk(BOOT).start();
        Files.write(home.resolve(JournalText.NAME), new byte[]{ 'x', '\n' });

        final JournalWalk walk = walk(BOOT);

        assertFalse(walk.seek(position));
        assertEquals(new JournalDamage(home.resolve(JournalText.NAME), -1, -1, 2,
            "the file ends in its header, at byte 2", 0), walk.end().damage());
        assertFalse(walk.hasTornFrame());
    }

    @Test
    void shouldFindATornFrameAtTheEnd() throws IOException
    {
        segments[2].put(724, 1, 1).write(Journals.file(home, 2));
        final JournalWalk walk = walk(BOOT);

        assertEquals(JournalEnd.Status.LEFT, walk.end().status());
        assertTrue(walk.hasTornFrame());
    }

    @Test
    void shouldNamePurgedSegmentsThatAreStillThere() throws IOException
    {
        final List<SealedSegment> lines = List.of(summary(0, END, 2), summary(1, END, 2));
        for (final SealedSegment line : lines)
        {
            segments[line.segment()].write(Journals.file(home, line.segment()), 4096);
            append(JournalText.sealed(line));
        }
        append(JournalText.purged(lines.get(0)));
        final PurgedSegments purged = new PurgedSegments(1, 0, 2, 128);

        JournalWalk walk = walk(BOOT);
        assertEquals(new JournalEnd(JournalEnd.Status.LEFT, null, 0, 8, 496, 2,
            List.of(home + ": 1 segment purged and not deleted yet"), purged), walk.end());
        assertEquals(3, walk.segmentCount());

        SegmentFiles.delete(SegmentFormat.directory(home, 0));
        walk = walk(BOOT);
        assertEquals(new JournalEnd(JournalEnd.Status.LEFT, null, 0, 8, 496, 2, List.of(), purged), walk.end());
        assertEquals(List.of(new WholeSnapshots.Found(2, 2)), walk.snapshots());
    }

    /** Loses the power: a segment that was made ahead holds no frame of the chain. */
    @Test
    void shouldKeepAllFramesAfterALossOfPowerWhenAllAreThere() throws IOException
    {
        add(3, new ForgedSegment(ForgedSegment.HEADER, 3, 0).opening().named());
        mark(Mark.value(2, 4));

        final JournalWalk walk = walk(OTHER_BOOT);

        assertEquals(new JournalEnd(JournalEnd.Status.POWER_LOSS, null, 0, 8, 496, 3,
            List.of("not closed when the machine went down"), PurgedSegments.NONE), walk.end());
        assertEquals(List.of(0, 1, 2), walk.unsealed().stream().map(left -> left.summary().segment()).toList());
    }

    @Test
    void shouldNameDamageBehindTheForcedFrames() throws IOException
    {
        segments[2].put(544, 5, 4).write(Journals.file(home, 2));
        mark(Mark.value(2, 1));

        final JournalWalk walk = walk(OTHER_BOOT);

        assertEquals(new JournalEnd(JournalEnd.Status.POWER_LOSS, null, 0, 5, 320, 2,
            List.of(Journals.file(home, 2) + ": frame 2 at byte 544: " + NO_FRAME + ".  Sound before it: 0 commands."),
            PurgedSegments.NONE), walk.end());
        assertEquals(List.of(0, 1, 2), walk.unsealed().stream().map(left -> left.summary().segment()).toList());
    }

    @Test
    void shouldReportTheDamageOfAForcedFrameInAnySegment() throws IOException
    {
        for (int segment = 2; segment >= 0; segment -= 2)
        {
            final Path file = Journals.file(home, segment);
            segments[segment].put(544, 5, 4).write(file);
            mark(Mark.value(segment, 2));

            final JournalEnd end = walk(OTHER_BOOT).end();

            assertEquals(JournalEnd.Status.DAMAGED, end.status());
            assertEquals(new JournalDamage(file, segment, 2, 544, NO_FRAME, 0), end.damage());
        }
    }

    @Test
    void shouldReportForcedFramesThatAreNotThere() throws IOException
    {
        SegmentFiles.delete(SegmentFormat.directory(home, 2));
        mark(Mark.value(2, 1));

        final JournalEnd end = walk(OTHER_BOOT).end();

        assertEquals(JournalEnd.Status.DAMAGED, end.status());
        assertEquals(new JournalDamage(Journals.file(home, 2), 2, 1, 0, "not there, although it was forced", 0),
            end.damage());
        mark(Mark.value(1, 2));
        assertEquals(JournalEnd.Status.POWER_LOSS, walk(OTHER_BOOT).end().status());
    }

    private JournalWalk begin(final long bootId) throws IOException
    {
        final JournalWalk walk = new JournalWalk(home, bootId, window);
        walk.begin();

        return walk;
    }

    private JournalWalk walk(final long bootId) throws IOException
    {
        final JournalWalk walk = begin(bootId);
        finish(walk);

        return walk;
    }

    private static void finish(final JournalWalk walk) throws IOException
    {
        while (walk.next())
        {
            assertNull(walk.end());
        }
    }

    private SealedSegment summary(final int segment, final int end, final int number)
    {
        return new SealedSegment(segment, 0, end, number, segments[segment].hash());
    }

    /** Stores a mark that names the last frame of all as the last one appended. */
    private void mark(final long forced) throws IOException
    {
        Mark.store(home, Mark.value(2, 4), forced, 1, BOOT);
    }

    private void add(final int number, final ForgedSegment segment) throws IOException
    {
        Files.createDirectory(SegmentFormat.directory(home, number));
        segment.write(Journals.file(home, number));
        Files.write(Journals.metadata(home, number),
            Arrays.copyOf(SegmentFormat.metadata(), SegmentFormat.METADATA_LENGTH));
    }

    private void append(final byte[] line) throws IOException
    {
        Files.write(home.resolve(JournalText.NAME), line, StandardOpenOption.APPEND);
    }
}
