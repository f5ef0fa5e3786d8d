package org.gale.tables.vm;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * Level 1 VM table entry, {@code L1_VMTE}: the address of the entries of 128 VMs, and whether they are live.
 * <pre>
 *  63    56 55                                                    12 11          1 0
 *  +-------+--------------------------------------------------------+-------------+-+
 *  | RES0  |                    L2_ADDR (bits 55:12)                |    RES0     |V|
 *  +-------+--------------------------------------------------------+-------------+-+
 *   V = VALID
 * </pre>
 * Some sources end L2_ADDR at bit 51. Gale takes all of 55:12, as in every other table; below 2^52 there is no
 * difference.
 */
public final class L1Vmte
{
    public static final int LENGTH = Long.BYTES;
    public static final LongField VALID = new LongField("VALID", 0, 1);
    public static final LongField L2_ADDR = new LongField("L2_ADDR", 12, 44);
    public static final List<LongField> FIELDS =
        List.of(VALID, LongField.res0(1, 11), L2_ADDR, LongField.res0(56, 8));

    static
    {
        assert LongField.isLayout(FIELDS) : "fields overlap, or bits have none";
    }

    private L1Vmte()
    {
    }

    /** Returns whether the level 2 table is present and live. */
    public static boolean isValid(final long l1Vmte)
    {
        return VALID.isSet(l1Vmte);
    }

    /** {@return the physical address of the level 2 table, in bytes} */
    public static long l2Address(final long l1Vmte)
    {
        return L2_ADDR.address(l1Vmte);
    }

    /** {@return the encoded {@code L1_VMTE} with another VALID} */
    public static long withValid(final long l1Vmte, final boolean valid)
    {
        return VALID.with(l1Vmte, valid);
    }

    /**
     * Replaces the address of the level 2 table. Bits below the alignment of 4 KiB are dropped.
     *
     * @return the encoded {@code L1_VMTE}
     */
    public static long withL2Address(final long l1Vmte, final long address)
    {
        return L2_ADDR.withAddress(l1Vmte, address);
    }
}
