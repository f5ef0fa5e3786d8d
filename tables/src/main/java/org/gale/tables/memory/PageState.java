package org.gale.tables.memory;

import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;

/**
 * What is known of each 4 KiB page of a RAM region: whether it was ever written ({@code touched}), whether it was
 * written since the last digest ({@code dirty}), and how many live interrupt state tables lie in it.
 *
 * <p>Scans, digests and snapshots visit touched pages only, so that large empty tables stay free of cost. Owned by the
 * thread that owns the memory.
 */
final class PageState
{
    private static final int SATURATED = 0xff;
    private static final byte DIRTY = 1;
    /** Touched, but not since it was cleaned. */
    private static final byte CLEAN = 2;
    private static final long TOUCHED_MASK = 0x0303_0303_0303_0303L;
    private static final long DIRTY_MASK = 0x0101_0101_0101_0101L;
    private static final int PAGE_SHIFT = Integer.numberOfTrailingZeros(PhysicalMemory.PAGE_SIZE);

    private final int pageCount;
    /** A byte a page, so that a mark is one store, which reads nothing; 0 while the page was never written. */
    private final byte[] marks;
    /** What makes an offset in {@link #marks}, as Unsafe counts them, of the page number of a place. */
    private final long marksBias;
    private final byte[] liveTables;
    private int saturated;

    /** @param firstPlace the place of the region's first byte */
    PageState(final int pageCount, final long firstPlace)
    {
        this.pageCount = pageCount;
        this.marks = new byte[(pageCount + Long.BYTES - 1) & -Long.BYTES];
        this.marksBias = BufferUtil.ARRAY_BASE_OFFSET - (firstPlace >>> PAGE_SHIFT);
        this.liveTables = new byte[pageCount];
    }

    int pageCount()
    {
        return pageCount;
    }

    void written(final int page)
    {
        marks[page] = DIRTY;
    }

    /** The same for a place inside the region, which is not checked again. */
    void writtenAt(final long place)
    {
        UnsafeApi.putByte(marks, marksBias + (place >>> PAGE_SHIFT), DIRTY);
    }

    /** The first touched page at or after {@code page}, or −1. */
    int nextTouched(final int page)
    {
        return next(TOUCHED_MASK, page);
    }

    /** The first dirty page at or after {@code page}, or −1. */
    int nextDirty(final int page)
    {
        return next(DIRTY_MASK, page);
    }

    /** Only a page that was touched can be cleaned. */
    void clean(final int page)
    {
        if (marks[page] == DIRTY)
        {
            marks[page] = CLEAN;
        }
    }

    boolean holdsLiveTable(final int page)
    {
        return liveTables[page] != 0;
    }

    /** Counts one more live table in the page. A count of 255 stays for ever: the page is then looked at in vain. */
    void retain(final int page)
    {
        if ((liveTables[page] & SATURATED) != SATURATED)
        {
            liveTables[page]++;
            saturated += (liveTables[page] & SATURATED) == SATURATED ? 1 : 0;
        }
    }

    void release(final int page)
    {
        if ((liveTables[page] & SATURATED) != SATURATED && liveTables[page] != 0)
        {
            liveTables[page]--;
        }
    }

    void saveSaturation(final StateWriter writer)
    {
        writer.word(saturated);
        for (int page = 0, left = saturated; left > 0; page++)
        {
            if ((liveTables[page] & SATURATED) == SATURATED)
            {
                writer.word(page);
                left--;
            }
        }
    }

    void restoreSaturation(final StateReader reader)
    {
        saturated = reader.intIn("count of pages in which many tables are live", 0, pageCount);
        int previous = -1;
        for (int left = saturated; left > 0; left--)
        {
            previous = reader.intIn("page in which many tables are live", previous + 1, pageCount - 1);
            liveTables[previous] = (byte)SATURATED;
        }
    }

    private int next(final long mask, final int page)
    {
        if (page >= pageCount)
        {
            return -1;
        }

        int first = page & -Long.BYTES;
        long rest = marksOf(first) & mask & (-1L << (page << 3));
        while (rest == 0)
        {
            first += Long.BYTES;
            if (first >= pageCount)
            {
                return -1;
            }
            rest = marksOf(first) & mask;
        }

        return first + (Long.numberOfTrailingZeros(rest) >>> 3);
    }

    /** The marks of eight pages; {@code first} is a multiple of 8 below {@link #pageCount}. */
    private long marksOf(final int first)
    {
        return UnsafeApi.getLong(marks, BufferUtil.ARRAY_BASE_OFFSET + (long)first);
    }
}
