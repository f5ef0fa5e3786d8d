package org.gale.engine.journal;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Search for snapshots from header to header of the frames, without reading the payloads between. No result is trusted:
 * from a position that was found, every frame is read and checked. Owned by one thread.
 */
final class SnapshotSearch
{
    private static final int HEAD_LENGTH = Frame.HEADER_LENGTH + Frame.SNAPSHOT_PART_OFFSET + Long.BYTES;

    private final JournalWalk walk;
    private final ByteBuffer head =
        ByteBuffer.allocateDirect(SegmentFormat.EXCERPT_HEADER_LENGTH + HEAD_LENGTH).order(LITTLE_ENDIAN);
    private final UnsafeBuffer buffer = new UnsafeBuffer(head);

    SnapshotSearch(final JournalWalk walk)
    {
        this.walk = walk;
    }

    /**
     * Finds the last snapshot up to a command.
     *
     * @param sequence limit of the number of the last command in the snapshot
     * @param before   position that the snapshot lies before, or null
     * @return the position in front of the snapshot, or null if there is none
     */
    JournalPosition last(final long sequence, final JournalPosition before) throws IOException
    {
        if (walk.content() == null || walk.mark() == null)
        {
            return null;
        }
        JournalPosition found = null;
        final int first = walk.purged().segments();
        for (int segment = before == null ? lastSegment(sequence) : before.segment(); segment >= first && found == null;
            segment--)
        {
            found = lastIn(segment, sequence,
                before != null && before.segment() == segment ? before.offset() : Integer.MAX_VALUE);
        }

        return found;
    }

    /** Returns the last segment that may hold such a snapshot: all before it are sealed. */
    private int lastSegment(final long sequence)
    {
        final List<SealedSegment> sealed = walk.content().sealed();
        int segment = 0;
        while (segment < sealed.size() && sealed.get(segment).lastSequence() <= sequence)
        {
            segment++;
        }

        return segment;
    }

    private JournalPosition lastIn(final int segment, final long sequence, final int endOffset) throws IOException
    {
        final Path file = SegmentFormat.directory(walk.directory(), segment).resolve(SegmentFormat.FILE_NAME);
        if (!PlainFile.isThere(file))
        {
            return null;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
        {
            return lastIn(channel, segment, sequence, endOffset);
        }
    }

    private JournalPosition lastIn(
        final FileChannel channel, final int segment, final long sequence, final int endOffset) throws IOException
    {
        final List<SealedSegment> sealed = walk.content().sealed();
        final int limit = Math.min(endOffset,
            segment < sealed.size() ? sealed.get(segment).end() : walk.content().header().block(segment));
        JournalPosition found = null;
        int lastOffset = SegmentFormat.PREFIX_LENGTH;
        int lastKind = Frame.COMMANDS;
        int offset = SegmentFormat.FIRST_CHAIN_OFFSET;
        int length = lengthAt(channel, offset, limit);
        while (length > 0 && firstSequence() - 1 <= sequence)
        {
            if (isFirstPart())
            {
                found = position(segment, offset, lastOffset, lastKind);
            }
            lastKind = Frame.kind(buffer, SegmentFormat.EXCERPT_HEADER_LENGTH);
            lastOffset = offset;
            offset = SegmentFormat.nextOffset(offset, length);
            length = lengthAt(channel, offset, limit);
        }

        return found;
    }

    /**
     * Reads the header of a frame.
     *
     * @return the frame's length, or 0 if there is none
     */
    private int lengthAt(final FileChannel channel, final int offset, final int limit) throws IOException
    {
        if (offset < 0 || offset > limit - SegmentFormat.EXCERPT_HEADER_LENGTH - Frame.HEADER_LENGTH)
        {
            return 0;
        }
        head.clear();
        int count = 0;
        while (count >= 0 && head.hasRemaining())
        {
            count = channel.read(head, (long)offset + head.position());
        }
        final int length = buffer.getInt(0, LITTLE_ENDIAN);
        final boolean isFrame = head.position() >= SegmentFormat.EXCERPT_HEADER_LENGTH + Frame.HEADER_LENGTH &&
            Frame.isLength(length) && length <= limit - offset - SegmentFormat.EXCERPT_HEADER_LENGTH &&
            Frame.magic(buffer, SegmentFormat.EXCERPT_HEADER_LENGTH) == Frame.MAGIC;

        return isFrame ? length : 0;
    }

    private long firstSequence()
    {
        return Frame.firstSequence(buffer, SegmentFormat.EXCERPT_HEADER_LENGTH);
    }

    private boolean isFirstPart()
    {
        final int at = SegmentFormat.EXCERPT_HEADER_LENGTH;

        return Frame.kind(buffer, at) == Frame.SNAPSHOT && Frame.isFirstPart(buffer, at);
    }

    /** Returns the position of the frame at hand, by its own header and by the lines of sealed segments. */
    private JournalPosition position(final int segment, final int offset, final int lastOffset, final int lastKind)
    {
        final int at = SegmentFormat.EXCERPT_HEADER_LENGTH;
        final int number = Frame.number(buffer, at) - 1;
        final PurgedSegments before = JournalFileContent.upTo(walk.content().sealed(), segment);
        final long frames = before.frames() + number;
        final long bytes = before.bytes() + offset - SegmentFormat.FIRST_CHAIN_OFFSET;

        return new JournalPosition(segment, offset, lastOffset, number,
            new ChainState(Frame.previousHash(buffer, at), firstSequence(), Math.max(1, frames), bytes, lastKind));
    }
}
