package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IRS_IST_STATUSR}, 32 bits, read-only: says whether an operation on the physical interrupt state table is done.
 */
public final class IrsIstStatusr
{
    public static final int OFFSET = 0x0194;
    public static final Field IDLE = new Field("IDLE", 0, 1);
    public static final List<Field> FIELDS = List.of(IDLE, Field.res0(1, 31));

    private IrsIstStatusr()
    {
    }
}
