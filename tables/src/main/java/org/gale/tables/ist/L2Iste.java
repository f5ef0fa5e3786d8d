package org.gale.tables.ist;

import java.util.List;

import org.gale.tables.field.Field;

/**
 * Level 2 interrupt state table entry, {@code L2_ISTE}: the configuration and state of one SPI or LPI.
 * <pre>
 *     3                   2                   1                   0
 *   1 0 9 8 7 6 5 4 3 2 1 0 9 8 7 6 5 4 3 2 1 0 9 8 7 6 5 4 3 2 1 0
 *  +-------------------------------+---------+---+-------+-+-+-+-+-+
 *  |            IAFFID             | PRIORITY|HWU| RES0  |R|E|H|A|P|
 *  +-------------------------------+---------+---+-------+-+-+-+-+-+
 *   R = IRM   E = ENABLE   H = HM   A = ACTIVE   P = PENDING
 * </pre>
 * An entry is a value: these methods map words to words and touch no memory. {@link InterruptStateTable} performs
 * the loads and stores. Entries of 8 and 16 bytes begin with this word; the rest is metadata, which this IRS does not
 * need and never touches.
 */
public final class L2Iste
{
    public static final int LENGTH = Integer.BYTES;
    public static final Field PENDING = new Field("PENDING", 0, 1);
    public static final Field ACTIVE = new Field("ACTIVE", 1, 1);
    public static final Field HM = new Field("HM", 2, 1);
    public static final Field ENABLE = new Field("ENABLE", 3, 1);
    public static final Field IRM = new Field("IRM", 4, 1);
    public static final Field RES0 = new Field("RES0", 5, 4);
    public static final Field HWU = new Field("HWU", 9, 2);
    public static final Field PRIORITY = new Field("PRIORITY", 11, 5);
    public static final Field IAFFID = new Field("IAFFID", 16, 16);
    public static final List<Field> FIELDS = List.of(PENDING, ACTIVE, HM, ENABLE, IRM, RES0, HWU, PRIORITY, IAFFID);

    private static final int CANDIDATE = ENABLE.mask() | PENDING.mask();

    private L2Iste()
    {
    }

    public static boolean isPending(final int iste)
    {
        return PENDING.isSet(iste);
    }

    public static boolean isActive(final int iste)
    {
        return ACTIVE.isSet(iste);
    }

    /** Is the handling mode level, so that acknowledging leaves the interrupt pending? */
    public static boolean isLevel(final int iste)
    {
        return HM.isSet(iste);
    }

    public static boolean isEnabled(final int iste)
    {
        return ENABLE.isSet(iste);
    }

    /** Is the routing mode 1-of-N, so that {@link #iaffid} does not matter? */
    public static boolean isOneOfN(final int iste)
    {
        return IRM.isSet(iste);
    }

    /** May the entry compete to be the highest priority pending interrupt of its PE? */
    public static boolean isCandidate(final int iste)
    {
        return (iste & (CANDIDATE | ACTIVE.mask())) == CANDIDATE;
    }

    /** 0, the highest, to 31. */
    public static int priority(final int iste)
    {
        return PRIORITY.get(iste);
    }

    /** The PE the interrupt is targeted at; in a virtual table, the VPE. */
    public static int iaffid(final int iste)
    {
        return IAFFID.get(iste);
    }

    /** The entry once acknowledged: active, and no longer pending if its handling mode is edge. */
    public static int acknowledged(final int iste)                              // B-INT-6
    {
        final int active = iste | ACTIVE.mask();

        return isLevel(iste) ? active : active & ~PENDING.mask();
    }

    /** The entry once deactivated: whatever else it is, it is no longer active. */
    public static int deactivated(final int iste)
    {
        return iste & ~ACTIVE.mask();
    }

    public static int withPending(final int iste, final boolean pending)
    {
        return PENDING.with(iste, pending);
    }

    public static int withActive(final int iste, final boolean active)
    {
        return ACTIVE.with(iste, active);
    }

    /** The entry with another handling mode; true is level. */
    public static int withHm(final int iste, final boolean level)
    {
        return HM.with(iste, level);
    }

    public static int withEnable(final int iste, final boolean enable)
    {
        return ENABLE.with(iste, enable);
    }

    /** The entry with another routing mode; true is 1-of-N. */
    public static int withIrm(final int iste, final boolean oneOfN)
    {
        return IRM.with(iste, oneOfN);
    }

    public static int withPriority(final int iste, final int priority)
    {
        return PRIORITY.set(iste, priority);
    }

    public static int withIaffid(final int iste, final int iaffid)
    {
        return IAFFID.set(iste, iaffid);
    }
}
