package org.gale.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

/**
 * Seal of a segment that nobody has mapped: one that its writer closed, or one that a dead writer left. Both become the
 * same bytes, and a second seal changes nothing.
 *
 * <p>The cut comes last. Until {@code gale.journal} has the segment's line, the file is an open one for the tail rule.
 * From then on the tail rule accepts it as one that is longer by zeros.
 */
final class SegmentSeal
{
    /** Limit of a torn frame, from the end of the frame before it. */
    static final int TORN_LIMIT = SegmentFormat.EXCERPT_HEADER_LENGTH + 256 * 1024;

    private static final int CHUNK = 64 * 1024;

    private SegmentSeal()
    {
    }

    /**
     * Seals a segment.
     *
     * @param segment    its line
     * @param lastOffset offset of the excerpt header of its last frame
     */
    static void seal(final Path journal, final JournalFile file, final SealedSegment segment, final int lastOffset)
        throws IOException
    {
        seal(journal, file, segment, lastOffset, JournalMistake.NONE);
    }

    /**
     * Seals a segment, with a mistake of its writer.
     *
     * @param segment    its line
     * @param lastOffset offset of the excerpt header of its last frame
     */
    static void seal(
        final Path journal,
        final JournalFile file,
        final SealedSegment segment,
        final int lastOffset,
        final JournalMistake mistake) throws IOException
    {
        final Path directory = SegmentFormat.directory(journal, segment.segment());
        try (FileChannel channel = open(directory.resolve(SegmentFormat.FILE_NAME));
            FileChannel metadata = open(directory.resolve(SegmentFormat.METADATA_NAME)))
        {
            if (!file.isSealed(segment.segment()))
            {
                final int end = mistake == JournalMistake.SEAL_WITHOUT_LAST_FRAME ?
                    lastOffset : segment.end();
                clear(channel, end, (long)end + TORN_LIMIT);
                putLong(channel, SegmentFormat.LAST_POSITION_OFFSET, lastOffset);
                putLong(channel, SegmentFormat.LAST_INDEX_OFFSET,
                    SegmentFormat.lastIndex(lastOffset, segment.lastNumber()));
                putLong(metadata, SegmentFormat.LOCK_OFFSET, SegmentFormat.LOCK_FREE);
                channel.force(true);
                metadata.force(true);
                JournalFile.forceDirectory(directory);
                JournalFile.forceDirectory(journal);
                file.seal(segment);
            }
            final long cutLength = SegmentFormat.cutLength(segment.end());
            if (channel.size() > cutLength)
            {
                channel.truncate(cutLength);
            }
        }
    }

    /** Clears bytes that are not zero. Zeros are not written, because they may be a hole, and the disk may be full. */
    static void clear(final FileChannel channel, final long from, final long to) throws IOException
    {
        final ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        long at = from;
        while (at < to)
        {
            chunk.clear().limit((int)Math.min(CHUNK, to - at));
            final int length = channel.read(chunk, at);
            if (length <= 0)
            {
                return;
            }
            final int last = lastNonZero(chunk.array(), length);
            if (last >= 0)
            {
                writeFully(channel, ByteBuffer.allocate(last + 1), at);
            }
            at += length;
        }
    }

    private static int lastNonZero(final byte[] bytes, final int length)
    {
        int i = length - 1;
        while (i >= 0 && bytes[i] == 0)
        {
            i--;
        }
        return i;
    }

    private static FileChannel open(final Path file) throws IOException
    {
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static void putLong(final FileChannel channel, final long offset, final long value) throws IOException
    {
        writeFully(channel, ByteBuffer.allocate(Long.BYTES).order(LITTLE_ENDIAN).putLong(0, value), offset);
    }

    private static void writeFully(final FileChannel channel, final ByteBuffer buffer, final long offset)
        throws IOException
    {
        while (buffer.hasRemaining())
        {
            channel.write(buffer, offset + buffer.position());
        }
    }
}
