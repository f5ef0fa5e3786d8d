package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code ITS_IDR1}, 32 bits, read-only: the tables that the ITS supports.
 */
public final class ItsIdr1
{
    public static final int OFFSET = 0x0004;
    public static final Field DEVICEID_BITS = new Field("DEVICEID_BITS", 0, 6);
    /** 1: two-level device tables are supported. */
    public static final Field DT_LEVELS = new Field("DT_LEVELS", 6, 1);
    /** 1: two-level translation tables are supported. */
    public static final Field ITT_LEVELS = new Field("ITT_LEVELS", 7, 1);
    /** Bitmap of level 2 table sizes: 4, 16, 64 KiB from the lowest bit up. */
    public static final Field L2SZ = new Field("L2SZ", 8, 3);
    public static final List<Field> FIELDS = List.of(DEVICEID_BITS, DT_LEVELS, ITT_LEVELS, L2SZ, Field.res0(11, 21));

    private ItsIdr1()
    {
    }
}
