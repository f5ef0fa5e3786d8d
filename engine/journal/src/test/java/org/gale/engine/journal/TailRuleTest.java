package org.gale.engine.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.gale.engine.config.NumberText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of the conditions of a segment after its last frame, one broken at a time. The segment has its opening frame
 * from 400 on, its configuration from 480 and a digest from 544 to 600; it is 128 KiB long while it is open.
 */
class TailRuleTest
{
    private static final int LAST = 544;
    private static final int END = 600;
    private static final int OPEN_LENGTH = 131_072;
    private static final int PID = 77;
    private static final long POSITION_BEFORE = 480;
    private static final long INDEX_BEFORE = 480L << 32 | 1;
    private static final long INDEX_OF_LAST = 544L << 32 | 2;

    @TempDir
    private Path home;
    private final FileWindow window = new FileWindow();
    private Path file;
    private Path metadata;
    private TailRule rule;

    /** Check of the segment in one of its places. */
    @FunctionalInterface
    private interface Check
    {
        void run() throws IOException;
    }

    @BeforeEach
    void makeSegment() throws IOException
    {
        file = Journals.file(home, 0);
        metadata = Journals.metadata(home, 0);
        Files.createDirectory(file.getParent());
        writeMetadata(SegmentFormat.METADATA_LENGTH);
    }

    @AfterEach
    void closeWindow() throws IOException
    {
        window.close();
    }

    @Test
    void shouldCompareASealedSegmentWithItsLine() throws IOException
    {
        sound().write(file, 4096);
        sealed();
        assertEquals(List.of(), rule.notes());

        final SealedSegment line = new SealedSegment(0, 5, END, 3, 1);
        expect(file, LAST, "ends with command 0, frame 2 and hash 0x" + JournalText.hex(sound().hash()) +
            ", expected command 5, frame 3 and hash 0x0000000000000001", () -> sealed(line));
    }

    @Test
    void shouldBoundTheLengthOfASealedSegment() throws IOException
    {
        sound().write(file, 4095);
        expect(file, 4095, "4,095 bytes, expected 4,096", this::sealed);
        sound().write(file, 4097);
        sealed();
        assertEquals(List.of(file + ": 1 zero longer than when it was sealed"), rule.notes());
        Journals.resize(file, 335_544_320);
        sealed();
        assertEquals(List.of(file + ": 335,540,224 zeros longer than when it was sealed"), rule.notes());
        Journals.resize(file, 335_544_321);
        expect(file, 4096, "335,544,321 bytes, expected 4,096", this::sealed);
    }

    @Test
    void shouldCheckTheWordsAndTheRestOfACompleteSegment() throws IOException
    {
        for (final Check check : new Check[]{ this::sealed, this::beforeMark })
        {
            sound().write(file);
            check.run();
            sound().put(72, INDEX_BEFORE, 8).write(file);
            expect(file, 72, "0x000001e000000001, expected 0x0000022000000002", check);
            sound().put(64, POSITION_BEFORE, 8).write(file);
            expect(file, 64, "0x00000000000001e0, expected 0x0000000000000220", check);
            for (final int at : new int[]{ END, 4096, OPEN_LENGTH - 1 })
            {
                sound().put(at, 0xa5, 1).write(file);
                expect(file, at, "byte 0xa5, expected 0x00 after the last frame", check);
            }
            sound().write(file);
            Journals.put(metadata, SegmentFormat.LOCK_OFFSET, ForgedSegment.longs(PID));
            expect(metadata, SegmentFormat.LOCK_OFFSET, "byte 0x4d, expected 0x00", check);
            writeMetadata(SegmentFormat.METADATA_LENGTH);
        }
    }

    @Test
    void shouldCheckASegmentBeforeTheMarks() throws IOException
    {
        sound().write(file);
        beforeMark();
        assertEquals(List.of(), rule.notes());
        checkOpenLength(this::beforeMark);
        new ForgedSegment(ForgedSegment.HEADER, 0, Journals.ID).opening().named().write(file);
        expect(file, 480, "no frame, but a later segment has one", this::beforeMark);
    }

