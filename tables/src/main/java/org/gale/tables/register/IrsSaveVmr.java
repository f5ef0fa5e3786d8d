package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/** {@code IRS_SAVE_VMR}, 64 bits: writes a VM's cached state to memory and queries whether the VM is quiescent. */
public final class IrsSaveVmr
{
    public static final int OFFSET = 0x0300;
    public static final LongField VM_ID = new LongField("VM_ID", 0, 16);
    public static final LongField Q = new LongField("Q", 62, 1);
    public static final LongField S = new LongField("S", 63, 1);
    public static final List<LongField> FIELDS = List.of(VM_ID, LongField.res0(16, 46), Q, S);

    private IrsSaveVmr()
    {
    }
}
