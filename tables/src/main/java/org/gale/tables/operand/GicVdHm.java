package org.gale.tables.operand;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * Operand of {@code GIC VDHM}, which sets the handling mode of a virtual interrupt.
 * The layout is our choice (M-VDOP).
 */
public final class GicVdHm
{
    public static final LongField ID = new LongField("ID", 0, 24);
    public static final LongField TYPE = new LongField("TYPE", 29, 3);
    public static final LongField VM = new LongField("VM", 32, 16);
    public static final LongField HM = new LongField("HM", 63, 1);
    public static final List<LongField> FIELDS = List.of(
        ID, LongField.res0(24, 5), TYPE, VM, LongField.res0(48, 15), HM);

    static
    {
        assert LongField.isLayout(FIELDS) : "fields overlap, or bits have none";
    }

    private GicVdHm()
    {
    }

    public static boolean isLevel(final long operand)
    {
        return HM.isSet(operand);
    }

    /**
     * Encodes the operand.
     *
     * @param level true to select level, false to select edge
     * @return the encoded operand
     */
    public static long of(final int vmId, final int intid, final boolean level)
    {
        return HM.with(VM.set(Integer.toUnsignedLong(intid), vmId), level);
    }
}
