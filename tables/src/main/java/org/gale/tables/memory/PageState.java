package org.gale.tables.memory;

import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;

/**
 * State of each 4 KiB page of a RAM region: whether it was ever written ({@code touched}), whether it was written since
 * the last digest ({@code dirty}) or since it was sent, and how many live interrupt state tables lie in it.
 *
 * <p>Scans, digests and snapshots visit touched pages only, so that large empty tables cost nothing. Owned by the
 * thread that owns the memory.
 */
final class PageState
{
    /** Length of a page in bytes, as a shift. */
    static final int PAGE_SHIFT = 12;

    private static final int SATURATED = 0xff;
    private static final byte DIRTY = 1;
    /** Mark of a page that was touched, but not since it was cleaned. */
    private static final byte CLEAN = 2;
    /** Mark beside these of a page that was sent: the next store overwrites it. */
    private static final byte SENT = 4;
    private static final long TOUCHED_MASK = 0x0303_0303_0303_0303L;
    private static final long DIRTY_MASK = 0x0101_0101_0101_0101L;

    static
    {
        assert DIRTY + CLEAN == (DIRTY | CLEAN) : "a page is dirty and clean";
        assert (TOUCHED_MASK & 0xff) == (DIRTY | CLEAN) && (DIRTY_MASK & 0xff) == DIRTY : "masks and states differ";
    }

    private final int pageCount;
    /** One mark per page, in a byte, so that a mark is one store without a load; 0 while the page was never written. */
    private final byte[] marks;
    /** Difference between the page number of a place and the offset of its mark, as Unsafe counts offsets. */
    private final long marksBias;
    private final byte[] liveTables;
    /** Number of pages in which a live table lies. */
    private int livePages;

    /**
     * Makes the state of pages that were never written.
     *
     * @param firstPlace place of the region's first byte
     */
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

    /** Marks the page of a place inside the region, which is not checked again. */
    void writtenAt(final long place)
    {
        UnsafeApi.putByte(marks, marksBias + (place >>> PAGE_SHIFT), DIRTY);
    }

    /**
     * Returns the first touched page of a range.
     *
     * @param page first page of the range
     * @param end  end of the range, exclusive; at most the number of pages
     * @return the page number, or −1 if there is none
     */
    int nextTouched(final int page, final int end)
    {
        return next(TOUCHED_MASK, page, end);
    }

    /**
     * Returns the first dirty page at or after {@code page}.
     *
     * @return the page number, or −1 if there is none
     */
    int nextDirty(final int page)
    {
        return next(DIRTY_MASK, page, pageCount);
    }

    /** Cleans a page, which must be touched. */
    void clean(final int page)
    {
        if ((marks[page] & DIRTY) != 0)
        {
            marks[page] = (byte)(CLEAN | (marks[page] & SENT));
        }
    }

    /** Marks a page as sent, and returns whether it was not, or was written since. */
    boolean send(final int page)
    {
        final boolean isNew = !isSent(page);
        marks[page] |= SENT;

        return isNew;
    }

    /** Returns whether a page was sent, and not written since. */
    boolean isSent(final int page)
    {
        return (marks[page] & SENT) != 0;
    }

    boolean holdsLiveTable(final int page)
    {
        return liveTables[page] != 0;
    }

    /**
     * Counts one more live table in the page. A count of 255 stays for ever: the page then counts as one that holds a
     * live table, which costs time and changes nothing.
     *
     * @return true if another live table lies in the page
     */
    boolean retain(final int page)
    {
        final boolean isShared = holdsLiveTable(page);
        livePages += isShared ? 0 : 1;
        if ((liveTables[page] & SATURATED) != SATURATED)
        {
            liveTables[page]++;
        }

        return isShared;
    }

    void release(final int page)
    {
        if ((liveTables[page] & SATURATED) != SATURATED && liveTables[page] != 0)
        {
            liveTables[page]--;
            livePages -= holdsLiveTable(page) ? 0 : 1;
        }
    }

    int livePages()
    {
        return livePages;
    }

    private int next(final long mask, final int page, final int end)
    {
        if (page >= end)
        {
            return -1;
        }

        int first = page & -Long.BYTES;
        long rest = marksOf(first) & mask & (-1L << (page << 3));
        while (rest == 0)
        {
            first += Long.BYTES;
            if (first >= end)
            {
                return -1;
            }
            rest = marksOf(first) & mask;
        }
        final int found = first + (Long.numberOfTrailingZeros(rest) >>> 3);

        return found < end ? found : -1;
    }

    /** Returns the marks of eight pages; {@code first} is a multiple of 8 below {@link #pageCount}. */
    private long marksOf(final int first)
    {
        return UnsafeApi.getLong(marks, BufferUtil.ARRAY_BASE_OFFSET + (long)first);
    }
}
