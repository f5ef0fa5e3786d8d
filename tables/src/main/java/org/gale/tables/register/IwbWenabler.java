package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IWB_WENABLERn}, 32 bits: bit b enables wire 32n + b.
 */
public final class IwbWenabler
{
    /** Offset of the first register; the others follow at steps of 4. */
    public static final int OFFSET = 0x2000;
    public static final Field EN = new Field("EN", 0, 32);
    public static final List<Field> FIELDS = List.of(EN);

    private IwbWenabler()
    {
    }
}
