package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code IRS_VPE_HPPIR}, 64 bits, read-only: the highest priority pending interrupt of the selected VPE.
 */
public final class IrsVpeHppir
{
    public static final int OFFSET = 0x0250;
    public static final LongField ID = new LongField("ID", 0, 24);
    public static final LongField TYPE = new LongField("TYPE", 29, 3);
    public static final LongField HPPIV = new LongField("HPPIV", 32, 1);
    public static final List<LongField> FIELDS = List.of(
        ID, LongField.res0(24, 5), TYPE, HPPIV, LongField.res0(33, 31));

    private IrsVpeHppir()
    {
    }
}
