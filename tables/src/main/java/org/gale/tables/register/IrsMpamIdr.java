package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IRS_MPAM_IDR}, 32 bits, read-only. PMG_MAX is that of a component without MPAM2.
 */
public final class IrsMpamIdr
{
    public static final int OFFSET = 0x0380;
    public static final Field PARTID_MAX = new Field("PARTID_MAX", 0, 16);
    public static final Field PMG_MAX = new Field("PMG_MAX", 16, 8);
    public static final Field HAS_MPAM_SP = new Field("HAS_MPAM_SP", 24, 1);
    public static final List<Field> FIELDS = List.of(PARTID_MAX, PMG_MAX, HAS_MPAM_SP, Field.res0(25, 7));

    private IrsMpamIdr()
    {
    }
}
