package org.gale.tables.vm;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * VPE table entry, {@code VPETE}: the validity of a VPE and the address of its descriptor.
 * <pre>
 *  63    56 55                                                            3 2  1 0
 *  +-------+----------------------------------------------------------------+----+-+
 *  | RES0  |                     VPED_ADDR (bits 55:3)                      |RES0|V|
 *  +-------+----------------------------------------------------------------+----+-+
 *   V = VALID
 * </pre>
 */
public final class Vpete
{
    public static final int LENGTH = Long.BYTES;
    public static final LongField VALID = new LongField("VALID", 0, 1);
    public static final LongField VPED_ADDR = new LongField("VPED_ADDR", 3, 53);
    public static final List<LongField> FIELDS =
        List.of(VALID, LongField.res0(1, 2), VPED_ADDR, LongField.res0(56, 8));

    static
    {
        assert LongField.isLayout(FIELDS) : "fields overlap, or bits have none";
    }

    private Vpete()
    {
    }

    public static boolean isValid(final long vpete)
    {
        return VALID.isSet(vpete);
    }

    /** {@return the physical address of the VPE descriptor, in bytes} */
    public static long vpedAddress(final long vpete)
    {
        return VPED_ADDR.address(vpete);
    }

    /** {@return the encoded {@code VPETE} with another address of the descriptor} */
    public static long withVpedAddress(final long vpete, final long address)
    {
        return VPED_ADDR.withAddress(vpete, address);
    }
}
