package org.gale.tables.operand;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * Operand of {@code GIC VDDI}, {@code VDDIS}, {@code VDEN} and {@code VDRCFG}: a virtual interrupt of a VM. The
 * position of VM in the operands of all VD instructions but {@code VDPEND} is our choice (M-VDOP).
 */
public final class GicVdIntid
{
    public static final LongField ID = new LongField("ID", 0, 24);
    public static final LongField TYPE = new LongField("TYPE", 29, 3);
    public static final LongField VM = new LongField("VM", 32, 16);
    public static final List<LongField> FIELDS = List.of(ID, LongField.res0(24, 5), TYPE, VM, LongField.res0(48, 16));

    static
    {
        assert LongField.isLayout(FIELDS) : "fields overlap, or bits have none";
    }

    private GicVdIntid()
    {
    }

    /** {@return the encoded {@code INTID} that the operand names} */
    public static int intid(final long operand)
    {
        return (int)(operand & (TYPE.mask() | ID.mask()));
    }

    /** {@return the VM ID that the operand names} */
    public static int vmId(final long operand)
    {
        return VM.getInt(operand);
    }

    /** {@return the encoded operand} */
    public static long of(final int vmId, final int intid)
    {
        return VM.set(Integer.toUnsignedLong(intid), vmId);
    }
}
