package org.gale.tables.operand;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * The operand of {@code GIC VDDI}, {@code VDDIS}, {@code VDEN} and {@code VDRCFG}: a virtual interrupt of a VM.
 * Where VM lies in the operands of all VD instructions but {@code VDPEND} is our choice (M-VDOP).
 */
public final class GicVdIntid
{
    public static final LongField ID = new LongField("ID", 0, 24);
    public static final LongField TYPE = new LongField("TYPE", 29, 3);
    public static final LongField VM = new LongField("VM", 32, 16);
    public static final List<LongField> FIELDS = List.of(ID, LongField.res0(24, 5), TYPE, VM, LongField.res0(48, 16));

    private GicVdIntid()
    {
    }

    /** The interrupt named: TYPE and ID, and nothing else. */
    public static int intid(final long operand)
    {
        return (int)(operand & (TYPE.mask() | ID.mask()));
    }

    public static int vmId(final long operand)
    {
        return VM.getInt(operand);
    }

    public static long of(final int vmId, final int intid)
    {
        return VM.set(Integer.toUnsignedLong(intid), vmId);
    }
}
