package org.gale.engine.config;

/**
 * SPIs of an IRS: the value of the key {@code irs.spis}, such as {@code 64:192}.
 *
 * @param base  ID of the first
 * @param count number of them, 0 for none
 */
public record SpiRange(int base, int count)
{
    /** Limit of the IDs of SPIs (T-IRS-5). */
    public static final int ID_LIMIT = 1 << 24;
    /** The most SPIs of a machine. */
    static final int COUNT_LIMIT = 1 << 16;

    public SpiRange
    {
        if (base < 0 || count < 0 || count > COUNT_LIMIT || base > ID_LIMIT - count)
        {
            throw new IllegalArgumentException("'" + base + ':' + count + "' ends above 2^24 or has more than " +
                COUNT_LIMIT + " SPIs");
        }
    }

    static SpiRange parse(final String text)
    {
        final String[] ends = text.split(":", -1);
        if (ends.length != 2)
        {
            throw new IllegalArgumentException('\'' + text + "' is not BASE:COUNT (try 0:32)");
        }

        return new SpiRange(number(ends[0]), number(ends[1]));
    }

    /** Returns the ID after the last one. */
    public int end()
    {
        return base + count;
    }

    /** Returns whether an SPI, any int, is one of these. */
    public boolean contains(final int id)
    {
        return id >= base && id - base < count;
    }

    boolean overlaps(final SpiRange other)
    {
        return count > 0 && other.count > 0 && base < other.end() && other.base < end();
    }

    private static int number(final String text)
    {
        return (int)KeyType.inRange("", text, KeyType.number("", text), 0, ID_LIMIT);
    }

    @Override
    public String toString()
    {
        return base + ":" + count;
    }
}
