package org.gale.tables.memory;

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

    private final int pageCount;
    private final long[] touched;
    private final long[] dirty;
    private final byte[] liveTables;
    private int saturated;

    PageState(final int pageCount)
    {
        this.pageCount = pageCount;
        this.touched = new long[(pageCount + Long.SIZE - 1) / Long.SIZE];
        this.dirty = new long[touched.length];
        this.liveTables = new byte[pageCount];
    }

    int pageCount()
    {
        return pageCount;
    }

    void written(final int page)
    {
        final int word = page >>> 6;
        final long bit = 1L << page;

        if ((dirty[word] & bit) == 0)
        {
            dirty[word] |= bit;
            touched[word] |= bit;
        }
    }

    boolean isDirty(final int page)
    {
        return (dirty[page >>> 6] & (1L << page)) != 0;
    }

    /** The first touched page at or after {@code page}, or −1. */
    int nextTouched(final int page)
    {
        return next(touched, page);
    }

    /** The first dirty page at or after {@code page}, or −1. */
    int nextDirty(final int page)
    {
        return next(dirty, page);
    }

    void clean(final int page)
    {
        dirty[page >>> 6] &= ~(1L << page);
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

    private static int next(final long[] bits, final int page)
    {
        int word = page >>> 6;
        if (word >= bits.length)
        {
            return -1;
        }

        long rest = bits[word] & (-1L << page);
        while (rest == 0)
        {
            if (++word == bits.length)
            {
                return -1;
            }
            rest = bits[word];
        }

        return (word << 6) + Long.numberOfTrailingZeros(rest);
    }
}
