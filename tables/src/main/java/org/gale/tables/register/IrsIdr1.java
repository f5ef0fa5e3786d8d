package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IRS_IDR1}, 32 bits, read-only: the number of PEs, and two widths that are encoded minus one (B-IRS-6). The
 * methods decode and encode the widths.
 */
public final class IrsIdr1
{
    public static final int OFFSET = 0x0004;
    public static final Field PE_CNT = new Field("PE_CNT", 0, 16);
    public static final Field IAFFID_BITS = new Field("IAFFID_BITS", 16, 4);
    public static final Field PRI_BITS = new Field("PRI_BITS", 20, 3);
    public static final List<Field> FIELDS = List.of(PE_CNT, IAFFID_BITS, PRI_BITS, Field.res0(23, 9));

    private IrsIdr1()
    {
    }

    /**
     * Encodes a width of an IAFFID, 1 to 16.
     *
     * @return the encoded {@code IRS_IDR1}
     */
    public static int withIaffidBits(final int idr1, final int iaffidBits)
    {
        return IAFFID_BITS.set(idr1, iaffidBits - 1);
    }

    /**
     * Encodes a number of priority bits, 1 to 5.
     *
     * @return the encoded {@code IRS_IDR1}
     */
    public static int withPriBits(final int idr1, final int priBits)
    {
        return PRI_BITS.set(idr1, priBits - 1);
    }
}
