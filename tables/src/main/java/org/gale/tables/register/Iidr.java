package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/** {@code IRS_IIDR}, {@code ITS_IIDR} and {@code IWB_IIDR}, 32 bits, read-only: the maker of the component. */
public final class Iidr
{
    /** Offset in every CONFIG frame. */
    public static final int OFFSET = 0x0040;
    /** JEP106 code. */
    public static final Field IMPLEMENTER = new Field("IMPLEMENTER", 0, 12);
    public static final Field REVISION = new Field("REVISION", 12, 4);
    public static final Field VARIANT = new Field("VARIANT", 16, 4);
    public static final Field PRODUCT_ID = new Field("PRODUCT_ID", 20, 12);
    public static final List<Field> FIELDS = List.of(IMPLEMENTER, REVISION, VARIANT, PRODUCT_ID);

    private Iidr()
    {
    }
}
