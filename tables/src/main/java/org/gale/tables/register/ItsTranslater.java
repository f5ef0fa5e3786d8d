package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code ITS_TRANSLATER}, and {@code ITS_RL_TRANSLATER} for the Realm domain, 32 bits, write-only, in the TRANSLATE
 * frame: an MSI, whose device the bus names.
 */
public final class ItsTranslater
{
    public static final int OFFSET = 0x0000;
    public static final Field EVENT_ID = new Field("EVENT_ID", 0, 32);
    public static final List<Field> FIELDS = List.of(EVENT_ID);

    private ItsTranslater()
    {
    }
}
