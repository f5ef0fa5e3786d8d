package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code ICC_CR0_EL1}: enables the CPU interface for the logical domain.
 */
public final class IccCr0El1
{
    public static final LongField EN = new LongField("EN", 0, 1);
    /** Reads 1. */
    public static final LongField LINK = new LongField("LINK", 1, 1);
    /** Read-only, 1. */
    public static final LongField LINK_IDLE = new LongField("LINK_IDLE", 2, 1);
    public static final LongField IPPT = new LongField("IPPT", 32, 6);
    public static final LongField PID = new LongField("PID", 38, 1);
    public static final List<LongField> FIELDS = List.of(
        EN, LINK, LINK_IDLE, LongField.res0(3, 29), IPPT, PID, LongField.res0(39, 25));

    private IccCr0El1()
    {
    }
}
