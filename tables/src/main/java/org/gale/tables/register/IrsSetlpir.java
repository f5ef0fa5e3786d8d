package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IRS_SETLPIR}, 32 bits, write-only, in the SETLPI frame: makes an LPI of the frame's domain pending.
 */
public final class IrsSetlpir
{
    /** M-SETLPI: no source gives the offset. */
    public static final int OFFSET = 0x0000;
    public static final Field ID = new Field("ID", 0, 24);
    public static final List<Field> FIELDS = List.of(ID, Field.res0(24, 8));

    private IrsSetlpir()
    {
    }
}
