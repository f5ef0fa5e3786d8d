package org.gale.tables.its;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * Level 1 device table entry, {@code L1_DTE}: the address of the entries of a range of devices.
 * <pre>
 *  63   60 59  56 55                                                      3 2  1 0
 *  +------+------+----------------------------------------------------------+----+-+
 *  | SPAN | RES0 |                   L2_ADDR (bits 55:3)                    |RES0|V|
 *  +------+------+----------------------------------------------------------+----+-+
 *   V = VALID
 * </pre>
 * SPAN lets software provide a shorter level 2 table: it holds 2^SPAN entries.
 */
public final class L1Dte
{
    public static final int LENGTH = Long.BYTES;
    public static final LongField VALID = new LongField("VALID", 0, 1);
    public static final LongField L2_ADDR = new LongField("L2_ADDR", 3, 53);
    public static final LongField SPAN = new LongField("SPAN", 60, 4);
    public static final List<LongField> FIELDS =
        List.of(VALID, LongField.res0(1, 2), L2_ADDR, LongField.res0(56, 4), SPAN);

    static
    {
        assert LongField.isLayout(FIELDS) : "fields overlap, or bits have none";
    }

    private L1Dte()
    {
    }

    public static boolean isValid(final long l1Dte)
    {
        return VALID.isSet(l1Dte);
    }

    /** {@return the physical address of the level 2 table, in bytes} */
    public static long l2Address(final long l1Dte)
    {
        return L2_ADDR.address(l1Dte);
    }

    /** {@return log2 of the number of entries in the level 2 table, not clamped to the size of such a table} */
    public static int span(final long l1Dte)
    {
        return SPAN.getInt(l1Dte);
    }
}
