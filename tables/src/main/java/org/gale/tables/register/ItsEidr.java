package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code ITS_EIDR}, 32 bits: the event that a later operation names.
 */
public final class ItsEidr
{
    public static final int OFFSET = 0x0108;
    public static final Field EVENT_ID = new Field("EVENT_ID", 0, 32);
    public static final List<Field> FIELDS = List.of(EVENT_ID);

    private ItsEidr()
    {
    }
}
