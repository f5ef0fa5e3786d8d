package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code IRS_VM_DBR}, 64 bits: the VPE whose doorbell rings for 1-of-N interrupts of the selected VM.
 */
public final class IrsVmDbr
{
    public static final int OFFSET = 0x0280;
    public static final LongField VPE_ID = new LongField("VPE_ID", 0, 16);
    public static final LongField EN = new LongField("EN", 63, 1);
    public static final List<LongField> FIELDS = List.of(VPE_ID, LongField.res0(16, 47), EN);

    private IrsVmDbr()
    {
    }
}
