package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code ITS_READ_EVENT_DATAR}, 64 bits, read-only: the translation that was read.
 */
public final class ItsReadEventDatar
{
    public static final int OFFSET = 0x0118;
    public static final LongField LPI_ID = new LongField("LPI_ID", 0, 24);
    public static final LongField VALID = new LongField("VALID", 31, 1);
    public static final LongField VM_ID = new LongField("VM_ID", 32, 16);
    public static final LongField VIRT = new LongField("VIRT", 63, 1);
    public static final List<LongField> FIELDS = List.of(
        LPI_ID, LongField.res0(24, 7), VALID, VM_ID, LongField.res0(48, 15), VIRT);

    private ItsReadEventDatar()
    {
    }
}
