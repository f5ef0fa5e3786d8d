package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IRS_CR1}, 32 bits: attributes of the IRS's own memory accesses, which a model has only to read back.
 */
public final class IrsCr1
{
    public static final int OFFSET = 0x0084;
    public static final Field SH = new Field("SH", 0, 2);
    public static final Field OC = new Field("OC", 2, 2);
    public static final Field IC = new Field("IC", 4, 2);
    public static final Field IST_RA = new Field("IST_RA", 6, 1);
    public static final Field IST_WA = new Field("IST_WA", 7, 1);
    public static final Field VMT_RA = new Field("VMT_RA", 8, 1);
    public static final Field VMT_WA = new Field("VMT_WA", 9, 1);
    public static final Field VPET_RA = new Field("VPET_RA", 10, 1);
    public static final Field VPET_WA = new Field("VPET_WA", 11, 1);
    public static final Field VMD_RA = new Field("VMD_RA", 12, 1);
    public static final Field VMD_WA = new Field("VMD_WA", 13, 1);
    public static final Field VPED_RA = new Field("VPED_RA", 14, 1);
    public static final Field VPED_WA = new Field("VPED_WA", 15, 1);
    public static final List<Field> FIELDS = List.of(
        SH, OC, IC, IST_RA, IST_WA, VMT_RA, VMT_WA, VPET_RA, VPET_WA, VMD_RA, VMD_WA, VPED_RA, VPED_WA,
        Field.res0(16, 16));

    private IrsCr1()
    {
    }
}
