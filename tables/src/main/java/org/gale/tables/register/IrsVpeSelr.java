package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code IRS_VPE_SELR}, 64 bits: selects a VPE.
 */
public final class IrsVpeSelr
{
    public static final int OFFSET = 0x0240;
    public static final LongField VM_ID = new LongField("VM_ID", 0, 16);
    public static final LongField VPE_ID = new LongField("VPE_ID", 32, 16);
    /** 1: select. */
    public static final LongField S = new LongField("S", 63, 1);
    public static final List<LongField> FIELDS = List.of(
        VM_ID, LongField.res0(16, 16), VPE_ID, LongField.res0(48, 15), S);

    private IrsVpeSelr()
    {
    }
}
