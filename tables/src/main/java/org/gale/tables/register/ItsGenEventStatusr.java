package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code ITS_GEN_EVENT_STATUSR}, 32 bits, read-only: says whether the event that software injected is done (B-ITS-13).
 */
public final class ItsGenEventStatusr
{
    public static final int OFFSET = 0x0190;
    public static final Field IDLE = new Field("IDLE", 0, 1);
    public static final List<Field> FIELDS = List.of(IDLE, Field.res0(1, 31));

    private ItsGenEventStatusr()
    {
    }
}
