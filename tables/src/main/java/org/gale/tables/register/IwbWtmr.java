package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IWB_WTMRn}, 32 bits: bit b is the trigger mode of wire 32n + b, 0 edge, 1 level.
 */
public final class IwbWtmr
{
    /** Offset of the first register; the others follow at steps of 4. */
    public static final int OFFSET = 0x4000;
    public static final Field TM = new Field("TM", 0, 32);
    public static final List<Field> FIELDS = List.of(TM);

    private IwbWtmr()
    {
    }
}
