package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code ICH_HFGRTR_EL2}: traps of register reads; 0 traps. A name ending in N stands for all registers of that
 * name.
 */
public final class IchHfgrtrEl2
{
    public static final LongField ICC_APR = new LongField("ICC_APR", 0, 1);
    public static final LongField ICC_IDRN = new LongField("ICC_IDRN", 1, 1);
    public static final LongField ICC_CR0 = new LongField("ICC_CR0", 2, 1);
    public static final LongField ICC_HPPIR = new LongField("ICC_HPPIR", 4, 1);
    public static final LongField ICC_PCR = new LongField("ICC_PCR", 5, 1);
    public static final LongField ICC_ICSR = new LongField("ICC_ICSR", 6, 1);
    public static final LongField ICC_IAFFIDR = new LongField("ICC_IAFFIDR", 7, 1);
    public static final LongField ICC_PPI_HMRN = new LongField("ICC_PPI_HMRN", 16, 1);
    public static final LongField ICC_PPI_ENABLERN = new LongField("ICC_PPI_ENABLERN", 17, 1);
    public static final LongField ICC_PPI_PENDRN = new LongField("ICC_PPI_PENDRN", 18, 1);
    public static final LongField ICC_PPI_PRIORITYRN = new LongField("ICC_PPI_PRIORITYRN", 19, 1);
    public static final LongField ICC_PPI_ACTIVERN = new LongField("ICC_PPI_ACTIVERN", 20, 1);
    public static final List<LongField> FIELDS = List.of(
        ICC_APR, ICC_IDRN, ICC_CR0, LongField.res0(3, 1), ICC_HPPIR, ICC_PCR, ICC_ICSR, ICC_IAFFIDR,
        LongField.res0(8, 8), ICC_PPI_HMRN, ICC_PPI_ENABLERN, ICC_PPI_PENDRN, ICC_PPI_PRIORITYRN, ICC_PPI_ACTIVERN,
        LongField.res0(21, 43));

    private IchHfgrtrEl2()
    {
    }
}
