package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IRS_SPI_RESAMPLER}, 32 bits, write-only: reads the wire of an SPI again.
 */
public final class IrsSpiResampler
{
    public static final int OFFSET = 0x0110;
    public static final Field SPI_ID = new Field("SPI_ID", 0, 24);
    public static final List<Field> FIELDS = List.of(SPI_ID, Field.res0(24, 8));

    private IrsSpiResampler()
    {
    }
}
