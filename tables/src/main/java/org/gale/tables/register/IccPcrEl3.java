package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code ICC_PCR_EL3}: the priority mask of the EL3 domain; an interrupt needs this priority or a higher one.
 */
public final class IccPcrEl3
{
    public static final LongField PRIORITY = new LongField("PRIORITY", 0, 5);
    public static final List<LongField> FIELDS = List.of(PRIORITY, LongField.res0(5, 59));

    private IccPcrEl3()
    {
    }
}
