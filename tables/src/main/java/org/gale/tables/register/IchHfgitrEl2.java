package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code ICH_HFGITR_EL2}: traps of GIC instructions; 0 traps.
 */
public final class IchHfgitrEl2
{
    public static final LongField CDEN = new LongField("CDEN", 0, 1);
    public static final LongField CDDIS = new LongField("CDDIS", 1, 1);
    public static final LongField CDPRI = new LongField("CDPRI", 2, 1);
    public static final LongField CDAFF = new LongField("CDAFF", 3, 1);
    public static final LongField CDPEND = new LongField("CDPEND", 4, 1);
    public static final LongField CDRCFG = new LongField("CDRCFG", 5, 1);
    public static final LongField CDHM = new LongField("CDHM", 6, 1);
    public static final LongField CDEOI = new LongField("CDEOI", 7, 1);
    public static final LongField CDDI = new LongField("CDDI", 8, 1);
    public static final LongField CDIA = new LongField("CDIA", 9, 1);
    public static final LongField CDNMIA = new LongField("CDNMIA", 10, 1);
    public static final List<LongField> FIELDS = List.of(
        CDEN, CDDIS, CDPRI, CDAFF, CDPEND, CDRCFG, CDHM, CDEOI, CDDI, CDIA, CDNMIA, LongField.res0(11, 53));

    private IchHfgitrEl2()
    {
    }
}
