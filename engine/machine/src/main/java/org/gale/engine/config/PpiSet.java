package org.gale.engine.config;

/**
 * Set of the private peripheral interrupts of a PE: the value of the key {@code ppis}, such as {@code
 * 3,15,19-31,64-95}.
 *
 * @param low  bit x: PPI x exists
 * @param high bit x: PPI 64 + x exists
 */
public record PpiSet(long low, long high)
{
    /** Number of PPI ids, existing or not. */
    public static final int PPI_LIMIT = 128;
    /** SW_PPI, the only architected PPI whose handling mode is edge (B-CPU-23). */
    public static final int SW_PPI = 3;
    /** PPI of the virtual timer of a PE. */
    public static final int VIRTUAL_TIMER = 27;

    /** Returns whether a PPI exists. Any int is accepted. */
    public boolean contains(final int ppi)
    {
        return ppi >= 0 && ppi < PPI_LIMIT && (bank(ppi >>> 6) & (1L << ppi)) != 0;
    }

    /**
     * Returns the bits of PPIs 0 to 63 (bank 0) or of PPIs 64 to 127 (bank 1).
     *
     * @return a mask in which bit x stands for PPI 64 × index + x
     */
    public long bank(final int index)
    {
        return index == 0 ? low : high;
    }

    /**
     * Returns the handling modes of a bank: all PPIs but SW_PPI are level.
     *
     * @return a mask in which a set bit means level
     */
    public long levelBank(final int index)                                      // B-CPU-23
    {
        return bank(index) & (index == 0 ? ~(1L << SW_PPI) : -1L);
    }

    static PpiSet parse(final String value)
    {
        long low = 0;
        long high = 0;
        for (final String part : value.split(",", -1))
        {
            final int dash = part.indexOf('-');
            final int first = ppi(dash < 0 ? part : part.substring(0, dash), value);
            final int last = dash < 0 ? first : ppi(part.substring(dash + 1), value);
            if (last < first)
            {
                throw new IllegalArgumentException("'" + part + "' in '" + value + "' goes down");
            }
            for (int ppi = first; ppi <= last; ppi++)
            {
                low |= ppi < Long.SIZE ? 1L << ppi : 0;
                high |= ppi < Long.SIZE ? 0 : 1L << ppi;
            }
        }

        return new PpiSet(low, high);
    }

    private static int ppi(final String text, final String value)
    {
        if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) >= PPI_LIMIT)
        {
            throw new IllegalArgumentException(
                "'" + text + "' in '" + value + "' is not a PPI (0 to 127, such as 3,15,19-31)");
        }

        return Integer.parseInt(text);
    }

    @Override
    public String toString()
    {
        final StringBuilder text = new StringBuilder();
        int ppi = 0;
        while (ppi < PPI_LIMIT)
        {
            int end = ppi;
            while (contains(end))
            {
                end++;
            }
            if (end > ppi)
            {
                text.append(text.isEmpty() ? "" : ",").append(ppi);
                text.append(end - ppi > 1 ? "-" + (end - 1) : "");
            }
            ppi = end + 1;
        }

        return text.toString();
    }
}
