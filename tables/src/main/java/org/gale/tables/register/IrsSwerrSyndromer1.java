package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code IRS_SWERR_SYNDROMER1}, 64 bits, read-only: the address whose access failed.
 */
public final class IrsSwerrSyndromer1
{
    public static final int OFFSET = 0x03d0;
    public static final LongField ADDR = new LongField("ADDR", 3, 53);
    public static final List<LongField> FIELDS = List.of(LongField.res0(0, 3), ADDR, LongField.res0(56, 8));

    private IrsSwerrSyndromer1()
    {
    }
}
