package org.gale.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Repair of a journal that was not closed when the machine went down. The sound frames are kept, all forced ones among
 * them, and everything after them is cut. Nothing else may cut a journal. A repair that dies in the middle can be done
 * again.
 */
public final class JournalRepair
{
    private JournalRepair()
    {
    }

    /**
     * Repairs a journal. A sound one is left alone.
     *
     * @return the end of the journal before; its last note describes the content behind the sound frames
     * @throws JournalException if it is damaged where it was forced or sealed; nothing is changed then
     */
    public static JournalEnd repair(final Path directory) throws IOException
    {
        return repair(directory, BootId.current());
    }

    /**
     * Repairs a journal for a host, whose process and boot the mark then names.
     *
     * @return the end of the journal before, as {@link #repair(Path)} returns it
     * @throws JournalException if it is damaged where it was forced or sealed; nothing is changed then
     */
    public static JournalEnd repair(final Path directory, final JournalHost host) throws IOException
    {
        return repair(directory, host.bootId(), host.pid());
    }

    static JournalEnd repair(final Path directory, final long bootId) throws IOException
    {
        return repair(directory, bootId, ProcessHandle.current().pid());
    }

    private static JournalEnd repair(final Path directory, final long bootId, final long pid) throws IOException
    {
        try (JournalReader reader = JournalReader.open(directory, bootId))
        {
            JournalOpening.readToEnd(reader);
            final JournalEnd end = reader.end();
            if (end.status() == JournalEnd.Status.DAMAGED)
            {
                throw new JournalException(JournalException.Reason.DAMAGED, end.damage().message());
            }
            if (end.status() == JournalEnd.Status.POWER_LOSS)
            {
                cut(reader.walk(), bootId, pid);
            }
            return end;
        }
    }

    private static void cut(final JournalWalk walk, final long bootId, final long pid) throws IOException
    {
        final Path directory = walk.directory();
        try (JournalFile file = JournalOpening.lock(walk))
        {
            for (final UnsealedSegment segment : walk.unsealed())
            {
                makeOpen(directory, segment.summary(), file.header().block(segment.summary().segment()));
                SegmentSeal.seal(directory, file, segment.summary(), segment.lastOffset());
            }
            SegmentFiles.deleteFrom(directory, walk.segmentCount());
            // Last: until now the mark says that this is another boot, and the repair can be done again.
            Mark.store(directory, walk.last(), walk.last(), pid, bootId);
        }
    }

    /** Restores the files to their state before a segment is sealed, for any content that the loss of power left. */
    private static void makeOpen(final Path journal, final SealedSegment segment, final int block) throws IOException
    {
        final Path directory = SegmentFormat.directory(journal, segment.segment());
        try (FileChannel channel = FileChannel.open(directory.resolve(SegmentFormat.FILE_NAME),
            StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            final long length = SegmentFormat.openLength(block);
            SegmentSeal.clear(channel, segment.end(), channel.size());
            if (channel.size() > length)
            {
                channel.truncate(length);
            }
            else if (channel.size() < length)
            {
                channel.write(ByteBuffer.allocate(1), length - 1);
            }
        }
        try (FileChannel channel = FileChannel.open(directory.resolve(SegmentFormat.METADATA_NAME),
            StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE))
        {
            final ByteBuffer image =
                ByteBuffer.wrap(Arrays.copyOf(SegmentFormat.metadata(), SegmentFormat.METADATA_LENGTH));
            while (image.hasRemaining())
            {
                channel.write(image);
            }
        }
    }
}
