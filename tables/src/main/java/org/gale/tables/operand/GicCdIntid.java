package org.gale.tables.operand;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * Operand of {@code GIC CDDI}, {@code CDDIS}, {@code CDEN} and {@code CDRCFG}: an {@link Intid} alone. Bit 32 is
 * ignored, so that the result of an acknowledge is a valid operand of {@code CDDI} (B-INT-10). The {@code LD}
 * instructions take the same operands as their {@code CD} counterparts.
 */
public final class GicCdIntid
{
    public static final LongField ID = new LongField("ID", 0, 24);
    public static final LongField TYPE = new LongField("TYPE", 29, 3);
    public static final List<LongField> FIELDS = List.of(ID, LongField.res0(24, 5), TYPE, LongField.res0(32, 32));

    static
    {
        assert LongField.isLayout(FIELDS) : "fields overlap, or bits have none";
    }

    private GicCdIntid()
    {
    }

    /** {@return the encoded {@code INTID} that the operand names} */
    public static int intid(final long operand)
    {
        return (int)(operand & (TYPE.mask() | ID.mask()));
    }

    /** {@return the encoded operand} */
    public static long of(final int intid)
    {
        return Integer.toUnsignedLong(intid);
    }
}
