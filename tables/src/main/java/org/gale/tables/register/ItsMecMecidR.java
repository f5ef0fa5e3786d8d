package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code ITS_MEC_MECID_R}, 32 bits: the memory encryption context of the ITS's own accesses.
 */
public final class ItsMecMecidR
{
    public static final int OFFSET = 0x01c4;
    public static final Field MECID = new Field("MECID", 0, 16);
    public static final List<Field> FIELDS = List.of(MECID, Field.res0(16, 16));

    private ItsMecMecidR()
    {
    }
}
