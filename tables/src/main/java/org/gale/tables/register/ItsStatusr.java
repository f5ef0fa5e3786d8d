package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code ITS_STATUSR}, 32 bits, read-only: says whether an invalidation of cached translations is done.
 */
public final class ItsStatusr
{
    public static final int OFFSET = 0x0120;
    public static final Field IDLE = new Field("IDLE", 0, 1);
    public static final List<Field> FIELDS = List.of(IDLE, Field.res0(1, 31));

    private ItsStatusr()
    {
    }
}
