package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IRS_VM_SELR}, 32 bits: selects a VM.
 */
public final class IrsVmSelr
{
    public static final int OFFSET = 0x0288;
    public static final Field VM_ID = new Field("VM_ID", 0, 16);
    public static final List<Field> FIELDS = List.of(VM_ID, Field.res0(16, 16));

    private IrsVmSelr()
    {
    }
}
