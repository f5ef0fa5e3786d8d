package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code ITS_CR0}, 32 bits: enables the ITS; the device table is taken as valid while it is enabled.
 */
public final class ItsCr0
{
    public static final int OFFSET = 0x0080;
    public static final Field ITSEN = new Field("ITSEN", 0, 1);
    /** Read-only. */
    public static final Field IDLE = new Field("IDLE", 1, 1);
    public static final List<Field> FIELDS = List.of(ITSEN, IDLE, Field.res0(2, 30));

    private ItsCr0()
    {
    }
}
