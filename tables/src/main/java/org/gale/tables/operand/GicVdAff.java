package org.gale.tables.operand;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * Operand of {@code GIC VDAFF}, which sets the VPE that a virtual interrupt targets.
 * The layout is our choice (M-VDOP).
 */
public final class GicVdAff
{
    public static final LongField ID = new LongField("ID", 0, 24);
    public static final LongField IRM = new LongField("IRM", 28, 1);
    public static final LongField TYPE = new LongField("TYPE", 29, 3);
    public static final LongField VM = new LongField("VM", 32, 16);
    public static final LongField VPE = new LongField("VPE", 48, 16);
    public static final List<LongField> FIELDS = List.of(ID, LongField.res0(24, 4), IRM, TYPE, VM, VPE);

    static
    {
        assert LongField.isLayout(FIELDS) : "fields overlap, or bits have none";
    }

    private GicVdAff()
    {
    }

    /** Returns whether the routing mode is 1-of-N. */
    public static boolean isOneOfN(final long operand)
    {
        return IRM.isSet(operand);
    }

    /** {@return the VPE ID of the target} */
    public static int vpeId(final long operand)
    {
        return VPE.getInt(operand);
    }

    /**
     * Encodes the operand.
     *
     * @param oneOfN true to select 1-of-N, false to select a target
     * @return the encoded operand
     */
    public static long of(final int vmId, final int vpeId, final int intid, final boolean oneOfN)
    {
        return IRM.with(VPE.set(VM.set(Integer.toUnsignedLong(intid), vmId), vpeId), oneOfN);
    }
}
