package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code ITS_DIDR}, 64 bits: the device that a later operation names.
 */
public final class ItsDidr
{
    public static final int OFFSET = 0x0100;
    public static final LongField DEVICE_ID = new LongField("DEVICE_ID", 0, 32);
    public static final List<LongField> FIELDS = List.of(DEVICE_ID, LongField.res0(32, 32));

    private ItsDidr()
    {
    }
}
