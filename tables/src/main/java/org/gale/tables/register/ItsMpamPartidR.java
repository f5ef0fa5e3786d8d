package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code ITS_MPAM_PARTID_R}, 32 bits: the memory partition of the component's own accesses.
 */
public final class ItsMpamPartidR
{
    public static final int OFFSET = 0x0204;
    public static final Field PARTID = new Field("PARTID", 0, 16);
    public static final Field PMG = new Field("PMG", 16, 8);
    public static final Field MPAM_SP = new Field("MPAM_SP", 24, 2);
    public static final Field IDLE = new Field("IDLE", 31, 1);
    public static final List<Field> FIELDS = List.of(PARTID, PMG, MPAM_SP, Field.res0(26, 5), IDLE);

    private ItsMpamPartidR()
    {
    }
}
