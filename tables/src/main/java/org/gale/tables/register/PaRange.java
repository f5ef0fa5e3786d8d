package org.gale.tables.register;

/** Encoding of PA_RANGE: the width of physical addresses. */
public final class PaRange
{
    /** Encoding of 56 bits. */
    public static final int BITS_56 = 7;

    private PaRange()
    {
    }
}
