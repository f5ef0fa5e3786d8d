package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code ITS_IDR2}, 32 bits, read-only: the width of event ids. No source gives the encoding of XDMN_EVENTS; it
 * reads 0.
 */
public final class ItsIdr2
{
    public static final int OFFSET = 0x0008;
    public static final Field EVENTID_BITS = new Field("EVENTID_BITS", 0, 5);
    public static final Field XDMN_EVENTS = new Field("XDMN_EVENTS", 5, 2);
    public static final List<Field> FIELDS = List.of(EVENTID_BITS, XDMN_EVENTS, Field.res0(7, 25));

    private ItsIdr2()
    {
    }
}
