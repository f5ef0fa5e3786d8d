package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code ICC_CR0_EL3}: enables the CPU interface for the EL3 domain.
 */
public final class IccCr0El3
{
    public static final LongField EN = new LongField("EN", 0, 1);
    /** Reads 1. */
    public static final LongField LINK = new LongField("LINK", 1, 1);
    /** Read-only, 1. */
    public static final LongField LINK_IDLE = new LongField("LINK_IDLE", 2, 1);
    public static final LongField PID = new LongField("PID", 32, 2);
    public static final List<LongField> FIELDS = List.of(
        EN, LINK, LINK_IDLE, LongField.res0(3, 29), PID, LongField.res0(34, 30));

    private IccCr0El3()
    {
    }
}
