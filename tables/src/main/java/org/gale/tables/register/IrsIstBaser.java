package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code IRS_IST_BASER}, 64 bits: the address of the interrupt state table of physical LPIs, and whether the table is
 * live. ADDR is read-only while VALID is 1.
 */
public final class IrsIstBaser
{
    public static final int OFFSET = 0x0180;
    public static final LongField VALID = new LongField("VALID", 0, 1);
    public static final LongField ADDR = new LongField("ADDR", 6, 50);
    public static final List<LongField> FIELDS = List.of(VALID, LongField.res0(1, 5), ADDR, LongField.res0(56, 8));

    private IrsIstBaser()
    {
    }
}
