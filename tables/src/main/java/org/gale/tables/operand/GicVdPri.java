package org.gale.tables.operand;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * Operand of {@code GIC VDPRI}, which sets the priority of a virtual interrupt.
 * The layout is our choice (M-VDOP).
 */
public final class GicVdPri
{
    public static final LongField ID = new LongField("ID", 0, 24);
    public static final LongField TYPE = new LongField("TYPE", 29, 3);
    public static final LongField VM = new LongField("VM", 32, 16);
    public static final LongField PRIORITY = new LongField("PRIORITY", 59, 5);
    public static final List<LongField> FIELDS = List.of(
        ID, LongField.res0(24, 5), TYPE, VM, LongField.res0(48, 11), PRIORITY);

    static
    {
        assert LongField.isLayout(FIELDS) : "fields overlap, or bits have none";
    }

    private GicVdPri()
    {
    }

    /** {@return the priority, 0, the highest, to 31} */
    public static int priority(final long operand)
    {
        return PRIORITY.getInt(operand);
    }

    /** {@return the encoded operand} */
    public static long of(final int vmId, final int intid, final int priority)
    {
        return PRIORITY.set(VM.set(Integer.toUnsignedLong(intid), vmId), priority);
    }
}
