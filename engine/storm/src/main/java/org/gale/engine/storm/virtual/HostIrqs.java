package org.gale.engine.storm.virtual;

import java.util.Arrays;

/**
 * Interrupts of a host on the PEs that take them: messages that software forwards, doorbells, and steps of the
 * operator. A PE serves one after another. One in a guest exits for all that come until the last is served, and enters
 * once; one in host code serves them behind its step. Owned by one thread.
 * <pre>
 *   in a guest: STOLEN ── exit ──▶ host-irq, inject ──▶ the next one ──▶ REENTERING, enter
 *   in host code: the step ends ──▶ host-irq, inject ──▶ the next one ──▶ the step behind
 * </pre>
 */
final class HostIrqs
{
    /** Number of no interrupt. */
    static final int NONE = -1;

    private static final int FIRST_LENGTH = 16;

    private final Vcpus vcpus;
    private final GuestRuns guests;
    private final CostDraws costs;
    private final EventQueue queue;
    private final HostCounts counts;
    private final Place place;
    private final Behind behind;
    private final int[] heads;                                      // by PE: the interrupts that wait, and their tails
    private final int[] tails;
    private final int[] served;                                     // by PE, or NONE
    private final int[] rings;                                      // by vCPU: its doorbell that is served, or NONE
    private int[] nexts = new int[FIRST_LENGTH];                    // each by interrupt
    private int[] pes = new int[FIRST_LENGTH];
    private int[] targets = new int[FIRST_LENGTH];
    private long[] orders = new long[FIRST_LENGTH];
    private long[] words = new long[FIRST_LENGTH];
    private long[] fromNs = new long[FIRST_LENGTH];
    private int free = NONE;
    private int count;

    HostIrqs(
        final Vcpus vcpus,
        final GuestRuns guests,
        final HostParts parts,
        final HostCounts counts,
        final Place place,
        final Behind behind)
    {
        this.vcpus = vcpus;
        this.guests = guests;
        this.costs = parts.costs();
        this.queue = parts.timers().queue();
        this.counts = counts;
        this.place = place;
        this.behind = behind;
        heads = new int[place.endPe + place.housekeepers];
        tails = new int[heads.length];
        served = new int[heads.length];
        rings = new int[vcpus.count()];
        Arrays.fill(heads, NONE);
        Arrays.fill(served, NONE);
        Arrays.fill(rings, NONE);
    }

    /** Interrupts a vCPU that is in its guest, which does something else there for a time before it goes on. */
    void spend(final int vcpu, final long ns)
    {
        guests.suspend(vcpu);
        vcpus.pe(vcpu, PeState.GUEST);
        vcpus.stage(vcpu, StageClocks.SIGNALLED);
        vcpus.go(vcpu, Vcpus.REENTERING, ns);
    }

    /**
     * PEs of a partition.
     *
     * @param endPe        behind the last one that runs vCPUs
     * @param housekeepers that run none, behind these; 0 if the others take the interrupts
     */
    record Place(int firstPe, int endPe, int housekeepers)
    {
    }

    /** Continuation of a vCPU whose step in the host has ended, behind the interrupts that its PE has served. */
    @FunctionalInterface
    interface Behind
    {
        /** Begins the next step of a vCPU. */
        void goOn(int vcpu);
    }

    /** Takes a message to a vCPU, which software injects when its event of this order happens. */
    void message(final int vcpu, final long order, final long word)
    {
        take(pe(vcpu), vcpu, order, word);
    }

    /** Takes the doorbell of a vCPU that is rung. */
    void ring(final int vcpu)
    {
        take(pe(vcpu), vcpu, EventQueue.order(QueuedKind.VCPU, 0, 0, 0), 0);
    }

    /** Takes the next step of the transition of a vCPU, which its event of this order carries out. */
    void step(final int vcpu, final long order)
    {
        take(place.housekeepers > 0 ? place.endPe : place.firstPe, vcpu, order, 0);
    }

    /** Returns the PE that takes the interrupts of a vCPU: a housekeeper, or the PE that it has or had last. */
    private int pe(final int vcpu)
    {
        if (place.housekeepers > 0)
        {
            return place.endPe + vcpu % place.housekeepers;
        }
        final int last = vcpus.pes.pe(vcpu);

        return last != HostPes.NONE ? last : place.firstPe + vcpu % (place.endPe - place.firstPe);
    }

    private void take(final int pe, final int target, final long order, final long word)
    {
        final int irq = allocate();
        pes[irq] = pe;
        targets[irq] = target;
        orders[irq] = order;
        words[irq] = word;
        fromNs[irq] = vcpus.clock.nanoTime();
        nexts[irq] = NONE;
        if (heads[pe] == NONE)
        {
            heads[pe] = irq;
        }
        else
        {
            nexts[tails[pe]] = irq;
        }
        tails[pe] = irq;
        final int vcpu = vcpu(pe);
        if (served[pe] == NONE && vcpu == HostPes.NONE)
        {
            vcpus.freePe(pe, PeState.HOST);
            serve(pe);
        }
        else if (vcpu != HostPes.NONE && vcpus.isInGuest(vcpu))
        {
            steal(vcpu);
        }
    }

