package org.gale.tables.its;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * Level 1 interrupt translation table entry, {@code L1_ITTE}: the address of the entries of a range of events.
 * <pre>
 *  63   60 59  56 55                                                      3 2  1 0
 *  +------+------+----------------------------------------------------------+----+-+
 *  | SPAN | RES0 |                   L2_ADDR (bits 55:3)                    |RES0|V|
 *  +------+------+----------------------------------------------------------+----+-+
 *   V = VALID
 * </pre>
 * SPAN lets software provide a shorter level 2 table: it holds 2^SPAN entries. The layout is that of {@link L1Dte}, by
 * which {@link ItsWalk} reads both.
 */
public final class L1Itte
{
    public static final LongField VALID = new LongField("VALID", 0, 1);
    public static final LongField L2_ADDR = new LongField("L2_ADDR", 3, 53);
    public static final LongField SPAN = new LongField("SPAN", 60, 4);
    public static final List<LongField> FIELDS =
        List.of(VALID, LongField.res0(1, 2), L2_ADDR, LongField.res0(56, 4), SPAN);

    static
    {
        assert LongField.isLayout(FIELDS) : "fields overlap, or bits have none";
    }

    private L1Itte()
    {
    }
}
