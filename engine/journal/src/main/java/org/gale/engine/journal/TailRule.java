package org.gale.engine.journal;

import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.gale.engine.config.NumberText;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

/**
 * Tail rule: the conditions of a segment whose frames have been read. They depend on the segment's place: sealed, or
 * before, at or after the one that the mark names.
 */
final class TailRule
{
    private final Path journal;
    private final JournalFileContent content;
    private final MarkImage mark;
    private final FileWindow window;
    private final Set<String> notes = new LinkedHashSet<>();
    private boolean hasTornFrame;

    TailRule(final Path journal, final JournalFileContent content, final MarkImage mark, final FileWindow window)
    {
        this.journal = journal;
        this.content = content;
        this.mark = mark;
        this.window = window;
    }

    /** Returns the deviations from the files of a writer that are no damage. */
    List<String> notes()
    {
        return List.copyOf(notes);
    }

    /** Returns whether a torn frame follows the last one. A torn frame is no data. */
    boolean hasTornFrame()
    {
        return hasTornFrame;
    }

    void note(final String line)
    {
        notes.add(line);
    }

    /** Checks a segment that has its line (rule 1): the line and every byte must be right. */
    void checkSealed(final SegmentReader reader, final Chain chain, final SealedSegment line) throws IOException
    {
        final SealedSegment found =
            new SealedSegment(line.segment(), chain.commands(), reader.offset(), reader.number(), chain.hash());
        if (!found.equals(line))
        {
            throw reader.damagedAt(reader.lastOffset(), "ends with command " + found.lastSequence() + ", frame " +
                found.lastNumber() + " and hash 0x" + JournalText.hex(found.hash()) + ", expected command " +
                line.lastSequence() + ", frame " + line.lastNumber() + " and hash 0x" + JournalText.hex(line.hash()));
        }
        checkLastPositions(reader, true);
        checkZeros(reader, line.end());
        final long cutLength = SegmentFormat.cutLength(line.end());
        if (window.length() < cutLength || window.length() > SegmentFormat.LENGTH_LIMIT)
        {
            throw reader.damagedAt(Math.min(window.length(), cutLength),
                lengthFinding(cutLength));
        }
        if (window.length() > cutLength)
        {
            notes.add(reader.file() + ": " + NumberText.counted(window.length() - cutLength, "zero") +
                " longer than when it was sealed");
        }
        checkMetadata(line.segment(), true);
    }

    /** Checks a segment that is complete, but was not sealed in time (rule 2). */
    void checkBeforeMark(final SegmentReader reader, final int segment) throws IOException
    {
        if (reader.number() == 0)
        {
            throw reader.damagedAt(reader.offset(), "no frame, but a later segment has one");
        }
        checkLastPositions(reader, true);
        checkZeros(reader, reader.offset());
        checkOpenLength(reader, segment);
        checkMetadata(segment, true);
    }

    /** Checks the segment in which the last frame was appended (rule 3). */
    void checkAtMark(final SegmentReader reader, final int segment) throws IOException
    {
        final long named = Mark.number(mark.appended());
        if (reader.number() != named && reader.number() != named + 1)
        {
            throw new DamagedException(reader.file(), segment, reader.number() + 1L, reader.offset(),
                "the end, expected frame " + named + ", which the mark names");
        }
        checkLastPositions(reader, false);
        checkZeros(reader, (long)reader.offset() + SegmentSeal.TORN_LIMIT);
        hasTornFrame = window.firstNonZero(
            reader.offset(), Math.min(window.length(), (long)reader.offset() + SegmentSeal.TORN_LIMIT)) >= 0;
        checkOpenLength(reader, segment);
        checkMetadata(segment, false);
    }

    /**
     * Checks a segment that was made ahead (rule 4). Any state is allowed, with at most its opening frame and one
     * other.
     */
    void checkAfterMark(final int segment) throws IOException
    {
        final Path file = SegmentFormat.directory(journal, segment).resolve(SegmentFormat.FILE_NAME);
        if (!PlainFile.isThere(file))
        {
            return;
        }
        window.open(file);
        int offset = SegmentFormat.PREFIX_LENGTH;
        for (int number = 0; ; number++)
        {
            final int index = window.load(offset, SegmentFormat.EXCERPT_HEADER_LENGTH);
            final int header = index < 0 ? 0 : window.buffer().getInt(index, LITTLE_ENDIAN);
            if (header <= 0 || !Frame.isLength(header))
            {
                return;
            }
            if (number > 1)
            {
                throw new DamagedException(file, segment, number, offset,
                    "a frame, but the mark names segment " + mark.segment() + " as the last with any");
            }
            offset = SegmentFormat.nextOffset(offset, header);
        }
    }

    /** Checks that the mark names the last frame when its segment is sealed. */
    void checkSealedMark(final SealedSegment last) throws DamagedException
    {
        final long expected = Mark.value(last.segment(), last.lastNumber());
        if (mark.appended() != expected)
        {
            throw MarkImage.damaged(journal.resolve(Mark.NAME), Mark.APPENDED_OFFSET,
                "0x" + JournalText.hex(mark.appended()) + ", expected 0x" + JournalText.hex(expected) +
                ", the last frame sealed");
        }
    }

