package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code IRS_VMAP_L2_VMTR}, 64 bits, write-only: makes valid the level 1 VM table entry that covers a VM.
 */
public final class IrsVmapL2Vmtr
{
    public static final int OFFSET = 0x02c0;
    public static final LongField VM_ID = new LongField("VM_ID", 0, 16);
    /** 1: perform. */
    public static final LongField M = new LongField("M", 63, 1);
    public static final List<LongField> FIELDS = List.of(VM_ID, LongField.res0(16, 47), M);

    private IrsVmapL2Vmtr()
    {
    }
}
