package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code ITS_GEN_EVENTR}, 32 bits, write-only: generates an event, always SET_EDGE.
 */
public final class ItsGenEventr
{
    public static final int OFFSET = 0x018c;
    /** Domain of the generated event, a constant of {@link InterruptDomain}. */
    public static final Field TARGET_DOMAIN = new Field("TARGET_DOMAIN", 0, 2);
    /** 1: perform. */
    public static final Field R = new Field("R", 31, 1);
    public static final List<Field> FIELDS = List.of(TARGET_DOMAIN, Field.res0(2, 29), R);

    private ItsGenEventr()
    {
    }
}
