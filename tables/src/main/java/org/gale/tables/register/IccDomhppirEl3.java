package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/** {@code ICC_DOMHPPIR_EL3}, read-only: the domains that have a highest priority pending interrupt. */
public final class IccDomhppirEl3
{
    public static final LongField NS_HPPI = new LongField("NS_HPPI", 0, 1);
    public static final LongField S_HPPI = new LongField("S_HPPI", 1, 1);
    public static final LongField RL_HPPI = new LongField("RL_HPPI", 2, 1);
    public static final LongField P_HPPI = new LongField("P_HPPI", 3, 1);
    public static final List<LongField> FIELDS = List.of(NS_HPPI, S_HPPI, RL_HPPI, P_HPPI, LongField.res0(4, 60));

    private IccDomhppirEl3()
    {
    }
}
