package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code ICC_APR_EL3}: the active priorities of the EL3 domain; the lowest bit set is the running priority.
 */
public final class IccAprEl3
{
    /** Bit p: priority p is active. */
    public static final LongField P = new LongField("P", 0, 32);
    public static final List<LongField> FIELDS = List.of(P, LongField.res0(32, 32));

    private IccAprEl3()
    {
    }
}
