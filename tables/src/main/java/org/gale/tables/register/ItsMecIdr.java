package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code ITS_MEC_IDR}, 32 bits, read-only.
 */
public final class ItsMecIdr
{
    public static final int OFFSET = 0x01c0;
    public static final Field MECIDSIZE = new Field("MECIDSIZE", 0, 4);
    public static final List<Field> FIELDS = List.of(MECIDSIZE, Field.res0(4, 28));

    private ItsMecIdr()
    {
    }
}
