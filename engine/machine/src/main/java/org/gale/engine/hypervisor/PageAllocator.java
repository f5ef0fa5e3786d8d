package org.gale.engine.hypervisor;

import java.util.Arrays;
import org.gale.tables.memory.StateStream;

/**
 * Allocator of the host kernel's pages: the free ranges of a region of RAM, in order of their addresses. An allocation
 * takes the first range that has room; a page that is given back joins its neighbours.
 */
final class PageAllocator
{
    /** Bytes of a page. */
    static final long PAGE_BYTES = 4096;
    /** Returned when no range has room. */
    static final long NONE = -1;

    private static final int RANGES_MIN = 16;
    private static final int RANGES_MAX = 1 << 24;

    private long[] starts = new long[RANGES_MIN];
    private long[] ends = new long[RANGES_MIN];
    private int count;

    /**
     * Creates an allocator of the whole pages of a region.
     *
     * @param start address of the first byte
     * @param end   address behind the last byte
     */
    PageAllocator(final long start, final long end)
    {
        final long first = (start + PAGE_BYTES - 1) & -PAGE_BYTES;
        final long last = end & -PAGE_BYTES;
        if (first < last)
        {
            insert(0, first, last);
        }
    }

    /** Returns how many whole pages hold a number of bytes. */
    static long pages(final long lengthBytes)
    {
        return (lengthBytes + PAGE_BYTES - 1) / PAGE_BYTES;
    }

    /**
     * Allocates whole pages. Their content is what the last owner left.
     *
     * @param lengthBytes    to be rounded up to pages
     * @param alignmentBytes a power of two; less than a page is a page
     * @return the address, or {@link #NONE}
     */
    long allocate(final long lengthBytes, final long alignmentBytes)
    {
        final long length = pages(lengthBytes) * PAGE_BYTES;
        final long alignment = Math.max(alignmentBytes, PAGE_BYTES);
        for (int i = 0; i < count; i++)
        {
            final long address = (starts[i] + alignment - 1) & -alignment;
            if (address >= starts[i] && ends[i] - address >= length)
            {
                take(i, address, address + length);
                return address;
            }
        }

        return NONE;
    }

    /**
     * Gives pages back.
     *
     * @param address     that an allocation returned
     * @param lengthBytes of that allocation
     */
    void free(final long address, final long lengthBytes)
    {
        final long end = address + pages(lengthBytes) * PAGE_BYTES;
        int i = 0;
        while (i < count && starts[i] < address)
        {
            i++;
        }
        final boolean joinsPrevious = i > 0 && ends[i - 1] == address;
        final boolean joinsNext = i < count && starts[i] == end;
        if (joinsPrevious && joinsNext)
        {
            ends[i - 1] = ends[i];
            remove(i);
        }
        else if (joinsPrevious)
        {
            ends[i - 1] = end;
        }
        else if (joinsNext)
        {
            starts[i] = address;
        }
        else
        {
            insert(i, address, end);
        }
    }

    /** Passes the free ranges through a stream. */
    void state(final StateStream stream)
    {
        count = stream.number("free ranges", count, 0, RANGES_MAX);
        if (count > starts.length)
        {
            starts = Arrays.copyOf(starts, count);
            ends = Arrays.copyOf(ends, count);
        }
        for (int i = 0; i < count; i++)
        {
            starts[i] = stream.word(starts[i]);
            ends[i] = stream.word(ends[i]);
        }
    }

    private void take(final int i, final long from, final long to)
    {
        final long start = starts[i];
        final long end = ends[i];
        if (start == from && end == to)
        {
            remove(i);
        }
        else if (start == from)
        {
            starts[i] = to;
        }
        else
        {
            ends[i] = from;
            if (to < end)
            {
                insert(i + 1, to, end);
            }
        }
    }

    private void insert(final int i, final long start, final long end)
    {
        if (count == starts.length)
        {
            starts = Arrays.copyOf(starts, 2 * count);
            ends = Arrays.copyOf(ends, 2 * count);
        }
        System.arraycopy(starts, i, starts, i + 1, count - i);
        System.arraycopy(ends, i, ends, i + 1, count - i);
        starts[i] = start;
        ends[i] = end;
        count++;
    }

    private void remove(final int i)
    {
        System.arraycopy(starts, i + 1, starts, i, count - i - 1);
        System.arraycopy(ends, i + 1, ends, i, count - i - 1);
        count--;
    }
}
