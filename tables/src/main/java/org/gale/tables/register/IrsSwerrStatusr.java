package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * {@code IRS_SWERR_STATUSR}, 64 bits: the first software error since the last clear; clear it by writing 1 to V.
 */
public final class IrsSwerrStatusr
{
    public static final int OFFSET = 0x03c0;
    /** An error is recorded. */
    public static final LongField V = new LongField("V", 0, 1);
    /** SYNDROMER0 is valid. */
    public static final LongField S0V = new LongField("S0V", 1, 1);
    /** SYNDROMER1 is valid. */
    public static final LongField S1V = new LongField("S1V", 2, 1);
    /** A further error was lost. */
    public static final LongField OF = new LongField("OF", 3, 1);
    /** Error code. */
    public static final LongField EC = new LongField("EC", 16, 8);
    public static final LongField IMP_EC = new LongField("IMP_EC", 24, 8);
    public static final List<LongField> FIELDS = List.of(
        V, S0V, S1V, OF, LongField.res0(4, 12), EC, IMP_EC, LongField.res0(32, 32));

    private IrsSwerrStatusr()
    {
    }
}
