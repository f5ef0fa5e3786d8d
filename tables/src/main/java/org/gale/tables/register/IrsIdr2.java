package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IRS_IDR2}, 32 bits, read-only: physical LPIs and the interrupt state tables that the IRS supports. The
 * widths are plain counts (B-IRS-6).
 */
public final class IrsIdr2
{
    public static final int OFFSET = 0x0008;
    public static final Field ID_BITS = new Field("ID_BITS", 0, 5);
    public static final Field LPI = new Field("LPI", 5, 1);
    public static final Field MIN_LPI_ID_BITS = new Field("MIN_LPI_ID_BITS", 6, 4);
    /** 1: two-level tables are supported beside linear ones. */
    public static final Field IST_LEVELS = new Field("IST_LEVELS", 10, 1);
    /** Bitmap of level 2 table sizes: 4, 16, 64 KiB from the lowest bit up. */
    public static final Field IST_L2SZ = new Field("IST_L2SZ", 11, 3);
    /** 1: entries hold metadata, and take 8 or 16 bytes. */
    public static final Field ISTMD = new Field("ISTMD", 14, 1);
    /** Number of ID bits below which tables with ISTMD need 8-byte entries; other tables need 16-byte ones. */
    public static final Field ISTMD_SZ = new Field("ISTMD_SZ", 15, 5);
    public static final List<Field> FIELDS = List.of(
        ID_BITS, LPI, MIN_LPI_ID_BITS, IST_LEVELS, IST_L2SZ, ISTMD, ISTMD_SZ, Field.res0(20, 12));

    private IrsIdr2()
    {
    }
}
