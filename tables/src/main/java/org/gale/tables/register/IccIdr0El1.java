package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/** {@code ICC_IDR0_EL1}, read-only: the features of the CPU interface. */
public final class IccIdr0El1
{
    /** 0: ids of 16 bits; 1: of 24. */
    public static final LongField ID_BITS = new LongField("ID_BITS", 0, 4);
    /** Number of priority bits minus one, 3 or 4. */
    public static final LongField PRI_BITS = new LongField("PRI_BITS", 4, 4);
    public static final LongField GCIE_LEGACY = new LongField("GCIE_LEGACY", 8, 4);
    public static final List<LongField> FIELDS = List.of(ID_BITS, PRI_BITS, GCIE_LEGACY, LongField.res0(12, 52));

    private IccIdr0El1()
    {
    }
}
