package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code ITS_INV_DEVICER}, 32 bits, write-only: invalidates cached devices and their events.
 */
public final class ItsInvDevicer
{
    public static final int OFFSET = 0x0110;
    /** 1: all devices under one level 1 entry. */
    public static final Field L1 = new Field("L1", 0, 1);
    public static final Field EVENTID_BITS = new Field("EVENTID_BITS", 1, 5);
    /** 1: perform. */
    public static final Field I = new Field("I", 31, 1);
    public static final List<Field> FIELDS = List.of(L1, EVENTID_BITS, Field.res0(6, 25), I);

    private ItsInvDevicer()
    {
    }
}
