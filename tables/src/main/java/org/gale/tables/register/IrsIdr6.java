package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IRS_IDR6}, 32 bits, read-only: the number of SPIs of this IRS.
 */
public final class IrsIdr6
{
    public static final int OFFSET = 0x0018;
    public static final Field SPI_IRS_RANGE = new Field("SPI_IRS_RANGE", 0, 25);
    public static final List<Field> FIELDS = List.of(SPI_IRS_RANGE, Field.res0(25, 7));

    private IrsIdr6()
    {
    }
}
