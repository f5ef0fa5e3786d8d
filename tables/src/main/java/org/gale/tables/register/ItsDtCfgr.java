package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code ITS_DT_CFGR}, 32 bits: the shape of the device table; read-only while the ITS is enabled.
 */
public final class ItsDtCfgr
{
    public static final int OFFSET = 0x00d0;
    public static final Field DEVICEID_BITS = new Field("DEVICEID_BITS", 0, 6);
    public static final Field L2SZ = new Field("L2SZ", 6, 2);
    /** 0 linear, 1 two-level. */
    public static final Field STRUCTURE = new Field("STRUCTURE", 16, 1);
    public static final List<Field> FIELDS = List.of(
        DEVICEID_BITS, L2SZ, Field.res0(8, 8), STRUCTURE, Field.res0(17, 15));

    private ItsDtCfgr()
    {
    }
}
