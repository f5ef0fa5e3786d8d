package org.gale.tables.operand;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * Operand of {@code GIC CDHM}, which sets the handling mode of an interrupt.
 */
public final class GicCdHm
{
    public static final LongField ID = new LongField("ID", 0, 24);
    public static final LongField TYPE = new LongField("TYPE", 29, 3);
    public static final LongField HM = new LongField("HM", 32, 1);
    public static final List<LongField> FIELDS = List.of(ID, LongField.res0(24, 5), TYPE, HM, LongField.res0(33, 31));

    static
    {
        assert LongField.isLayout(FIELDS) : "fields overlap, or bits have none";
    }

    private GicCdHm()
    {
    }

    public static boolean isLevel(final long operand)
    {
        return HM.isSet(operand);
    }
}
