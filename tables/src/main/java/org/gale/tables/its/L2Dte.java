package org.gale.tables.its;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * Level 2 device table entry, {@code L2_DTE}: the address of the translations of a device's events.
 * <pre>
 *  63      59 58 57 56 55                                                3 2      1 0
 *  +---------+--+--+--+---------------------------------------------------+--------+-+
 *  |EVENTID_B|ST|DS|R0|               ITT_ADDR (bits 55:3)                |ITT_L2SZ|V|
 *  +---------+--+--+--+---------------------------------------------------+--------+-+
 *   V = VALID   ST = ITT_STRUCTURE   DS = DSWE   R0 = RES0
 * </pre>
 * No source gives the polarity of DSWE; it is ignored.
 */
public final class L2Dte
{
    public static final int LENGTH = Long.BYTES;
    public static final LongField VALID = new LongField("VALID", 0, 1);
    public static final LongField ITT_L2SZ = new LongField("ITT_L2SZ", 1, 2);
    public static final LongField ITT_ADDR = new LongField("ITT_ADDR", 3, 53);
    public static final LongField DSWE = new LongField("DSWE", 57, 1);
    public static final LongField ITT_STRUCTURE = new LongField("ITT_STRUCTURE", 58, 1);
    public static final LongField EVENTID_BITS = new LongField("EVENTID_BITS", 59, 5);
    public static final List<LongField> FIELDS =
        List.of(VALID, ITT_L2SZ, ITT_ADDR, LongField.res0(56, 1), DSWE, ITT_STRUCTURE, EVENTID_BITS);

    static
    {
        assert LongField.isLayout(FIELDS) : "fields overlap, or bits have none";
    }

    private L2Dte()
    {
    }

    public static boolean isValid(final long l2Dte)
    {
        return VALID.isSet(l2Dte);
    }

    /** {@return L2SZ of a two-level translation table, 0 to 3; 3 is reserved} */
    public static int ittL2sz(final long l2Dte)
    {
        return ITT_L2SZ.getInt(l2Dte);
    }

    /** {@return the physical address of the translation table, in bytes} */
    public static long ittAddress(final long l2Dte)
    {
        return ITT_ADDR.address(l2Dte);
    }

    /** Returns whether the translation table is two-level; if not, it is linear. */
    public static boolean isIttTwoLevel(final long l2Dte)
    {
        return ITT_STRUCTURE.isSet(l2Dte);
    }

    /** {@return the width of the device's EventIDs} */
    public static int eventIdBits(final long l2Dte)
    {
        return EVENTID_BITS.getInt(l2Dte);
    }

    /** {@return the encoded {@code L2_DTE}, valid, with a linear translation table} */
    public static long linear(final long ittAddress, final EventIdBits eventIdBits)
    {
        return EVENTID_BITS.set(ITT_ADDR.withAddress(VALID.mask(), ittAddress), eventIdBits.bits());
    }
}
