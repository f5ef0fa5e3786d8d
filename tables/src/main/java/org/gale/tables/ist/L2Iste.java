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

    static
    {
        assert Field.isLayout(FIELDS) : "fields overlap, or bits have none";
    }

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

    /** Returns whether the handling mode is level, so that the interrupt stays pending when it is acknowledged. */
    public static boolean isLevel(final int iste)
    {
        return HM.isSet(iste);
    }

    public static boolean isEnabled(final int iste)
    {
        return ENABLE.isSet(iste);
    }

    /** Returns whether the routing mode is 1-of-N, so that {@link #iaffid} is ignored. */
    public static boolean isOneOfN(final int iste)
    {
        return IRM.isSet(iste);
    }

    /** Returns whether the entry is a candidate: pending, enabled and not active. */
    public static boolean isCandidate(final int iste)
    {
        return (iste & (CANDIDATE | ACTIVE.mask())) == CANDIDATE;
    }

    /**
     * Returns the priority.
     *
     * @return 0, the highest, to 31
     */
    public static int priority(final int iste)
    {
        return PRIORITY.get(iste);
    }

    /**
     * Returns the target of the interrupt.
     *
     * @return the IAFFID of a PE or, in a virtual table, the VPE ID
     */
    public static int iaffid(final int iste)
    {
        return IAFFID.get(iste);
    }

    /**
     * Acknowledges an entry: it becomes active, and no longer pending if its handling mode is edge.
     *
     * @return the encoded {@code L2_ISTE}
     */
    public static int acknowledged(final int iste)                              // B-INT-6
    {
        final int active = iste | ACTIVE.mask();

        return isLevel(iste) ? active : active & ~PENDING.mask();
    }

    /**
     * Deactivates an entry: it is no longer active, and nothing else changes.
     *
     * @return the encoded {@code L2_ISTE}
     */
    public static int deactivated(final int iste)
    {
        return iste & ~ACTIVE.mask();
    }

    /**
     * Replaces PENDING.
     *
     * @return the encoded {@code L2_ISTE}
     */
    public static int withPending(final int iste, final boolean pending)
    {
        return PENDING.with(iste, pending);
    }

    /**
     * Replaces ACTIVE.
     *
     * @return the encoded {@code L2_ISTE}
     */
    public static int withActive(final int iste, final boolean active)
    {
        return ACTIVE.with(iste, active);
    }

    /**
     * Replaces the handling mode.
     *
     * @param level true to select level, false to select edge
     * @return the encoded {@code L2_ISTE}
     */
    public static int withHm(final int iste, final boolean level)
    {
        return HM.with(iste, level);
    }

    /**
     * Replaces ENABLE.
     *
     * @return the encoded {@code L2_ISTE}
     */
    public static int withEnable(final int iste, final boolean enable)
    {
        return ENABLE.with(iste, enable);
    }

    /**
     * Replaces the routing mode.
     *
     * @param oneOfN true to select 1-of-N, false to select a target
     * @return the encoded {@code L2_ISTE}
     */
    public static int withIrm(final int iste, final boolean oneOfN)
    {
        return IRM.with(iste, oneOfN);
    }

    /**
     * Replaces the priority.
     *
     * @param priority 0, the highest, to 31
     * @return the encoded {@code L2_ISTE}
     */
    public static int withPriority(final int iste, final int priority)
    {
        return PRIORITY.set(iste, priority);
    }

    /**
     * Replaces the target.
     *
     * @param iaffid the IAFFID of a PE or, in a virtual table, the VPE ID
     * @return the encoded {@code L2_ISTE}
     */
    public static int withIaffid(final int iste, final int iaffid)
    {
        return IAFFID.set(iste, iaffid);
    }
}
