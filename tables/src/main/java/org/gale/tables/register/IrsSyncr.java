package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IRS_SYNCR}, 32 bits, write-only: starts a synchronization of earlier effects.
 */
public final class IrsSyncr
{
    public static final int OFFSET = 0x00c0;
    public static final Field SYNC = new Field("SYNC", 31, 1);
    public static final List<Field> FIELDS = List.of(Field.res0(0, 31), SYNC);

    private IrsSyncr()
    {
    }
}
