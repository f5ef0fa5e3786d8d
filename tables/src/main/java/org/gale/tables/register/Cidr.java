package org.gale.tables.register;

/**
 * {@code IRS_CIDR0} to {@code IRS_CIDR3}, 32 bits, read-only: the component identification of CoreSight.
 */
public final class Cidr
{
    /** Offset of the first register; the others follow at steps of 4. */
    public static final int OFFSET = 0xfff0;
    public static final int COUNT = 4;

    private Cidr()
    {
    }
}
