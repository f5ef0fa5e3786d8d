package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code ICH_VMCR_EL2}: enable and priority mask of the virtual CPU interface. The place of VPMR is our choice
 * (M-VMCR).
 */
public final class IchVmcrEl2
{
    public static final LongField EN = new LongField("EN", 0, 1);
    public static final LongField VPMR = new LongField("VPMR", 27, 5);
    public static final List<LongField> FIELDS = List.of(EN, LongField.res0(1, 26), VPMR, LongField.res0(32, 32));

    private IchVmcrEl2()
    {
    }
}
