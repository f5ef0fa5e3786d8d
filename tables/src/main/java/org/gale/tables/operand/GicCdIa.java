package org.gale.tables.operand;

import java.util.List;

import org.gale.tables.field.LongField;

/** Result of {@code GICR CDIA} and {@code CDNMIA}: the interrupt that has become active, or {@link #NONE}. */
public final class GicCdIa
{
    public static final LongField ID = new LongField("ID", 0, 24);
    public static final LongField TYPE = new LongField("TYPE", 29, 3);
    public static final LongField VALID = new LongField("VALID", 32, 1);
    public static final List<LongField> FIELDS = List.of(
        ID, LongField.res0(24, 5), TYPE, VALID, LongField.res0(33, 31));

    static
    {
        assert LongField.isLayout(FIELDS) : "fields overlap, or bits have none";
    }

    private GicCdIa()
    {
    }

    /** Result of an acknowledge without a candidate. */
    public static final long NONE = 0;                                          // B-CPU-13

    /** Returns whether an interrupt was acknowledged. */
    public static boolean isValid(final long result)
    {
        return VALID.isSet(result);
    }

    /** {@return the encoded {@code INTID} of the acknowledged interrupt} */
    public static int intid(final long result)
    {
        return (int)(result & (TYPE.mask() | ID.mask()));
    }

    /** {@return the encoded result that acknowledges an interrupt} */
    public static long of(final int intid)
    {
        return Integer.toUnsignedLong(intid) | VALID.mask();
    }
}
