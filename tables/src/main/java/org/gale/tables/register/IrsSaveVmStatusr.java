package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IRS_SAVE_VM_STATUSR}, 32 bits, read-only: says whether the save of a VM is done, and whether the VM was
 * quiescent.
 */
public final class IrsSaveVmStatusr
{
    public static final int OFFSET = 0x0308;
    public static final Field IDLE = new Field("IDLE", 0, 1);
    /** The VM has been quiescent since the save. */
    public static final Field Q = new Field("Q", 1, 1);
    public static final List<Field> FIELDS = List.of(IDLE, Q, Field.res0(2, 30));

    private IrsSaveVmStatusr()
    {
    }
}
