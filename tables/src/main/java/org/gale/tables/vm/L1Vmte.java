package org.gale.tables.vm;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * Level 1 VM table entry, {@code L1_VMTE}: where the entries of 128 VMs are, and whether they are live.
 * <pre>
 *  63    56 55                                                    12 11          1 0
 *  +-------+--------------------------------------------------------+-------------+-+
 *  | RES0  |                    L2_ADDR (bits 55:12)                |    RES0     |V|
 *  +-------+--------------------------------------------------------+-------------+-+
 *   V = VALID
 * </pre>
 * Some sources end L2_ADDR at bit 51. We take all of 55:12, as in every other table; below 2^52 there is no difference.
 */
public final class L1Vmte
{
    public static final int LENGTH = Long.BYTES;
    public static final LongField VALID = new LongField("VALID", 0, 1);
    public static final LongField L2_ADDR = new LongField("L2_ADDR", 12, 44);
    public static final List<LongField> FIELDS =
        List.of(VALID, LongField.res0(1, 11), L2_ADDR, LongField.res0(56, 8));

    private L1Vmte()
    {
    }

    /** Is the level 2 table present and live? */
    public static boolean isValid(final long l1Vmte)
    {
        return VALID.isSet(l1Vmte);
    }

    /** Physical address of the level 2 table, in bytes. */
    public static long l2Address(final long l1Vmte)
    {
        return L2_ADDR.address(l1Vmte);
    }

    public static long withValid(final long l1Vmte, final boolean valid)
    {
        return VALID.with(l1Vmte, valid);
    }

    /** The entry with another level 2 table, of 4 KiB alignment at least: lower bits of the address are dropped. */
    public static long withL2Address(final long l1Vmte, final long address)
    {
        return L2_ADDR.withAddress(l1Vmte, address);
    }
}
