package org.gale.tables.register;

import java.util.List;

import org.gale.tables.field.LongField;
import org.gale.tables.ist.L2Iste;

/** {@code ICC_ICSR_EL1}: the result of {@code GIC CDRCFG}; otherwise a plain register. */
public final class IccIcsrEl1
{
    /** 1: not reachable, and everything else is 0. */
    public static final LongField F = new LongField("F", 0, 1);
    public static final LongField ENABLED = new LongField("ENABLED", 1, 1);
    public static final LongField PENDING = new LongField("PENDING", 2, 1);
    public static final LongField IRM = new LongField("IRM", 3, 1);
    public static final LongField ACTIVE = new LongField("ACTIVE", 4, 1);
    public static final LongField HM = new LongField("HM", 5, 1);
    public static final LongField PRIORITY = new LongField("PRIORITY", 11, 5);
    public static final LongField IAFFID = new LongField("IAFFID", 32, 16);
    public static final List<LongField> FIELDS = List.of(
        F, ENABLED, PENDING, IRM, ACTIVE, HM, LongField.res0(6, 5), PRIORITY, LongField.res0(16, 16), IAFFID,
        LongField.res0(48, 16));

    private IccIcsrEl1()
    {
    }

    /** Result for an interrupt that cannot be reached. */
    public static final long UNREACHABLE = F.mask();

    /**
     * Returns the result for an interrupt with this entry.
     *
     * @return the encoded {@code ICC_ICSR_EL1}
     */
    public static long of(final int iste)                                       // B-INT-16
    {
        long icsr = ENABLED.with(0, L2Iste.isEnabled(iste));
        icsr = PENDING.with(icsr, L2Iste.isPending(iste));
        icsr = IRM.with(icsr, L2Iste.isOneOfN(iste));
        icsr = ACTIVE.with(icsr, L2Iste.isActive(iste));
        icsr = HM.with(icsr, L2Iste.isLevel(iste));
        icsr = PRIORITY.set(icsr, L2Iste.priority(iste));

        return IAFFID.set(icsr, L2Iste.iaffid(iste));
    }
}
