package org.gale.engine.gicv4;

import org.gale.engine.gicv4.Variant.Mistake;
import org.gale.tables.gicv4.PropertyByte;
import org.gale.tables.gicv4.TranslationEntry;

/**
 * Swap of an event's route between direct and software-forwarded that loses no message. Version 4.1 uses the atomic
 * swap of this ITS (V4-P-SW1), in one phase. Version 4.0 uses architected commands (V4-P-SW2): unmap, map, then make
 * the event pending unconditionally, which covers every message that came in the gap; a phase each.
 * <pre>
 *   message ...      delivered to old | dropped        | delivered to new
 *   phase                          0: DISCARD    1: MAPTI    2: pend at the new owner
 * </pre>
 * The lossy order of the posted series (V4-SW-5) has the same gap and no third phase.
 */
final class RouteSwap
{
    private final V4Its its;
    private final V4ItsDriver driver;
    private final LpiPool lpis;
    private final Injection injection;
    /** Comparison of what is pending with what is owed, before each change. */
    final VlpiCheck check;
    private final SwapOrder order;
    private final boolean isVersion41;
    private final Variant variant;
    /** Number of messages that the lossy order has dropped. Outside of the state: it begins with the machine. */
    private long dropped;

    RouteSwap(
        final V4Its its,
        final V4ItsDriver driver,
        final LpiPool lpis,
        final Injection injection,
        final VlpiCheck check,
        final SwapOrder order,
        final boolean isVersion41,
        final Variant variant)
    {
        this.its = its;
        this.driver = driver;
        this.lpis = lpis;
        this.injection = injection;
        this.check = check;
        this.order = order;
        this.isVersion41 = isVersion41;
        this.variant = variant;
    }

    /** Counts a message that came in the gap of the lossy order, unless software has its vLPI pending. */
    void inGap(final Vlpi vlpi)
    {
        dropped += order.isLossy() && vlpi.isLocked() && !check.isPending(vlpi) ? 1 : 0;
    }

    /** Returns the number of messages that the lossy order has dropped. */
    long dropped()
    {
        return dropped;
    }

    /** Returns the number of phases of a swap. All phases lie inside one section of the event's lock. */
    int phases()
    {
        return order.phases();
    }

    /** Maps a new event to its target's route. */
    void map(final Vlpi vlpi)
    {
        if (vlpi.target().isDirect())
        {
            mapVirtual(vlpi, vlpi.target().vpe);
            vlpi.hw(true);
            vlpi.target().vpe.vlpiCount += 1;
        }
        else
        {
            mapPhysical(vlpi);
        }
    }

    /** Unmaps an event and drops its pending state. */
    void discard(final Vlpi vlpi)
    {
        check.compare(vlpi);
        driver.discard(vlpi.deviceId, vlpi.eventId);
        if (vlpi.isHw())
        {
            driver.vsync(vlpi.target().vpe.vpeId);
            vlpi.target().vpe.vlpiCount += -1;
            vlpi.hw(false);
        }
        vlpi.latch(false);
    }

    /** Carries out one phase of making an event direct. */
    void toVirtual(final Vlpi vlpi, final V4Vpe vpe, final int phase)
    {
        begin(vlpi, phase);
        final boolean isLast = phase == phases() - 1;
        boolean pending = vlpi.isLatched();
        if (order.isAtomic())
        {
            vlpi.vm.writeVirtualProperty(vlpi.vintid);                          // V4-LL-11
            final boolean wasPending = its.swap(vlpi.deviceId, vlpi.eventId,
                TranslationEntry.virtual(vlpi.vintid, vpe.vpeId), V4Its.NO_DOORBELL);
            pending |= wasPending && !variant.is(Mistake.ASKED_TOO_LATE);
            invalidate(vlpi);
            driver.vsync(vpe.vpeId);
        }
        else if (phase == 0)
        {
            unmap(vlpi);
        }
        else if (phase == 1)
        {
            mapVirtual(vlpi, vpe);
        }
        if (isLast)
        {
            injection.dequeue(vlpi);
            vlpi.hw(true);
            vpe.vlpiCount += 1;
            final boolean isRepended = isRepended();                            // V4-LL-2, V4-LL-8
            allow(vlpi, isRepended);
            if (pending || isRepended)
            {
                driver.interrupt(vlpi.deviceId, vlpi.eventId);
                driver.vsync(vpe.vpeId);
            }
            vlpi.latch(false);                                                  // V4-LL-6: after the hardware has it
        }
    }

