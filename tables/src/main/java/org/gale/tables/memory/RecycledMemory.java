package org.gale.tables.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.agrona.UnsafeApi;

/**
 * Clearing of memory from the C library. Large requests are fresh pages of the system and zero. But the library may
 * serve even more than a GiB from freed memory, if freed blocks have merged. Only requests larger than all memory that
 * can have been freed are thus assumed to be zero. Of a smaller one, only pages that the system has given to this
 * process can hold something. Linux lists these; elsewhere each word is read, which makes the system give every page.
 */
final class RecycledMemory
{
    /** Size below which all memory is written, because that costs less than a check. */
    private static final long WRITTEN_BELOW = 32L << 20;
    /** Size up to which each word is read where the system does not list its pages. */
    private static final long READ_UP_TO = 1L << 30;
    /** Size from which on the allocator maps fresh pages, which are zero: nothing is checked or written. */
    private static final long FRESH_FROM = 64L << 30;
    /** State of each page of this process, a word for a page. */
    private static final Path PAGE_MAP = Path.of("/proc/self/pagemap");
    /** Bits of a page that is in memory or swapped out. */
    private static final long GIVEN = 0b11L << 62;
    private static final int WINDOW_BYTES = 64 * 1024;

    private RecycledMemory()
    {
    }

    /**
     * Clears a region and uses memory only where the region was not zero.
     *
     * @param address   address of the first byte, a multiple of 8
     * @param sizeBytes a multiple of 8
     */
    static void clear(final long address, final long sizeBytes)
    {
        if (sizeBytes < WRITTEN_BELOW)
        {
            UnsafeApi.setMemory(address, sizeBytes, (byte)0);
        }
        else if (sizeBytes < FRESH_FROM && !clearGiven(address, sizeBytes, PAGE_MAP) && sizeBytes <= READ_UP_TO)
        {
            clearWords(address, address + sizeBytes);
        }
    }

    /**
     * Clears the pages of a region that the system has given to this process.
     *
     * @param pageMap file of the state of each page
     * @return false if the file does not say which pages these are
     */
    static boolean clearGiven(final long address, final long sizeBytes, final Path pageMap)
    {
        return eachGiven(address, sizeBytes, pageMap, RecycledMemory::clearWords);
    }

    /** {@return whether a region is zero, as far as the system says which pages it has given; for assertions} */
    static boolean isClear(final long address, final long sizeBytes)
    {
        final boolean[] isClear = {UnsafeApi.getLong(address) == 0};
        eachGiven(address, sizeBytes, PAGE_MAP, (from, end) -> isClear[0] &= isZero(from, end));

        return isClear[0];
    }

    /** Visits the pages that the system has given, and returns false if the file does not say which these are. */
    private static boolean eachGiven(
        final long address, final long sizeBytes, final Path pageMap, final RangeVisitor visitor)
    {
        final int shift = Integer.numberOfTrailingZeros(UnsafeApi.pageSize());
        final long end = address + sizeBytes;
        final long behind = ((end - 1) >>> shift) + 1;
        final ByteBuffer states = ByteBuffer.allocate(WINDOW_BYTES).order(ByteOrder.nativeOrder());
        long page = address >>> shift;
        UnsafeApi.putLong(address, 0);                              // so that the first page is given, or the file lies
        boolean isFirst = true;
        try (FileChannel channel = FileChannel.open(pageMap))
        {
            while (page < behind)
            {
                states.clear().limit((int)Math.min(WINDOW_BYTES, (behind - page) * Long.BYTES));
                if (channel.read(states, page * Long.BYTES) < Long.BYTES)
                {
                    return false;
                }
                for (states.flip(); states.remaining() >= Long.BYTES; page++)
                {
                    final boolean isGiven = (states.getLong() & GIVEN) != 0;
                    if (isGiven)
                    {
                        visitor.visit(Math.max(address, page << shift), Math.min(end, (page + 1) << shift));
                    }
                    else if (isFirst)
                    {
                        return false;
                    }
                    isFirst = false;
                }
            }

            return true;
        }
        catch (final IOException ex)
        {
            return false;                                           // not every system has such a file
        }
    }

    private static void clearWords(final long address, final long end)
    {
        for (long at = address; at < end; at += Long.BYTES)
        {
            if (UnsafeApi.getLong(at) != 0)
            {
                UnsafeApi.putLong(at, 0);
            }
        }
    }

    private static boolean isZero(final long from, final long end)
    {
        long all = 0;
        for (long at = from; at < end; at += Long.BYTES)
        {
            all |= UnsafeApi.getLong(at);
        }

        return all == 0;
    }

    /** Visitor of ranges of memory. */
    private interface RangeVisitor
    {
        void visit(long from, long end);
    }
}
