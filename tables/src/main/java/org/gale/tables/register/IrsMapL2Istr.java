package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IRS_MAP_L2_ISTR}, 32 bits, write-only: makes valid the level 1 entry that covers an LPI.
 */
public final class IrsMapL2Istr
{
    public static final int OFFSET = 0x01c0;
    public static final Field ID = new Field("ID", 0, 24);
    public static final List<Field> FIELDS = List.of(ID, Field.res0(24, 8));

    private IrsMapL2Istr()
    {
    }
}
