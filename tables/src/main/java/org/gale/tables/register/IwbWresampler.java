package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IWB_WRESAMPLER}, 32 bits, write-only: reads a wire again.
 */
public final class IwbWresampler
{
    public static final int OFFSET = 0x00c8;
    public static final Field IWI = new Field("IWI", 0, 16);
    public static final List<Field> FIELDS = List.of(IWI, Field.res0(16, 16));

    private IwbWresampler()
    {
    }
}
