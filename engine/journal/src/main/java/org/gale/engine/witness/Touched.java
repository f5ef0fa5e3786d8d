package org.gale.engine.witness;

/** Interrupts that a command concerns, each an INTID. Owned by the thread that owns the machine. */
final class Touched
{
    private static final int LIMIT = 1 << 10;
    private static final int LPI = 2 << 29;
    private static final int SPI = 3 << 29;
    private static final int ID_MASK = 0xff_ffff;

    private final int[] intids = new int[LIMIT];
    private int count;
    private boolean isFull;

    void lpi(final int id)
    {
        add(lpiOf(id));
    }

    void spi(final int id)
    {
        add(spiOf(id));
    }

    static boolean isLpi(final int intid)
    {
        return (intid & ~ID_MASK) == LPI;
    }

    static boolean isSpi(final int intid)
    {
        return (intid & ~ID_MASK) == SPI;
    }

    /** Returns whether an interrupt is one of an IRS: an SPI or an LPI. */
    static boolean isOfIrs(final int intid)
    {
        return isLpi(intid) || isSpi(intid);
    }

    static int id(final int intid)
    {
        return intid & ID_MASK;
    }

    static int lpiOf(final int id)
    {
        return LPI | id;
    }

    static int spiOf(final int id)
    {
        return SPI | id;
    }

    int count()
    {
        return count;
    }

    int intid(final int index)
    {
        return intids[index];
    }

    /** Returns whether there were more than can be kept. */
    boolean isFull()
    {
        return isFull;
    }

    void clear()
    {
        count = 0;
        isFull = false;
    }

    void add(final int intid)
    {
        if (count == LIMIT)
        {
            isFull = true;
            return;
        }
        intids[count++] = intid;
    }
}
