package org.gale.engine.gicv4;

import org.gale.engine.gicv4.Variant.Mistake;

/**
 * Affinity change of a vLPI, by the event's route and not by the state of its old target (V4-P-A1 to V4-P-A4).
 */
final class Moves
{
    private final ItsDriver driver;
    private final RouteSwap swap;
    private final Residency residency;
    private final Injection injection;
    private final Variant variant;

    Moves(
        final ItsDriver driver,
        final RouteSwap swap,
        final Residency residency,
        final Injection injection,
        final Variant variant)
    {
        this.variant = variant;
        this.driver = driver;
        this.swap = swap;
        this.residency = residency;
        this.injection = injection;
    }

    /**
     * Changes the target of a vLPI that is not in the gap of a swap.
     */
    void move(final Vlpi vlpi, final Vcpu to)
    {
        final Vcpu from = vlpi.target();
        if (from == to)
        {
            return;
        }
        final boolean isDirect = variant.is(Mistake.MOVE_BY_STATE) ? from.isDirect() : vlpi.isHw();
        if (isDirect && to.isDirect())
        {
            driver.moveVirtual(vlpi.deviceId(), vlpi.eventId(),
                from.vpe().vpeId(), to.vpe().vpeId(), swap.doorbell(to.vpe()));             // V4-P-A1
            from.vpe().addVlpis(-1);
            to.vpe().addVlpis(1);
            vlpi.target(to);
        }
        else if (isDirect)
        {
            residency.hold(from);                                               // V4-P-A2: retracts a presented copy
            swap.toSoftware(vlpi);
            vlpi.latch(vlpi.isLatched() && !Faults.losesRepend);
            vlpi.target(to);
            residency.release(from);
            injection.queue(vlpi);
        }
        else
        {
            moveForwarded(vlpi, from, to);
        }
        injection.kick(to);
    }

    private void moveForwarded(final Vlpi vlpi, final Vcpu from, final Vcpu to)
    {
        final boolean isListed = vlpi.place() == Vlpi.LISTED;
        if (isListed)
        {
            residency.hold(from);                                               // V4-LL-7: folds the list registers
        }
        injection.dequeue(vlpi);
        if (to.isDirect())
        {
            swap.toVirtual(vlpi, to.vpe());                                     // V4-P-A3
            vlpi.target(to);
        }
        else
        {
            vlpi.target(to);                                                    // V4-P-A4
            injection.queue(vlpi);
        }
        if (isListed)
        {
            residency.release(from);
        }
    }
}
