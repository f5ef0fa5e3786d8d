package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code ICH_APR_EL2}: the active priorities of the virtual domain; the lowest bit set is the running priority.
 */
public final class IchAprEl2
{
    /** Bit p: priority p is active. */
    public static final LongField P = new LongField("P", 0, 32);
    public static final List<LongField> FIELDS = List.of(P, LongField.res0(32, 32));

    private IchAprEl2()
    {
    }
}
