package org.gale.tables.register;

/** The encoding of PA_RANGE: the width of physical addresses. */
public final class PaRange
{
    private static final int[] BITS = { 32, 36, 40, 42, 44, 48, 52, 56 };

    private PaRange()
    {
    }

    /** Width of an address in bits; 0 for the values from 8 up, which are reserved. */
    public static int bits(final int paRange)
    {
        return paRange >= 0 && paRange < BITS.length ? BITS[paRange] : 0;
    }
}