    @Test
    void shouldCompareTheMarksSegmentWithTheMark() throws IOException
    {
        sound().write(file);
        atMark(2);
        assertFalse(rule.hasTornFrame());
        assertEquals(List.of(), rule.notes());
        atMark(1);
        for (final int named : new int[]{ 0, 3 })
        {
            final DamagedException exception = assertThrows(DamagedException.class, () -> atMark(named));
            assertEquals(new JournalDamage(file, 0, 3, END,
                "the end, expected frame " + named + ", which the mark names", 0), exception.damage());
        }
        checkOpenLength(() -> atMark(2));
    }

    @Test
    void shouldAcceptTheWordsOfTheFrameBeforeInTheMarksSegment() throws IOException
    {
        final Check check = () -> atMark(2);

        sound().put(72, INDEX_BEFORE, 8).write(file);
        check.run();
        sound().put(64, POSITION_BEFORE, 8).put(72, INDEX_BEFORE, 8).write(file);
        check.run();
        sound().put(64, POSITION_BEFORE, 8).write(file);
        expect(file, 64, "0x00000000000001e0, expected 0x0000000000000220", check);
        sound().put(72, INDEX_OF_LAST + 1, 8).write(file);
        expect(file, 72, "0x0000022000000003, expected 0x0000022000000002", check);
    }

    @Test
    void shouldFindATornFrame() throws IOException
    {
        for (final int at : new int[]{ END, END + 4, OPEN_LENGTH - 1 })
        {
            sound().put(at, 1, 1).write(file);
            atMark(2);
            assertTrue(rule.hasTornFrame());
            assertEquals(List.of(), rule.notes());
        }
    }

    @Test
    void shouldAcceptTheWritersLockInTheMarksSegmentAlone() throws IOException
    {
        sound().write(file);
        Journals.put(metadata, SegmentFormat.LOCK_OFFSET, ForgedSegment.longs(PID));
        atMark(2);
        Journals.put(metadata, SegmentFormat.LOCK_OFFSET, ForgedSegment.longs(PID + 1));
        expect(metadata, SegmentFormat.LOCK_OFFSET, "byte 0x4e, expected 0x00", () -> atMark(2));
    }

    @Test
    void shouldCheckTheMetadata() throws IOException
    {
        sound().write(file);
        for (final int length : new int[]{ 0, 131_071 })
        {
            writeMetadata(length);
            expect(metadata, length, NumberText.counted(length, "byte") + ", expected 131,072", this::sealed);
        }
        writeMetadata(131_073);
        expect(metadata, 131_072, "131,073 bytes, expected 131,072", this::sealed);
        for (final int at : new int[]{ 0, 495, 496, 131_071 })
        {
            writeMetadata(SegmentFormat.METADATA_LENGTH);
            final int expected = at < SegmentFormat.METADATA_USED ? SegmentFormat.metadata()[at] & 0xff : 0;
            Journals.flip(metadata, at, 1);
            expect(metadata, at, String.format("byte 0x%02x, expected 0x%02x", expected ^ 1, expected), this::sealed);
        }
        Files.delete(metadata);
        expect(metadata, 0, "not there", this::sealed);
    }

    /** Counts visits from 3 on: up to 999,999 more are those of tailers. */
    @Test
    void shouldNameVisitsUpToTheirLimit() throws IOException
    {
        sound().write(file, 4096);
        visits(4);
        sealed();
        assertEquals(List.of(metadata + ": counts 1 visit of tailers that may write"), rule.notes());
        visits(1_000_002);
        sealed();
        assertEquals(List.of(metadata + ": counts 999,999 visits of tailers that may write"), rule.notes());
        visits(1_000_003);
        expect(metadata, SegmentFormat.VISITS_OFFSET, "byte 0x43, expected 0x03", this::sealed);
        visits(2);
        expect(metadata, SegmentFormat.VISITS_OFFSET, "byte 0x02, expected 0x03", this::sealed);
    }

