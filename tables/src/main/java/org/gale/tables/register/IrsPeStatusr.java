package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IRS_PE_STATUSR}, 32 bits, read-only: says whether a selection or a change of a PE is done, and whether the PE
 * exists.
 */
public final class IrsPeStatusr
{
    public static final int OFFSET = 0x0144;
    public static final Field IDLE = new Field("IDLE", 0, 1);
    /** The selected IAFFID is a PE of this IRS. */
    public static final Field V = new Field("V", 1, 1);
    public static final Field ONLINE = new Field("ONLINE", 2, 1);
    public static final List<Field> FIELDS = List.of(IDLE, V, ONLINE, Field.res0(3, 29));

    private IrsPeStatusr()
    {
    }
}
