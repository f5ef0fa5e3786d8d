package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code IRS_VMAP_VISTR}, 64 bits, write-only: makes a VM's interrupt state table valid or invalid.
 */
public final class IrsVmapVistr
{
    public static final int OFFSET = 0x02d0;
    /** {@code Intid.TYPE_LPI} or {@code TYPE_SPI}. */
    public static final LongField TYPE = new LongField("TYPE", 29, 3);
    public static final LongField VM_ID = new LongField("VM_ID", 32, 16);
    /** 1: make invalid. */
    public static final LongField U = new LongField("U", 62, 1);
    /** 1: perform. */
    public static final LongField M = new LongField("M", 63, 1);
    public static final List<LongField> FIELDS = List.of(
        LongField.res0(0, 29), TYPE, VM_ID, LongField.res0(48, 14), U, M);

    private IrsVmapVistr()
    {
    }
}
