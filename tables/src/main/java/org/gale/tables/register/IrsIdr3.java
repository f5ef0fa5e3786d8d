package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * {@code IRS_IDR3}, 32 bits, read-only: the VM table; 0 without virtualization. VM_ID_BITS is a plain count
 * (B-IRS-6).
 */
public final class IrsIdr3
{
    public static final int OFFSET = 0x000c;
    /** 1: software must provide a VM descriptor for each VM. */
    public static final Field VMD = new Field("VMD", 0, 1);
    /** log2 of the length of a VM descriptor in bytes. */
    public static final Field VMD_SZ = new Field("VMD_SZ", 1, 4);
    public static final Field VM_ID_BITS = new Field("VM_ID_BITS", 5, 5);
    /** 1: two-level VM tables are supported beside linear ones. */
    public static final Field VMT_LEVELS = new Field("VMT_LEVELS", 10, 1);
    public static final List<Field> FIELDS = List.of(VMD, VMD_SZ, VM_ID_BITS, VMT_LEVELS, Field.res0(11, 21));

    private IrsIdr3()
    {
    }
}
