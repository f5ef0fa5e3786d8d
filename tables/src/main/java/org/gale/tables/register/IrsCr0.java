package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IRS_CR0}, 32 bits: enables the domain in this IRS.
 */
public final class IrsCr0
{
    public static final int OFFSET = 0x0080;
    public static final Field IRSEN = new Field("IRSEN", 0, 1);
    /** Read-only. */
    public static final Field IDLE = new Field("IDLE", 1, 1);
    public static final List<Field> FIELDS = List.of(IRSEN, IDLE, Field.res0(2, 30));

    private IrsCr0()
    {
    }
}
