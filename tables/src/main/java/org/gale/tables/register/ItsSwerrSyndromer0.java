package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code ITS_SWERR_SYNDROMER0}, 64 bits, read-only: the device and event of the error.
 */
public final class ItsSwerrSyndromer0
{
    public static final int OFFSET = 0x0248;
    public static final LongField EVENT_ID = new LongField("EVENT_ID", 0, 32);
    public static final LongField DEVICE_ID = new LongField("DEVICE_ID", 32, 32);
    public static final List<LongField> FIELDS = List.of(EVENT_ID, DEVICE_ID);

    private ItsSwerrSyndromer0()
    {
    }
}
