package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code IRS_VMAP_L2_VISTR}, 64 bits, write-only: makes valid the level 1 entry that covers a virtual interrupt.
 */
public final class IrsVmapL2Vistr
{
    public static final int OFFSET = 0x02d8;
    public static final LongField ID = new LongField("ID", 0, 24);
    /** {@code Intid.TYPE_LPI} or {@code TYPE_SPI}. */
    public static final LongField TYPE = new LongField("TYPE", 29, 3);
    public static final LongField VM_ID = new LongField("VM_ID", 32, 16);
    /** 1: perform. */
    public static final LongField M = new LongField("M", 63, 1);
    public static final List<LongField> FIELDS = List.of(
        ID, LongField.res0(24, 5), TYPE, VM_ID, LongField.res0(48, 15), M);

    private IrsVmapL2Vistr()
    {
    }
}
