package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code ICH_HFGWTR_EL2}: traps of register writes; 0 traps. A name ending in N stands for all registers of that
 * name.
 */
public final class IchHfgwtrEl2
{
    public static final LongField ICC_APR = new LongField("ICC_APR", 0, 1);
    public static final LongField ICC_CR0 = new LongField("ICC_CR0", 2, 1);
    public static final LongField ICC_PCR = new LongField("ICC_PCR", 5, 1);
    public static final LongField ICC_ICSR = new LongField("ICC_ICSR", 6, 1);
    public static final LongField ICC_PPI_ENABLERN = new LongField("ICC_PPI_ENABLERN", 17, 1);
    public static final LongField ICC_PPI_PENDRN = new LongField("ICC_PPI_PENDRN", 18, 1);
    public static final LongField ICC_PPI_PRIORITYRN = new LongField("ICC_PPI_PRIORITYRN", 19, 1);
    public static final LongField ICC_PPI_ACTIVERN = new LongField("ICC_PPI_ACTIVERN", 20, 1);
    public static final List<LongField> FIELDS = List.of(
        ICC_APR, LongField.res0(1, 1), ICC_CR0, LongField.res0(3, 2), ICC_PCR, ICC_ICSR, LongField.res0(7, 10),
        ICC_PPI_ENABLERN, ICC_PPI_PENDRN, ICC_PPI_PRIORITYRN, ICC_PPI_ACTIVERN, LongField.res0(21, 43));

    private IchHfgwtrEl2()
    {
    }
}
