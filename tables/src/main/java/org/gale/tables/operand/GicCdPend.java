package org.gale.tables.operand;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * Operand of {@code GIC CDPEND}, which makes an interrupt pending or idle.
 */
public final class GicCdPend
{
    public static final LongField ID = new LongField("ID", 0, 24);
    public static final LongField TYPE = new LongField("TYPE", 29, 3);
    public static final LongField PENDING = new LongField("PENDING", 32, 1);
    public static final List<LongField> FIELDS = List.of(
        ID, LongField.res0(24, 5), TYPE, PENDING, LongField.res0(33, 31));

    static
    {
        assert LongField.isLayout(FIELDS) : "fields overlap, or bits have none";
    }

    private GicCdPend()
    {
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
    public static long of(final int intid, final boolean pending)
    {
        return PENDING.with(Integer.toUnsignedLong(intid), pending);
    }
}
