package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/** {@code IRS_IDR0}, 32 bits, read-only: the features of this IRS in the frame's interrupt domain. */
public final class IrsIdr0
{
    public static final int OFFSET = 0x0000;
    /** The frame's own domain, one of {@link InterruptDomain}. */
    public static final Field INT_DOM = new Field("INT_DOM", 0, 2);
    /** Width of physical addresses, encoded as in {@link PaRange}. */
    public static final Field PA_RANGE = new Field("PA_RANGE", 2, 4);
    public static final Field VIRT = new Field("VIRT", 6, 1);
    public static final Field ONE_N = new Field("ONE_N", 7, 1);
    public static final Field VIRT_ONE_N = new Field("VIRT_ONE_N", 8, 1);
    public static final Field SETLPI = new Field("SETLPI", 9, 1);
    public static final Field MEC = new Field("MEC", 10, 1);
    public static final Field MPAM = new Field("MPAM", 11, 1);
    public static final Field SWE = new Field("SWE", 12, 1);
    public static final Field MPAM2 = new Field("MPAM2", 13, 1);
    public static final Field IRSID = new Field("IRSID", 16, 16);
    public static final List<Field> FIELDS = List.of(
        INT_DOM, PA_RANGE, VIRT, ONE_N, VIRT_ONE_N, SETLPI, MEC, MPAM, SWE, MPAM2, Field.res0(14, 2), IRSID);

    private IrsIdr0()
    {
    }
}
