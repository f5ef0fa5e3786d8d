package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IRS_PE_SELR}, 32 bits: selects a PE.
 */
public final class IrsPeSelr
{
    public static final int OFFSET = 0x0140;
    public static final Field IAFFID = new Field("IAFFID", 0, 16);
    public static final List<Field> FIELDS = List.of(IAFFID, Field.res0(16, 16));

    private IrsPeSelr()
    {
    }
}
