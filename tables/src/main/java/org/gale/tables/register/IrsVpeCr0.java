package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.Field;

/** {@code IRS_VPE_CR0}, 32 bits: controls of the selected VPE. */
public final class IrsVpeCr0
{
    public static final int OFFSET = 0x0258;
    /** 1: the VPE is not selected for virtual 1-of-N interrupts. */
    public static final Field DPS = new Field("DPS", 0, 1);
    public static final List<Field> FIELDS = List.of(DPS, Field.res0(1, 31));

    private IrsVpeCr0()
    {
    }
}
