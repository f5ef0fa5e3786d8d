package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IRS_SYNC_STATUSR}, 32 bits, read-only: says whether the events accepted before IRS_SYNCR are done (B-IRS-10).
 */
public final class IrsSyncStatusr
{
    public static final int OFFSET = 0x00c4;
    public static final Field IDLE = new Field("IDLE", 0, 1);
    public static final List<Field> FIELDS = List.of(IDLE, Field.res0(1, 31));

    private IrsSyncStatusr()
    {
    }
}