    /**
     * Checks the longs at 64 and 72, which name the last frame. In the mark's segment they, or the second of them, may
     * still name the one before.
     */
    private void checkLastPositions(final SegmentReader reader, final boolean isComplete) throws IOException
    {
        final int index = window.load(0, SegmentFormat.PREFIX_LENGTH);
        final UnsafeBuffer buffer = window.buffer();
        final long position = buffer.getLong(index + SegmentFormat.LAST_POSITION_OFFSET, LITTLE_ENDIAN);
        final long lastIndex = buffer.getLong(index + SegmentFormat.LAST_INDEX_OFFSET, LITTLE_ENDIAN);
        final long expectedIndex = SegmentFormat.lastIndex(reader.lastOffset(), reader.number());
        final long previousIndex = SegmentFormat.lastIndex(reader.previousOffset(), reader.number() - 1);
        final boolean isLastIndex = lastIndex == expectedIndex || (!isComplete && lastIndex == previousIndex);
        if (!isLastIndex)
        {
            throw wrongWord(reader, SegmentFormat.LAST_INDEX_OFFSET, lastIndex, expectedIndex);
        }
        final boolean isPosition = position == reader.lastOffset() ||
            (position == reader.previousOffset() && lastIndex == previousIndex && !isComplete);
        if (!isPosition)
        {
            throw wrongWord(reader, SegmentFormat.LAST_POSITION_OFFSET, position, reader.lastOffset());
        }
    }

    /** Checks for zeros up to the limit of a file's length, because a sparse file can claim to be endless. */
    private void checkZeros(final SegmentReader reader, final long from) throws IOException
    {
        final long at = window.firstNonZero(from, Math.min(window.length(), SegmentFormat.LENGTH_LIMIT));
        if (at >= 0)
        {
            throw reader.damagedAt(at, String.format(Locale.ROOT,
                "byte 0x%02x, expected 0x00 after the last frame", window.byteAt(at)));
        }
    }

    private void checkOpenLength(final SegmentReader reader, final int segment) throws DamagedException
    {
        final long expected = SegmentFormat.openLength(content.header().block(segment));
        if (window.length() != expected)
        {
            throw reader.damagedAt(Math.min(window.length(), expected),
                lengthFinding(expected));
        }
    }

    private void checkMetadata(final int segment, final boolean mustBeFree) throws IOException
    {
        final Path file = SegmentFormat.directory(journal, segment).resolve(SegmentFormat.METADATA_NAME);
        if (!PlainFile.isThere(file))
        {
            throw new DamagedException(file, segment, -1, 0, "not there");
        }
        window.open(file);
        if (window.length() != SegmentFormat.METADATA_LENGTH)
        {
            throw new DamagedException(file, segment, -1, Math.min(window.length(), SegmentFormat.METADATA_LENGTH),
                lengthFinding(SegmentFormat.METADATA_LENGTH));
        }
        final byte[] expected = SegmentFormat.metadata();
        final byte[] found = new byte[expected.length];
        final int index = window.load(0, expected.length);
        window.buffer().getBytes(index, found);
        final long lock = window.buffer().getLong(index + SegmentFormat.LOCK_OFFSET, LITTLE_ENDIAN);
        if (!mustBeFree && lock == mark.pid())
        {
            System.arraycopy(expected, SegmentFormat.LOCK_OFFSET, found, SegmentFormat.LOCK_OFFSET, Long.BYTES);
        }
        acceptVisits(file, expected, found, index);
        final int at = Arrays.mismatch(found, expected);
        final long beyond = window.firstNonZero(expected.length, window.length());
        if (at >= 0 || beyond >= 0)
        {
            throw new DamagedException(file, segment, -1, at >= 0 ? at : beyond, String.format(Locale.ROOT,
                "byte 0x%02x, expected 0x%02x", window.byteAt(at >= 0 ? at : beyond), at >= 0 ? expected[at] : 0));
        }
    }

    private String lengthFinding(final long expected)
    {
        return NumberText.counted(window.length(), "byte") + ", expected " + NumberText.count(expected);
    }

    /** Accepts the count of visits of a Chronicle tailer that may write: a note, no damage. */
    private void acceptVisits(final Path file, final byte[] expected, final byte[] found, final int index)
    {
        final int offset = SegmentFormat.VISITS_OFFSET;
        final long visits = window.buffer().getLong(index + offset, LITTLE_ENDIAN) - SegmentFormat.VISITS_AT_FIRST;
        if (visits > 0 && visits < SegmentFormat.VISITS_LIMIT)
        {
            System.arraycopy(expected, offset, found, offset, Long.BYTES);
            notes.add(file + ": counts " + NumberText.counted(visits, "visit") + " of tailers that may write");
        }
    }

    private static DamagedException wrongWord(
        final SegmentReader reader, final int offset, final long found, final long expected)
    {
        return reader.damagedAt(offset, "0x" + JournalText.hex(found) + ", expected 0x" + JournalText.hex(expected));
    }
}
