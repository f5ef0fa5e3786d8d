package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IRS_MEC_MECID_R}, 32 bits: the memory encryption context of the IRS's own accesses.
 */
public final class IrsMecMecidR
{
    public static final int OFFSET = 0x0344;
    public static final Field MECID = new Field("MECID", 0, 16);
    public static final List<Field> FIELDS = List.of(MECID, Field.res0(16, 16));

    private IrsMecMecidR()
    {
    }
}
