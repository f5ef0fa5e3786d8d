package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IRS_IDR4}, 32 bits, read-only: VPE tables; 0 without virtualization. No source gives the encoding of
 * VPE_ID_BITS; ours is minus one, because 4 bits cannot hold 16. The methods decode and encode it.
 */
public final class IrsIdr4
{
    public static final int OFFSET = 0x0010;
    /** log2 of the length of a VPE descriptor in bytes. */
    public static final Field VPED_SZ = new Field("VPED_SZ", 0, 6);
    public static final Field VPE_ID_BITS = new Field("VPE_ID_BITS", 6, 4);
    public static final List<Field> FIELDS = List.of(VPED_SZ, VPE_ID_BITS, Field.res0(10, 22));

    private IrsIdr4()
    {
    }

    /**
     * Encodes a width of a VPE ID, 1 to 16.
     *
     * @return the encoded {@code IRS_IDR4}
     */
    public static int withVpeIdBits(final int idr4, final int vpeIdBits)
    {
        return VPE_ID_BITS.set(idr4, vpeIdBits - 1);
    }
}
