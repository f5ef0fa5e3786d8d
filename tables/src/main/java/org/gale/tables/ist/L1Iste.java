package org.gale.tables.ist;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * Level 1 interrupt state table entry, {@code L1_ISTE}: the address of a level 2 table and whether it is live.
 * <pre>
 *  63    56 55                                                    12 11          1 0
 *  +-------+--------------------------------------------------------+-------------+-+
 *  | RES0  |                    L2_ADDR (bits 55:12)                |    RES0     |V|
 *  +-------+--------------------------------------------------------+-------------+-+
 *   V = VALID
 * </pre>
 * An entry is a value: these methods map words to words and touch no memory.
 */
public final class L1Iste
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

    private L1Iste()
    {
    }

    /** Returns whether the level 2 table is present and live. */
    public static boolean isValid(final long l1Iste)
    {
        return VALID.isSet(l1Iste);
    }

    /**
     * Returns the address of the level 2 table.
     *
     * @return the physical address in bytes
     */
    public static long l2Address(final long l1Iste)
    {
        return L2_ADDR.address(l1Iste);
    }

    /**
     * Replaces VALID.
     *
     * @return the encoded {@code L1_ISTE}
     */
    public static long withValid(final long l1Iste, final boolean valid)
    {
        return VALID.with(l1Iste, valid);
    }

    /**
     * Replaces the address of the level 2 table. Bits below the alignment of 4 KiB are dropped.
     *
     * @return the encoded {@code L1_ISTE}
     */
    public static long withL2Address(final long l1Iste, final long address)
    {
        return L2_ADDR.withAddress(l1Iste, address);
    }
}
