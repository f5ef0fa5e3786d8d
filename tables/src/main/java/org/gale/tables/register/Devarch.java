package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IRS_DEVARCH}, 32 bits, read-only: 0x47705a19.
 */
public final class Devarch
{
    public static final int OFFSET = 0xffbc;
    public static final Field ARCHID = new Field("ARCHID", 0, 16);
    public static final Field REVISION = new Field("REVISION", 16, 4);
    public static final Field PRESENT = new Field("PRESENT", 20, 1);
    public static final Field ARCHITECT = new Field("ARCHITECT", 21, 11);
    public static final List<Field> FIELDS = List.of(ARCHID, REVISION, PRESENT, ARCHITECT);

    private Devarch()
    {
    }
}
