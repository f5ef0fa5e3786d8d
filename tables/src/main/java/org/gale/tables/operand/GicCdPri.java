package org.gale.tables.operand;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * Operand of {@code GIC CDPRI}, which sets the priority of an interrupt.
 */
public final class GicCdPri
{
    public static final LongField ID = new LongField("ID", 0, 24);
    public static final LongField TYPE = new LongField("TYPE", 29, 3);
    public static final LongField PRIORITY = new LongField("PRIORITY", 35, 5);
    public static final List<LongField> FIELDS = List.of(
        ID, LongField.res0(24, 5), TYPE, LongField.res0(32, 3), PRIORITY, LongField.res0(40, 24));

    static
    {
        assert LongField.isLayout(FIELDS) : "fields overlap, or bits have none";
    }

    private GicCdPri()
    {
    }

    /** {@return the priority, 0, the highest, to 31} */
    public static int priority(final long operand)
    {
        return PRIORITY.getInt(operand);
    }

    /** {@return the encoded operand} */
    public static long of(final int intid, final int priority)
    {
        return PRIORITY.set(Integer.toUnsignedLong(intid), priority);
    }
}
