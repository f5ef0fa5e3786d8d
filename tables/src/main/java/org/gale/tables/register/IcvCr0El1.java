package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code ICV_CR0_EL1}: enables the virtual CPU interface; the same as EN of {@link IchVmcrEl2}.
 */
public final class IcvCr0El1
{
    public static final LongField EN = new LongField("EN", 0, 1);
    /** Reads 1. */
    public static final LongField LINK = new LongField("LINK", 1, 1);
    /** Read-only, 1. */
    public static final LongField LINK_IDLE = new LongField("LINK_IDLE", 2, 1);
    public static final List<LongField> FIELDS = List.of(EN, LINK, LINK_IDLE, LongField.res0(3, 61));

    private IcvCr0El1()
    {
    }
}
