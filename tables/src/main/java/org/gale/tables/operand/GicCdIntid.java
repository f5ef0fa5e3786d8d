package org.gale.tables.operand;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * The operand of {@code GIC CDDI}, {@code CDDIS}, {@code CDEN} and {@code CDRCFG}: an {@link Intid} and nothing more.
 * Bit 32 is ignored, so that the result of an acknowledge may be handed to {@code CDDI} as it is (B-INT-10).
 * The {@code LD} instructions take the same operands as their {@code CD} namesakes.
 */
public final class GicCdIntid
{
    public static final LongField ID = new LongField("ID", 0, 24);
    public static final LongField TYPE = new LongField("TYPE", 29, 3);
    public static final List<LongField> FIELDS = List.of(ID, LongField.res0(24, 5), TYPE, LongField.res0(32, 32));

    private GicCdIntid()
    {
    }

    /** The interrupt named: TYPE and ID, and nothing else. */
    public static int intid(final long operand)
    {
        return (int)(operand & (TYPE.mask() | ID.mask()));
    }

    public static long of(final int intid)
    {
        return Integer.toUnsignedLong(intid);
    }
}
