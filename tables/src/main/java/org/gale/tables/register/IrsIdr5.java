package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IRS_IDR5}, 32 bits, read-only: the number of SPIs in the whole system.
 */
public final class IrsIdr5
{
    public static final int OFFSET = 0x0014;
    public static final Field SPI_RANGE = new Field("SPI_RANGE", 0, 25);
    public static final List<Field> FIELDS = List.of(SPI_RANGE, Field.res0(25, 7));

    private IrsIdr5()
    {
    }
}
