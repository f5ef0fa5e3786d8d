package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IRS_IST_CFGR}, 32 bits: the shape of the interrupt state table of physical LPIs; read-only while the table
 * is valid.
 */
public final class IrsIstCfgr
{
    public static final int OFFSET = 0x0190;
    public static final Field LPI_ID_BITS = new Field("LPI_ID_BITS", 0, 5);
    /** 0, 1, 2: level 2 tables of 4, 16, 64 KiB. */
    public static final Field L2SZ = new Field("L2SZ", 5, 2);
    /** 0, 1, 2: entries of 4, 8, 16 bytes. */
    public static final Field ISTSZ = new Field("ISTSZ", 7, 2);
    /** 0 linear, 1 two-level. */
    public static final Field STRUCTURE = new Field("STRUCTURE", 16, 1);
    public static final List<Field> FIELDS = List.of(
        LPI_ID_BITS, L2SZ, ISTSZ, Field.res0(9, 7), STRUCTURE, Field.res0(17, 15));

    private IrsIstCfgr()
    {
    }
}