    @Test
    void shouldAcceptOneFrameInASegmentMadeAhead() throws IOException
    {
        final Path ahead = Journals.file(home, 1);
        makeRule(2);
        rule.checkAfterMark(1);
        Files.createDirectory(ahead.getParent());
        final ForgedSegment forged = new ForgedSegment(ForgedSegment.HEADER, 1, 5);
        forged.write(ahead);
        rule.checkAfterMark(1);
        forged.opening().write(ahead);
        rule.checkAfterMark(1);
        forged.add(Frame.DIGEST, 1, 0).write(ahead);
        rule.checkAfterMark(1);
        forged.write(ahead, forged.end());
        rule.checkAfterMark(1);
        forged.add(Frame.DIGEST, 1, 0).write(ahead);

        final DamagedException exception = assertThrows(DamagedException.class, () -> rule.checkAfterMark(1));
        assertEquals(new JournalDamage(ahead, 1, 2, 536,
            "a frame, but the mark names segment 0 as the last with any", 0), exception.damage());
    }

    @Test
    void shouldCompareTheMarkWithTheLastSealedFrame() throws IOException
    {
        makeRule(2);
        rule.checkSealedMark(new SealedSegment(0, 0, END, 2, 1));

        final DamagedException exception = assertThrows(DamagedException.class,
            () -> rule.checkSealedMark(new SealedSegment(1, 0, END, 7, 1)));
        assertEquals(new JournalDamage(home.resolve("mark"), -1, -1, 0,
            "0x0000000000000002, expected 0x0000010000000007, the last frame sealed", 0), exception.damage());
    }

    private void checkOpenLength(final Check check) throws IOException
    {
        sound().write(file, OPEN_LENGTH - 1);
        expect(file, OPEN_LENGTH - 1, "131,071 bytes, expected 131,072", check);
        sound().write(file, OPEN_LENGTH + 1);
        expect(file, OPEN_LENGTH, "131,073 bytes, expected 131,072", check);
        sound().write(file);
    }

    private void sealed() throws IOException
    {
        sealed(new SealedSegment(0, 0, END, 2, sound().hash()));
    }

    private void sealed(final SealedSegment line) throws IOException
    {
        makeRule(2);
        final Chain chain = new Chain(ForgedSegment.HEADER);
        rule.checkSealed(read(chain, END, true), chain, line);
    }

    private void beforeMark() throws IOException
    {
        makeRule(2);
        rule.checkBeforeMark(read(new Chain(ForgedSegment.HEADER), Journals.BLOCK, false), 0);
    }

    private void atMark(final int number) throws IOException
    {
        makeRule(number);
        rule.checkAtMark(read(new Chain(ForgedSegment.HEADER), END + 8, false), 0);
    }

    /** Reads the frames up to the last one, and not what follows it. */
    private SegmentReader read(final Chain chain, final int limit, final boolean isSealed) throws IOException
    {
        final SegmentReader reader = new SegmentReader(window, chain);
        reader.open(file, 0, limit, isSealed);
        while (reader.offset() < END && reader.next())
        {
            assertTrue(reader.offset() <= END);
        }
        return reader;
    }

    /** Makes the rule of a journal of one segment, in which the mark names a frame. */
    private void makeRule(final int number)
    {
        final JournalFileContent content =
            new JournalFileContent(ForgedSegment.HEADER, List.of(), PurgedSegments.NONE, 0, 0, 0);
        rule = new TailRule(home, content, new MarkImage(Mark.value(0, number), Mark.NONE, PID, 1), window);
    }

    private void expect(final Path where, final long offset, final String finding, final Check check)
    {
        final DamagedException exception = assertThrows(DamagedException.class, check::run);

        assertEquals(new JournalDamage(where, 0, -1, offset, finding, 0), exception.damage());
    }

    private void visits(final long count) throws IOException
    {
        Journals.put(metadata, SegmentFormat.VISITS_OFFSET, ForgedSegment.longs(count));
    }

    private void writeMetadata(final int length) throws IOException
    {
        Files.write(metadata, Arrays.copyOf(SegmentFormat.metadata(), length));
    }

    private static ForgedSegment sound()
    {
        return ForgedSegment.begun().add(Frame.DIGEST, 1, 0).named();
    }
}
