package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code ITS_GEN_EVENT_EIDR}, 32 bits: the event to generate.
 */
public final class ItsGenEventEidr
{
    public static final int OFFSET = 0x0188;
    public static final Field EVENT_ID = new Field("EVENT_ID", 0, 32);
    public static final List<Field> FIELDS = List.of(EVENT_ID);

    private ItsGenEventEidr()
    {
    }
}
