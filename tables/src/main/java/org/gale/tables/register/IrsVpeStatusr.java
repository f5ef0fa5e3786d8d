package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IRS_VPE_STATUSR}, 32 bits, read-only: says whether a selection or a change of a VPE is done, and whether the
 * VPE is valid.
 */
public final class IrsVpeStatusr
{
    public static final int OFFSET = 0x025c;
    public static final Field IDLE = new Field("IDLE", 0, 1);
    /** The selected VPE is valid. */
    public static final Field V = new Field("V", 1, 1);
    public static final List<Field> FIELDS = List.of(IDLE, V, Field.res0(2, 30));

    private IrsVpeStatusr()
    {
    }
}
