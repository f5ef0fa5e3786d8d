package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IRS_VM_STATUSR}, 32 bits, read-only: says whether a selection or a change of a VM is done, and whether the VM
 * is valid.
 */
public final class IrsVmStatusr
{
    public static final int OFFSET = 0x028c;
    public static final Field IDLE = new Field("IDLE", 0, 1);
    /** The selected VM is valid. */
    public static final Field V = new Field("V", 1, 1);
    public static final List<Field> FIELDS = List.of(IDLE, V, Field.res0(2, 30));

    private IrsVmStatusr()
    {
    }
}
