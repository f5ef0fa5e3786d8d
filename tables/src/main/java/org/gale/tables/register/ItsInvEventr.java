package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code ITS_INV_EVENTR}, 32 bits, write-only: invalidates cached translations.
 */
public final class ItsInvEventr
{
    public static final int OFFSET = 0x010c;
    /** 1: all events under one level 1 entry. */
    public static final Field L1 = new Field("L1", 0, 1);
    public static final Field ITT_L2SZ = new Field("ITT_L2SZ", 1, 2);
    /** 1: perform. */
    public static final Field I = new Field("I", 31, 1);
    public static final List<Field> FIELDS = List.of(L1, ITT_L2SZ, Field.res0(3, 28), I);

    private ItsInvEventr()
    {
    }
}
