package org.gale.tests.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

import org.gale.engine.journal.FrameBuffer;
import org.gale.engine.journal.MarkFile;
import org.gale.engine.journal.SegmentFile;
import org.gale.engine.journal.SegmentFormat;
import org.gale.engine.journal.SegmentStore;

/**
 * Store of segments and mark on a simulated disk. It stores the same words in the same order as Chronicle Queue: lock
 * word, payload, zeros behind it, header, position, index, lock word. Each store may be the last.
 */
final class MemoryStore implements SegmentStore
{
    private final SimulatedDisk disk;
    private final long pid;

    MemoryStore(final SimulatedDisk disk, final long pid)
    {
        this.disk = disk;
        this.pid = pid;
    }

    @Override
    public SegmentFile make(final Path directory, final int blockLength) throws IOException
    {
        final DiskFile metadata = disk.file(((DiskPath)directory.resolve(SegmentFormat.METADATA_NAME)).name());

        return new MemorySegment(((DiskPath)directory.resolve(SegmentFormat.FILE_NAME)).name(), metadata, blockLength);
    }

    @Override
    public boolean isMemory(final Path directory)
    {
        return true;
    }

    @Override
    public MarkFile openMark(final Path file) throws IOException
    {
        final DiskFile mark = disk.file(((DiskPath)file).name());

        return new MarkFile()
        {
            @Override
            public void putRelease(final int offset, final long value)
            {
                storeLong(mark, offset, value);
            }

            @Override
            public void force()
            {
                try
                {
                    disk.force(mark);
                }
                catch (final IOException ex)
                {
                    throw new UncheckedIOException(ex);
                }
            }

            @Override
            public void close()
            {
                // Nothing is mapped.
            }
        };
    }

    private void storeLong(final DiskFile file, final long offset, final long value)
    {
        disk.store(file, offset,
            ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value).array(), 0, Long.BYTES);
    }

    private void storeInt(final DiskFile file, final long offset, final int value)
    {
        disk.store(file, offset, ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN)
            .putInt(0, value).array(), 0, Integer.BYTES);
    }

    /** Data file of a segment. */
    private final class MemorySegment implements SegmentFile
    {
        private static final int PIECES = 3;

        private final String name;
        private final DiskFile metadata;
        private final int blockLength;
        private DiskFile data;
        private int count;

        MemorySegment(final String name, final DiskFile metadata, final int blockLength)
        {
            this.name = name;
            this.metadata = metadata;
            this.blockLength = blockLength;
        }

        @Override
        public void begin(final FrameBuffer opening)
        {
            try
            {
                data = disk.file(name);
            }
            catch (final IOException ex)
            {
                throw new UncheckedIOException(ex);
            }
            final byte[] constant = SegmentFormat.metadata();
            disk.store(metadata, 0, constant, 0, constant.length);
            data.lengthen(SegmentFormat.openLength(blockLength));
            final byte[] prefix = SegmentFormat.prefix();
            disk.store(data, 0, prefix, 0, prefix.length);
            append(opening, SegmentFormat.PREFIX_LENGTH);
        }

        @Override
        public void append(final FrameBuffer frame, final int offset)
        {
            final int length = frame.lengthBytes();
            final byte[] bytes = new byte[length];
            frame.buffer().getBytes(FrameBuffer.START, bytes);
            storeLong(metadata, SegmentFormat.LOCK_OFFSET, pid);
            final int payload = offset + SegmentFormat.EXCERPT_HEADER_LENGTH;
            for (int i = 0; i < PIECES; i++)
            {
                final int from = (int)((long)length * i / PIECES) & -Integer.BYTES;
                final int to = i + 1 == PIECES ? length : (int)((long)length * (i + 1) / PIECES) & -Integer.BYTES;
                disk.store(data, payload + from, bytes, from, to - from);
            }
            storeLong(data, SegmentFormat.nextOffset(offset, length), 0);
            storeInt(data, offset, length);
            storeLong(data, SegmentFormat.LAST_POSITION_OFFSET, offset);
            storeLong(data, SegmentFormat.LAST_INDEX_OFFSET, SegmentFormat.lastIndex(offset, count++));
            storeLong(metadata, SegmentFormat.LOCK_OFFSET, SegmentFormat.LOCK_FREE);
        }

        @Override
        public void prefault(final int offset, final int lengthBytes)
        {
            // Memory is there.
        }

        @Override
        public void release(final int offset, final int lengthBytes)
        {
            // Nothing is mapped.
        }

        @Override
        public void close()
        {
            // Nothing is mapped.
        }
    }
}
