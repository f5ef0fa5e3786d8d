package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code IRS_VMAP_VMR}, 64 bits, write-only: makes a VM valid or invalid.
 */
public final class IrsVmapVmr
{
    public static final int OFFSET = 0x02c8;
    public static final LongField VM_ID = new LongField("VM_ID", 0, 16);
    /** 1: make invalid. */
    public static final LongField U = new LongField("U", 62, 1);
    /** 1: perform. */
    public static final LongField M = new LongField("M", 63, 1);
    public static final List<LongField> FIELDS = List.of(VM_ID, LongField.res0(16, 46), U, M);

    private IrsVmapVmr()
    {
    }
}
