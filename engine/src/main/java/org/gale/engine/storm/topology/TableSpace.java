package org.gale.engine.storm.topology;

/** Space of tables in RAM: ID bits, whole pages and aligned addresses. Pure functions. */
final class TableSpace
{
    /** Length of a page, bytes. */
    static final int PAGE = 4096;

    private TableSpace()
    {
    }

    /** Returns the bits of an ID that distinguish so many things; 0 for one. */
    static int idBits(final int count)
    {
        return Integer.SIZE - Integer.numberOfLeadingZeros(count - 1);
    }

    /** Returns the number of pages that hold so many bytes. */
    static long pages(final long bytes)
    {
        return aligned(bytes, PAGE) / PAGE;
    }

    /**
     * Returns the first address at or after another one that is aligned.
     *
     * @param to a power of two
     */
    static long aligned(final long address, final long to)
    {
        assert Long.bitCount(to) == 1 : to;

        return (address + to - 1) & -to;
    }
}
