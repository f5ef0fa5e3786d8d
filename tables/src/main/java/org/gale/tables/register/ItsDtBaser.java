package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/** {@code ITS_DT_BASER}, 64 bits: the address of the device table; read-only while the ITS is enabled. */
public final class ItsDtBaser
{
    public static final int OFFSET = 0x00c0;
    public static final LongField ADDR = new LongField("ADDR", 3, 53);
    public static final List<LongField> FIELDS = List.of(LongField.res0(0, 3), ADDR, LongField.res0(56, 8));

    private ItsDtBaser()
    {
    }
}
