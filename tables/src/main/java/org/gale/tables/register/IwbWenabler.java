package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IWB_WENABLERn}, 32 bits: bit b enables wire 32n + b.
 */
public final class IwbWenabler
{
    public static final Field EN = new Field("EN", 0, 32);
    public static final List<Field> FIELDS = List.of(EN);

    private IwbWenabler()
    {
    }
}