    private int allocate()
    {
        if (free != NONE)
        {
            final int irq = free;
            free = nexts[irq];

            return irq;
        }
        if (count == nexts.length)
        {
            nexts = Arrays.copyOf(nexts, 2 * count);
            pes = Arrays.copyOf(pes, 2 * count);
            targets = Arrays.copyOf(targets, 2 * count);
            orders = Arrays.copyOf(orders, 2 * count);
            words = Arrays.copyOf(words, 2 * count);
            fromNs = Arrays.copyOf(fromNs, 2 * count);
        }

        return count++;
    }

    private int vcpu(final int pe)
    {
        return pe < place.endPe ? vcpus.pes.vcpu(pe) : HostPes.NONE;
    }

    /** Makes a vCPU exit for the interrupts of its PE. */
    private void steal(final int vcpu)
    {
        counts.exits++;
        vcpus.exits(vcpu);
        guests.suspend(vcpu);
        vcpus.stage(vcpu, StageClocks.SIGNALLED);
        vcpus.pe(vcpu, PeState.STOLEN);
        vcpus.worksFor(vcpus.pes.pe(vcpu), targets[heads[vcpus.pes.pe(vcpu)]]);
        vcpus.go(vcpu, Vcpus.STOLEN, costs.exit(vcpu));
    }

    /** Returns whether a PE serves an interrupt. */
    boolean isServing(final int pe)
    {
        return served[pe] != NONE;
    }

    /** Serves what waits for the PE of a vCPU, whose step in the host has ended. Returns whether anything did. */
    boolean serves(final int vcpu)
    {
        final int pe = vcpus.pes.pe(vcpu);
        final boolean isWaiting = heads[pe] != NONE;
        if (isWaiting)
        {
            serve(pe);
        }

        return isWaiting;
    }

    /** Makes a vCPU exit that has entered its guest, if an interrupt has come for its PE meanwhile. */
    void entered(final int vcpu)
    {
        if (heads[vcpus.pes.pe(vcpu)] != NONE && vcpus.isInGuest(vcpu))
        {
            steal(vcpu);
        }
    }

    /** Serves the first interrupt that waits for a PE. */
    private void serve(final int pe)
    {
        final int irq = heads[pe];
        final int vcpu = targets[irq];
        heads[pe] = nexts[irq];
        served[pe] = irq;
        vcpus.serves(pe, true);
        vcpus.worksFor(pe, vcpu);
        switch (EventQueue.kind(orders[irq]))
        {
            case QueuedKind.INJECTED:
                queue.add(vcpus.clock.nanoTime() + costs.hostIrq(vcpu) + costs.inject(vcpu), orders[irq], irq, 0);
                break;
            case QueuedKind.OPERATOR:
                queue.add(vcpus.clock.nanoTime() + costs.step(vcpu), orders[irq], irq, 0);
                break;
            default:
                rings[vcpu] = irq;
                vcpus.timers.set(vcpu, QueuedKind.VCPU, costs.hostIrq(vcpu));
                break;
        }
    }

    /** Returns the message of an interrupt that is served. */
    long word(final int irq)
    {
        return words[irq];
    }

    /** Returns the time at which an interrupt has come. */
    long fromNs(final int irq)
    {
        return fromNs[irq];
    }

    /** Ends the doorbell of a vCPU that has been served, if it was one that rang. */
    void rung(final int vcpu)
    {
        final int irq = rings[vcpu];
        rings[vcpu] = NONE;
        if (irq != NONE)
        {
            served(irq);
        }
    }

    /** Ends an interrupt whose effect is there, if it was one, and has its PE go on. */
    void served(final int irq)
    {
        if (irq == NONE)
        {
            return;
        }
        final int pe = pes[irq];
        nexts[irq] = free;
        free = irq;
        served[pe] = NONE;
        if (heads[pe] != NONE)
        {
            serve(pe);
            return;
        }
        vcpus.serves(pe, false);
        final int vcpu = vcpu(pe);
        if (vcpu == HostPes.NONE)
        {
            vcpus.freePe(pe, pe < place.endPe && vcpus.pes.isPolling(pe) ? PeState.POLLING : PeState.IDLE);
        }
        else if (vcpus.state(vcpu) == Vcpus.STOLEN)
        {
            guests.enter(vcpu, 0);
        }
        else
        {
            vcpus.worksFor(pe, vcpu);
            behind.goOn(vcpu);
        }
    }
}
