package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code IRS_SWERR_SYNDROMER0}, 64 bits, read-only: the interrupt of the error.
 */
public final class IrsSwerrSyndromer0
{
    public static final int OFFSET = 0x03c8;
    public static final LongField VM_ID = new LongField("VM_ID", 0, 16);
    public static final LongField ID = new LongField("ID", 32, 24);
    public static final LongField TYPE = new LongField("TYPE", 60, 3);
    public static final LongField VIRTUAL = new LongField("VIRTUAL", 63, 1);
    public static final List<LongField> FIELDS = List.of(
        VM_ID, LongField.res0(16, 16), ID, LongField.res0(56, 4), TYPE, VIRTUAL);

    private IrsSwerrSyndromer0()
    {
    }
}
