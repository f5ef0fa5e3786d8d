package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IWB_CR0}, 32 bits: enables the wire bridge.
 */
public final class IwbCr0
{
    public static final int OFFSET = 0x0080;
    public static final Field IWBEN = new Field("IWBEN", 0, 1);
    /** Read-only. */
    public static final Field IDLE = new Field("IDLE", 1, 1);
    public static final List<Field> FIELDS = List.of(IWBEN, IDLE, Field.res0(2, 30));

    private IwbCr0()
    {
    }
}
