package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IRS_SPI_SELR}, 32 bits: selects an SPI.
 */
public final class IrsSpiSelr
{
    public static final int OFFSET = 0x0108;
    public static final Field ID = new Field("ID", 0, 24);
    public static final List<Field> FIELDS = List.of(ID, Field.res0(24, 8));

    private IrsSpiSelr()
    {
    }
}
