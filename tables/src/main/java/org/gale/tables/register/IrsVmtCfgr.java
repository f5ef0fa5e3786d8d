package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IRS_VMT_CFGR}, 32 bits: the shape of the VM table; read-only while the table is valid.
 */
public final class IrsVmtCfgr
{
    public static final int OFFSET = 0x0210;
    public static final Field VM_ID_BITS = new Field("VM_ID_BITS", 0, 5);
    /** 0 linear, 1 two-level. */
    public static final Field STRUCTURE = new Field("STRUCTURE", 16, 1);
    public static final List<Field> FIELDS = List.of(VM_ID_BITS, Field.res0(5, 11), STRUCTURE, Field.res0(17, 15));

    private IrsVmtCfgr()
    {
    }
}
