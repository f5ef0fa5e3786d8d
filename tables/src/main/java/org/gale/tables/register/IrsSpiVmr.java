package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code IRS_SPI_VMR}, 64 bits: directs the selected SPI to a VM.
 */
public final class IrsSpiVmr
{
    public static final int OFFSET = 0x0100;
    public static final LongField VM_ID = new LongField("VM_ID", 0, 16);
    public static final LongField VIRT = new LongField("VIRT", 63, 1);
    public static final List<LongField> FIELDS = List.of(VM_ID, LongField.res0(16, 47), VIRT);

    private IrsSpiVmr()
    {
    }
}
