package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code ITS_SYNCR}, 64 bits, write-only: synchronizes the events of one device or of all.
 */
public final class ItsSyncr
{
    public static final int OFFSET = 0x0140;
    public static final LongField DEVICE_ID = new LongField("DEVICE_ID", 0, 32);
    public static final LongField SYNCALL = new LongField("SYNCALL", 32, 1);
    public static final LongField SYNC = new LongField("SYNC", 63, 1);
    public static final List<LongField> FIELDS = List.of(DEVICE_ID, SYNCALL, LongField.res0(33, 30), SYNC);

    private ItsSyncr()
    {
    }
}
