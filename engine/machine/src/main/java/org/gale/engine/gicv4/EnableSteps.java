package org.gale.engine.gicv4;

import org.gale.engine.command.Errno;
import org.gale.engine.gicv4.Variant.Mistake;

/** Steps of ENABLE: from software-forwarded to direct (V4-P-E1 to V4-P-E6). */
final class EnableSteps
{
    private final VpeFactory factory;
    private final V4Residency residency;
    private final Injection injection;
    private final Variant variant;

    EnableSteps(
        final VpeFactory factory, final V4Residency residency, final Injection injection, final Variant variant)
    {
        this.variant = variant;
        this.factory = factory;
        this.residency = residency;
        this.injection = injection;
    }

    /** Allocates everything first, so that a failure changes nothing (V4-P-E2). */
    Errno allocate(final V4Vcpu vcpu)
    {
        final Errno errno = factory.allocate(vcpu);
        if (errno == Errno.OK)
        {
            vcpu.state = V4Vcpu.State.ENABLING;
        }

        return errno;
    }

    void map(final V4Vcpu vcpu)
    {
        factory.map(vcpu.vpe);                                                  // V4-P-E3
    }

    /** Holds the vCPU out of the guest, which folds its list registers, and asks for a doorbell (V4-P-E4). */
    void hold(final V4Vcpu vcpu)
    {
        if (!variant.is(Mistake.FOLD_INTO_LATCH))
        {
            residency.hold(vcpu);
        }
        if (variant.hasCovers())
        {
            residency.visit(vcpu.vpe);
        }
    }

    /** Returns the next event to become direct, or null: events that were moved here meanwhile included (V4-P-A5). */
    Vlpi nextToSwap(final V4Vcpu vcpu, final int cursor)
    {
        final Vlpi next = search(vcpu, cursor);

        return next == null ? search(vcpu, 0) : next;
    }

    /** Makes the vCPU direct and lets it in; the vCPU then finds its pending interrupts itself (V4-P-E6). */
    void release(final V4Vcpu vcpu)
    {
        if (!variant.is(Mistake.NO_PENDING_LAST))
        {
            vcpu.vpe.isPendingLast = true;                                      // V4-LL-9
        }
        vcpu.state = V4Vcpu.State.DIRECT;
        if (vcpu.isHeld())
        {
            residency.release(vcpu);
        }
        if (!variant.is(Mistake.NO_KICK))
        {
            injection.kick(vcpu);                                               // V4-LL-10
        }
    }

    private static Vlpi search(final V4Vcpu vcpu, final int from)
    {
        Vlpi vlpi = vcpu.vm.nextVlpi(from);
        while (vlpi != null && (vlpi.target() != vcpu || vlpi.isHw()))
        {
            vlpi = vcpu.vm.nextVlpi(vlpi.vintid + 1);
        }

        return vlpi;
    }
}
