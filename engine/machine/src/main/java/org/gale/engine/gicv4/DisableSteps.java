package org.gale.engine.gicv4;

import org.gale.engine.gicv4.Variant.Mistake;

/** Steps of DISABLE: from direct to software-forwarded (V4-P-D1 to V4-P-D10). */
final class DisableSteps
{
    private final VpeFactory factory;
    private final V4Residency residency;
    private final Injection injection;
    private final Hardware hardware;
    private final Variant variant;

    DisableSteps(
        final VpeFactory factory,
        final V4Residency residency,
        final Injection injection,
        final Hardware hardware,
        final Variant variant)
    {
        this.variant = variant;
        this.factory = factory;
        this.residency = residency;
        this.injection = injection;
        this.hardware = hardware;
    }

    /**
     * Holds the vCPU out of the guest, which makes its vPE non-resident, and keeps the doorbell live (V4-P-D3,
     * V4-P-D4).
     */
    void hold(final V4Vcpu vcpu)
    {
        final MappedVpe mapped = hardware.vpes().mapped(vcpu.vpe.vpeId);
        final boolean wasResident = mapped != null && mapped.isResident();
        residency.hold(vcpu);
        if (!wasResident)
        {
            residency.visit(vcpu.vpe);
        }
    }

    /** Returns the next event to become software-forwarded, or null. No event becomes direct meanwhile (V4-P-D2). */
    Vlpi nextToSwap(final V4Vcpu vcpu, final int cursor)
    {
        Vlpi vlpi = vcpu.vm.nextVlpi(cursor);
        while (vlpi != null && (vlpi.target() != vcpu || !vlpi.isHw()))
        {
            vlpi = vcpu.vm.nextVlpi(vlpi.vintid + 1);
        }

        return vlpi;
    }

    void unmap(final V4Vcpu vcpu)
    {
        factory.unmap(vcpu.vpe);                                                // V4-P-D6
    }

    /**
     * Harvests what the virtual pending table still holds into the latches (V4-P-D7). Nothing is left there by the
     * swaps of this host, since every event's bit went with its swap.
     */
    void harvest(final V4Vcpu vcpu)
    {
        for (Vlpi vlpi = vcpu.vm.nextVlpi(0); vlpi != null; vlpi = vcpu.vm.nextVlpi(vlpi.vintid + 1))
        {
            if (vlpi.target() == vcpu && hardware.isBitSet(vcpu.vpe.table, vlpi.vintid))
            {
                vlpi.latch(vlpi.place() != Vlpi.LISTED);
            }
        }
    }

    /** Queues every latched event and kicks the vCPU (V4-P-D8). */
    void queue(final V4Vcpu vcpu)
    {
        for (Vlpi vlpi = vcpu.vm.nextVlpi(0); vlpi != null; vlpi = vcpu.vm.nextVlpi(vlpi.vintid + 1))
        {
            if (vlpi.target() == vcpu && !vlpi.isHw() && !variant.is(Mistake.NO_QUEUE))
            {
                injection.queue(vlpi);
            }
        }
        injection.kick(vcpu);                                                   // V4-LL-10
    }

    void free(final V4Vcpu vcpu)
    {
        factory.free(vcpu);                                                     // V4-P-D9
    }

    /** Ends a DISABLE that failed: what is software-forwarded by now is queued, the rest stays direct (V4-P-D11). */
    void giveBack(final V4Vcpu vcpu)
    {
        queue(vcpu);
        vcpu.vpe.isPendingLast = true;
        vcpu.state = V4Vcpu.State.DIRECT;
        residency.release(vcpu);
        injection.kick(vcpu);
    }

    /** Admits the vCPU to the guest and leaves the transition half done: a deliberate mistake after a failed step. */
    void abandon(final V4Vcpu vcpu, final V4Vcpu.State state)
    {
        vcpu.state = state;
        residency.release(vcpu);
    }

    void release(final V4Vcpu vcpu)
    {
        vcpu.state = V4Vcpu.State.SOFTWARE;                                     // V4-P-D10
        residency.release(vcpu);
    }
}
