package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code ICH_VCTLR_EL2}: controls the virtual CPU interface.
 */
public final class IchVctlrEl2
{
    public static final LongField EN = new LongField("EN", 0, 1);
    /** 1: EL1 sees the GICv3 interface, which we do not have. */
    public static final LongField V3 = new LongField("V3", 1, 1);
    public static final List<LongField> FIELDS = List.of(EN, V3, LongField.res0(2, 62));

    private IchVctlrEl2()
    {
    }
}
