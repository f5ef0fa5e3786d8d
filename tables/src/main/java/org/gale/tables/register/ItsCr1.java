package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code ITS_CR1}, 32 bits: attributes of the ITS's own memory accesses, which a model has only to read back.
 */
public final class ItsCr1
{
    public static final int OFFSET = 0x0084;
    public static final Field SH = new Field("SH", 0, 2);
    public static final Field OC = new Field("OC", 2, 2);
    public static final Field IC = new Field("IC", 4, 2);
    public static final Field DT_RA = new Field("DT_RA", 6, 1);
    public static final Field ITT_RA = new Field("ITT_RA", 7, 1);
    public static final List<Field> FIELDS = List.of(SH, OC, IC, DT_RA, ITT_RA, Field.res0(8, 24));

    private ItsCr1()
    {
    }
}
