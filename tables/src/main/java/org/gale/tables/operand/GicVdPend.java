package org.gale.tables.operand;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * Operand of {@code GIC VDPEND}, which makes a virtual interrupt pending or idle. No other VD operand has a published
 * layout.
 */
public final class GicVdPend
{
    public static final LongField ID = new LongField("ID", 0, 24);
    public static final LongField TYPE = new LongField("TYPE", 29, 3);
    public static final LongField VM = new LongField("VM", 32, 16);
    public static final LongField PENDING = new LongField("PENDING", 63, 1);
    public static final List<LongField> FIELDS = List.of(
        ID, LongField.res0(24, 5), TYPE, VM, LongField.res0(48, 15), PENDING);

    static
    {
        assert LongField.isLayout(FIELDS) : "fields overlap, or bits have none";
    }

    private GicVdPend()
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

    public static boolean isPending(final long operand)
    {
        return PENDING.isSet(operand);
    }

    /**
     * Encodes the operand.
     *
     * @param pending true to make the interrupt pending, false to make it idle
     * @return the encoded operand
     */
    public static long of(final int vmId, final int intid, final boolean pending)
    {
        return PENDING.with(VM.set(Integer.toUnsignedLong(intid), vmId), pending);
    }
}
