package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/** {@code IRS_VMT_BASER}, 64 bits: the address of the VM table, and whether the table is live. */
public final class IrsVmtBaser
{
    public static final int OFFSET = 0x0200;
    public static final LongField VALID = new LongField("VALID", 0, 1);
    public static final LongField ADDR = new LongField("ADDR", 3, 53);
    public static final List<LongField> FIELDS = List.of(VALID, LongField.res0(1, 2), ADDR, LongField.res0(56, 8));

    private IrsVmtBaser()
    {
    }
}
