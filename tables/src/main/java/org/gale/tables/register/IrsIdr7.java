package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IRS_IDR7}, 32 bits, read-only: the first SPI of this IRS.
 */
public final class IrsIdr7
{
    public static final int OFFSET = 0x001c;
    public static final Field SPI_BASE = new Field("SPI_BASE", 0, 24);
    public static final List<Field> FIELDS = List.of(SPI_BASE, Field.res0(24, 8));

    private IrsIdr7()
    {
    }
}
