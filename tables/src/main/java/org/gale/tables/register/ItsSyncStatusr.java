package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code ITS_SYNC_STATUSR}, 32 bits, read-only: says whether the events accepted before ITS_SYNCR are translated
 * (B-ITS-11).
 */
public final class ItsSyncStatusr
{
    public static final int OFFSET = 0x0148;
    public static final Field IDLE = new Field("IDLE", 0, 1);
    public static final List<Field> FIELDS = List.of(IDLE, Field.res0(1, 31));

    private ItsSyncStatusr()
    {
    }
}
