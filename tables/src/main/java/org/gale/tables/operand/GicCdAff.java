package org.gale.tables.operand;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * Operand of {@code GIC CDAFF}, which sets the target of an interrupt.
 */
public final class GicCdAff
{
    public static final LongField ID = new LongField("ID", 0, 24);
    public static final LongField IRM = new LongField("IRM", 28, 1);
    public static final LongField TYPE = new LongField("TYPE", 29, 3);
    public static final LongField IAFFID = new LongField("IAFFID", 32, 16);
    public static final List<LongField> FIELDS = List.of(
        ID, LongField.res0(24, 4), IRM, TYPE, IAFFID, LongField.res0(48, 16));

    static
    {
        assert LongField.isLayout(FIELDS) : "fields overlap, or bits have none";
    }

    private GicCdAff()
    {
    }

    /** Returns whether the routing mode is 1-of-N. */
    public static boolean isOneOfN(final long operand)
    {
        return IRM.isSet(operand);
    }

    /** {@return the IAFFID of the target, or the VPE ID if executed in the virtual domain} */
    public static int iaffid(final long operand)
    {
        return IAFFID.getInt(operand);
    }

    /**
     * Encodes the operand.
     *
     * @param oneOfN true to select 1-of-N, false to select a target
     * @return the encoded operand
     */
    public static long of(final int intid, final int iaffid, final boolean oneOfN)
    {
        return IRM.with(IAFFID.set(Integer.toUnsignedLong(intid), iaffid), oneOfN);
    }
}
