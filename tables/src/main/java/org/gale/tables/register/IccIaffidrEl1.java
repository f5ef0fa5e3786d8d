package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code ICC_IAFFIDR_EL1}, read-only: the PE's own IAFFID; in the virtual domain the VPE ID.
 */
public final class IccIaffidrEl1
{
    public static final LongField IAFFID = new LongField("IAFFID", 0, 16);
    public static final List<LongField> FIELDS = List.of(IAFFID, LongField.res0(16, 48));

    private IccIaffidrEl1()
    {
    }
}
