package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/** {@code IRS_PE_CR0}, 32 bits: controls of the selected PE. */
public final class IrsPeCr0
{
    public static final int OFFSET = 0x0148;
    /** 1: the PE is not selected for 1-of-N interrupts. */
    public static final Field DPS = new Field("DPS", 0, 1);
    public static final List<Field> FIELDS = List.of(DPS, Field.res0(1, 31));

    private IrsPeCr0()
    {
    }
}
