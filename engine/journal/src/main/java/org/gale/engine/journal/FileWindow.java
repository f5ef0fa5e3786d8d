package org.gale.engine.journal;

import org.agrona.concurrent.UnsafeBuffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

/**
 * Window of one buffer of fixed size onto files, bounds checked. An offset that is a multiple of 8 in the file is one
 * in the buffer. Owned by one thread.
 */
final class FileWindow implements AutoCloseable
{
    /** Length of the buffer: the longest frame at any place, and more, so that few reads are needed. */
    static final int CAPACITY = 1 << 20;

    private static final int PAGE = 4096;
    private static final int ZEROS_LENGTH = 64 * 1024;

    private final ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS_LENGTH);
    private final ByteBuffer memory = ByteBuffer.allocateDirect(CAPACITY).order(LITTLE_ENDIAN);
    private final ByteBuffer crcView = memory.duplicate();
    private final ByteBuffer zeroView = memory.duplicate();
    private final UnsafeBuffer buffer = new UnsafeBuffer(memory);
    private final CRC32C crc = new CRC32C();
    private FileChannel channel;
    private long length;
    private long start;
    private int loaded;

    /** Opens a file in place of the one before. */
    void open(final Path file) throws IOException
    {
        close();
        channel = FileChannel.open(file, StandardOpenOption.READ);
        length = channel.size();
        start = 0;
        loaded = 0;
    }

    @Override
    public void close() throws IOException
    {
        if (channel != null)
        {
            channel.close();
            channel = null;
        }
    }

    UnsafeBuffer buffer()
    {
        return buffer;
    }

    /** Returns the length of the file in bytes, when it was opened. */
    long length()
    {
        return length;
    }

    /**
     * Makes a part of the file readable in the buffer.
     *
     * @param lengthBytes at most half of {@link #CAPACITY}
     * @return the index in the buffer of that part of the file, or −1 if the file ends before
     */
    int load(final long offset, final int lengthBytes) throws IOException
    {
        if (offset < start || offset + lengthBytes > start + loaded)
        {
            if (offset + lengthBytes > length)
            {
                return -1;
            }
            fill(offset & -PAGE);
            if (offset + lengthBytes > start + loaded)
            {
                return -1;
            }
        }
        return (int)(offset - start);
    }

    /** Returns the CRC32C of bytes that are loaded. */
    int crc(final int index, final int lengthBytes)
    {
        crc.reset();
        crcView.limit(index + lengthBytes).position(index);
        crc.update(crcView);

        return (int)crc.getValue();
    }

    /**
     * Finds the first byte that is not zero.
     *
     * @return its offset in the file, or −1 if there is none
     */
    long firstNonZero(final long from, final long to) throws IOException
    {
        long at = from;
        while (at < to)
        {
            final int index = load(at, 1);
            if (index < 0)
            {
                return -1;
            }
            final int end = (int)Math.min(Math.min(loaded, to - start), (long)index + ZEROS_LENGTH);
            zeroView.limit(end).position(index);
            final int found = zeroView.mismatch(zeros.limit(end - index));
            if (found >= 0)
            {
                return start + index + found;
            }
            at = start + end;
        }
        return -1;
    }

    /** Returns the byte at an offset, for messages. */
    int byteAt(final long offset) throws IOException
    {
        final int index = load(offset, 1);

        return index < 0 ? 0 : buffer.getByte(index) & 0xff;
    }

    private void fill(final long newStart) throws IOException
    {
        start = newStart;
        loaded = 0;
        memory.clear();
        int count = 0;
        while (memory.hasRemaining() && count >= 0)
        {
            loaded += count;
            count = channel.read(memory, start + loaded);
        }
        loaded += Math.max(count, 0);
    }
}