    /** Carries out one phase of making an event software-forwarded. */
    void toSoftware(final Vlpi vlpi, final int phase)
    {
        begin(vlpi, phase);
        final V4Vpe vpe = vlpi.target().vpe;
        final boolean isLast = phase == phases() - 1;
        boolean pending = isRepended() && isLast;
        if (order.isAtomic())
        {
            configureHostLpi(vlpi);
            pending = its.swap(vlpi.deviceId, vlpi.eventId,
                TranslationEntry.physical(vlpi.hostLpi, lpis.collection(vlpi.hostLpi)), 0);
            driver.invalidate(vlpi.deviceId, vlpi.eventId);
        }
        else if (phase == 0)
        {
            unmap(vlpi);
            driver.vsync(vpe.vpeId);
        }
        else if (phase == 1)
        {
            mapPhysical(vlpi);
        }
        if (isLast)
        {
            vlpi.hw(false);
            vpe.vlpiCount += -1;
            vlpi.latch(vlpi.isLatched() || (pending && !variant.is(Mistake.BIT_NOT_CARRIED)));
            allow(vlpi, isRepended());
        }
    }

    private void mapVirtual(final Vlpi vlpi, final V4Vpe vpe)
    {
        vlpi.vm.writeVirtualProperty(vlpi.vintid);
        driver.mapVirtual(vlpi.deviceId, vlpi.eventId, vlpi.vintid, vpe.vpeId, doorbell(vpe));
        invalidate(vlpi);
        driver.vsync(vpe.vpeId);
    }

    /** Unmaps an event, with what its table has pending. The lossy order does not make that pending again. */
    private void unmap(final Vlpi vlpi)
    {
        final boolean wasKept = order.isLossy() && vlpi.vm.lpiAccount.isOwed(vlpi.vintid) && check.isPending(vlpi);
        driver.discard(vlpi.deviceId, vlpi.eventId);
        dropped += wasKept && !check.isPending(vlpi) ? 1 : 0;
    }

    private boolean isRepended()
    {
        return order.isRepended() && !variant.is(Mistake.NO_REPEND);
    }

    private void invalidate(final Vlpi vlpi)
    {
        if (!variant.is(Mistake.NO_INVALIDATE))
        {
            driver.invalidate(vlpi.deviceId, vlpi.eventId);
        }
    }

    private void mapPhysical(final Vlpi vlpi)
    {
        configureHostLpi(vlpi);
        driver.mapPhysical(vlpi.deviceId, vlpi.eventId, vlpi.hostLpi, lpis.collection(vlpi.hostLpi));
        driver.invalidate(vlpi.deviceId, vlpi.eventId);
    }

    private void begin(final Vlpi vlpi, final int phase)
    {
        if (phase == 0)
        {
            check.compare(vlpi);
        }
    }

    private static void allow(final Vlpi vlpi, final boolean isRepended)
    {
        if (isRepended)
        {
            vlpi.allowSpurious();
            vlpi.isPrecaution |= !vlpi.vm.lpiAccount.isOwed(vlpi.vintid);
        }
    }

    /** Enables the LPI of the host, whatever the guest's enable bit is: the host takes every message (V4-P-D5). */
    private void configureHostLpi(final Vlpi vlpi)
    {
        lpis.configure(vlpi.hostLpi, !variant.is(Mistake.GUEST_ENABLE_IN_HOST) ||
            PropertyByte.isEnabled(vlpi.vm.property(vlpi.vintid)));
    }

    /** Returns the doorbell that an event's mapping to a vPE names. */
    int doorbell(final V4Vpe vpe)
    {
        return isVersion41 ? V4Its.NO_DOORBELL : vpe.doorbell;                     // V4-DB-1, V4-DB-2
    }
}
