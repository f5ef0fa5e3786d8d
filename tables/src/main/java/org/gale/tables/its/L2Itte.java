package org.gale.tables.its;

import java.util.List;

import org.gale.tables.field.LongField;

/**
 * Level 2 interrupt translation table entry, {@code L2_ITTE}: the LPI that an event makes pending.
 * <pre>
 *  63          48 47            32 31 30 29 28 27  24 23                           0
 *  +-------------+----------------+--+--+-----+------+------------------------------+
 *  |    RES0     |     VM_ID      |V |VI| DAC | RES0 |            LPI_ID            |
 *  +-------------+----------------+--+--+-----+------+------------------------------+
 *   V = VALID   VI = VIRTUAL
 * </pre>
 * No source gives the encodings of DAC; it is ignored.
 */
public final class L2Itte
{
    public static final int LENGTH = Long.BYTES;
    public static final LongField LPI_ID = new LongField("LPI_ID", 0, 24);
    public static final LongField DAC = new LongField("DAC", 28, 2);
    public static final LongField VIRTUAL = new LongField("VIRTUAL", 30, 1);
    public static final LongField VALID = new LongField("VALID", 31, 1);
    public static final LongField VM_ID = new LongField("VM_ID", 32, 16);
    public static final List<LongField> FIELDS =
        List.of(LPI_ID, LongField.res0(24, 4), DAC, VIRTUAL, VALID, VM_ID, LongField.res0(48, 16));

    static
    {
        assert LongField.isLayout(FIELDS) : "fields overlap, or bits have none";
    }

    private L2Itte()
    {
    }

    public static boolean isValid(final long l2Itte)
    {
        return VALID.isSet(l2Itte);
    }

    /** Returns whether the LPI belongs to the VM {@link #vmId}; if not, it is a physical LPI of the ITS's domain. */
    public static boolean isVirtual(final long l2Itte)                          // B-ITS-5
    {
        return VIRTUAL.isSet(l2Itte);
    }

    /** {@return the id of the LPI that the event makes pending} */
    public static int lpiId(final long l2Itte)
    {
        return LPI_ID.getInt(l2Itte);
    }

    /** {@return the VM ID of a virtual LPI} */
    public static int vmId(final long l2Itte)
    {
        return VM_ID.getInt(l2Itte);
    }

    /** {@return the encoded {@code L2_ITTE}, valid, for a physical LPI} */
    public static long physical(final int lpiId)
    {
        return LPI_ID.set(VALID.mask(), lpiId);
    }

    /** {@return the encoded {@code L2_ITTE}, valid, for a virtual LPI} */
    public static long virtual(final int vmId, final int lpiId)
    {
        return VM_ID.set(VIRTUAL.with(physical(lpiId), true), vmId);
    }
}
