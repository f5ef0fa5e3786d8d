package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code IRS_VMAP_VPER}, 64 bits, write-only: makes a VPE valid.
 */
public final class IrsVmapVper
{
    public static final int OFFSET = 0x02e0;
    public static final LongField VPE_ID = new LongField("VPE_ID", 0, 16);
    public static final LongField VM_ID = new LongField("VM_ID", 32, 16);
    /** 1: perform. */
    public static final LongField M = new LongField("M", 63, 1);
    public static final List<LongField> FIELDS = List.of(
        VPE_ID, LongField.res0(16, 16), VM_ID, LongField.res0(48, 15), M);

    private IrsVmapVper()
    {
    }
}
