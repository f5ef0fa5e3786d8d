package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code ITS_READ_EVENTR}, 32 bits, write-only: reads a translation.
 */
public final class ItsReadEventr
{
    public static final int OFFSET = 0x0114;
    /** 1: perform. */
    public static final Field R = new Field("R", 31, 1);
    public static final List<Field> FIELDS = List.of(Field.res0(0, 31), R);

    private ItsReadEventr()
    {
    }
}
