package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/** {@code ITS_IDR0}, 32 bits, read-only: the features of this ITS. */
public final class ItsIdr0
{
    public static final int OFFSET = 0x0000;
    /** The frame's own domain, one of {@link InterruptDomain}. */
    public static final Field INT_DOM = new Field("INT_DOM", 0, 2);
    /** Width of physical addresses, decoded by {@link PaRange}. */
    public static final Field PA_RANGE = new Field("PA_RANGE", 2, 4);
    public static final Field MEC = new Field("MEC", 6, 1);
    public static final Field MPAM = new Field("MPAM", 7, 1);
    public static final Field SWE = new Field("SWE", 8, 1);
    public static final Field MPAM2 = new Field("MPAM2", 9, 1);
    public static final Field ITSID = new Field("ITSID", 16, 16);
    public static final List<Field> FIELDS = List.of(
        INT_DOM, PA_RANGE, MEC, MPAM, SWE, MPAM2, Field.res0(10, 6), ITSID);

    private ItsIdr0()
    {
    }
}
