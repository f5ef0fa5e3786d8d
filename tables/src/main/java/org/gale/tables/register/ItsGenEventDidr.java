package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code ITS_GEN_EVENT_DIDR}, 64 bits: the device of an event to generate.
 */
public final class ItsGenEventDidr
{
    public static final int OFFSET = 0x0180;
    public static final LongField DEVICE_ID = new LongField("DEVICE_ID", 0, 32);
    public static final List<LongField> FIELDS = List.of(DEVICE_ID, LongField.res0(32, 32));

    private ItsGenEventDidr()
    {
    }
}
