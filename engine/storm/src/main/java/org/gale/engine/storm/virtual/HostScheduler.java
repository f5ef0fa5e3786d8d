package org.gale.engine.storm.virtual;

import org.gale.engine.storm.profile.HostModel;

/**
 * Scheduler of the vCPUs of a host. A vCPU keeps its PE while it has work, for a slice if others wait.
 * <pre>
 *             doorbell          host-irq      poll, schedule         a PE is free        load          enter
 *   BLOCKED ───────────▶ RUNG ───────────▶ WAKING ─────────▶ RUNNABLE ───────────▶ LOADING ─▶ ENTERING ─▶ guest
 *      ▲                                                        ▲                                           │
 *      │ put           exit                                     │ put        exit                           │
 *   PUTTING ◀────── EXITING ◀── nothing left              PREEMPTED ◀── PREEMPTING ◀── slice over ◀─────────┘
 * </pre>
 * A PE that a vCPU left by a block polls for it while nobody waits in the queue of the PE. An idle PE takes the first
 * vCPU of the longest queue. Owned by one thread.
 */
final class HostScheduler
{
    private final Vcpus vcpus;
    private final HostPes pes;
    private final GuestRuns guests;
    private final GuestPort port;
    private final CostDraws costs;
    private final HostCounts counts;
    private final ModelCalls models;
    private final long sliceNs;
    private final boolean preempts;
    private final VpeMoves moves;
    private final HostIrqs irqs;
    private final boolean[] isLoadDue;                              // by vCPU: it has a PE that serves an interrupt

    HostScheduler(
        final Vcpus vcpus,
        final GuestRuns guests,
        final HostParts parts,
        final HostCounts counts,
        final HostModel model,
        final VpeMoves moves,
        final HostIrqs irqs)
    {
        this.vcpus = vcpus;
        this.pes = vcpus.pes;
        this.guests = guests;
        this.port = parts.port();
        this.costs = parts.costs();
        this.counts = counts;
        this.models = parts.models();
        this.sliceNs = model.sliceNs();
        this.preempts = model.preempts();
        this.moves = moves;
        this.irqs = irqs;
        isLoadDue = new boolean[vcpus.count()];
    }

    /** Wakes a vCPU that blocked, if the machine says so. */
    void ring(final int vcpu, final boolean isForwarded)
    {
        if (port.isWoken(vcpu))
        {
            rung(vcpu, isForwarded);
        }
    }

    /** Wakes a vCPU by an interrupt of the host: its doorbell, or a timer where it has something to send. */
    void wake(final int vcpu)
    {
        rung(vcpu, false);
    }

    /** Rings a vCPU, for which the host may have taken an interrupt before. */
    private void rung(final int vcpu, final boolean isTaken)
    {
        vcpus.stage(vcpu, StageClocks.SIGNALLED);
        if (isTaken)
        {
            vcpus.go(vcpu, Vcpus.RUNG, 0);
        }
        else
        {
            vcpus.to(vcpu, Vcpus.RUNG);
            irqs.ring(vcpu);
        }
        vcpus.rests.stir();
    }

    /** Wakes a vCPU whose doorbell the host has taken: at once while its PE polls for it. */
    void waken(final int vcpu)
    {
        final boolean isPolled = pes.isPolled(vcpu);
        costs.polls().end(vcpu, vcpus.clock.nanoTime());
        counts.woken += isPolled ? 0 : 1;
        counts.polled += isPolled ? 1 : 0;
        vcpus.stage(vcpu, StageClocks.WOKEN);
        vcpus.go(vcpu, Vcpus.WAKING, isPolled ? 0 : costs.schedule(vcpu));
        irqs.rung(vcpu);
    }

    /** Gives a vCPU that has other work a PE at the begin of a run, or lets it wait for one. */
    void start(final int vcpu)
    {
        if (!loads(vcpu))
        {
            pes.queueLast(vcpu);
        }
    }

    /** Takes a vCPU whose VM migrates out of the queue in which it waits, if it does. */
    void stop(final int vcpu)
    {
        if (vcpus.state(vcpu) == Vcpus.RUNNABLE)
        {
            pes.remove(vcpu);
            park(vcpu);
        }
    }

    private void park(final int vcpu)
    {
        vcpus.stage(vcpu, StageClocks.WAITING);
        vcpus.to(vcpu, Vcpus.STOPPED);
    }

    /** Gives a vCPU that was woken a PE, or lets it wait for one. It may preempt a vCPU that runs its own work. */
    void runnable(final int vcpu)
    {
        if (vcpus.stop.has(vcpu))
        {
            park(vcpu);
            return;
        }
        if (loads(vcpu))
        {
            return;
        }
        if (!preempts)
        {
            pes.queueLast(vcpu);
            return;
        }
        final int running = pes.vcpu(pes.queueWaker(vcpu));
        if (vcpus.isInGuest(running) && guests.isToYield(running))
        {
            guests.suspend(running);
            guests.leave(running, Vcpus.PREEMPTING);
        }
    }

    /** Loads a vCPU where a PE is free for it. Returns whether one is; else the vCPU is runnable. */
    private boolean loads(final int vcpu)
    {
        vcpus.stage(vcpu, StageClocks.WAITING);
        final int pe = pes.choose(vcpu);
        if (pe != HostPes.NONE)
        {
            load(vcpu, pe);

            return true;
        }
        counts.waits++;
        vcpus.to(vcpu, Vcpus.RUNNABLE);

        return false;
    }

    private void load(final int vcpu, final int pe)
    {
        vcpus.timers.endPoll(pe);
        pes.take(pe, vcpu);
        pes.beginSlice(pe);                                         // a vCPU that is woken may end it before the entry
        vcpus.pe(vcpu, PeState.HOST);
        isLoadDue[vcpu] = irqs.isServing(pe);
        if (isLoadDue[vcpu])
        {
            vcpus.to(vcpu, Vcpus.LOADING);
        }
        else
        {
            beginLoad(vcpu);
        }
    }

    /** Returns whether the load of a vCPU has not begun, since its PE serves an interrupt; it begins now. */
    boolean beginsLoad(final int vcpu)
    {
        final boolean isDue = isLoadDue[vcpu];
        if (isDue)
        {
            isLoadDue[vcpu] = false;
            beginLoad(vcpu);
        }

        return isDue;
    }

    private void beginLoad(final int vcpu)
    {
        final boolean isDirect = port.isDirect(vcpu);
        guests.load(vcpu);
        vcpus.go(vcpu, Vcpus.LOADING, moves.ns(vcpu, pes.pe(vcpu), isDirect) + costs.load(vcpu, isDirect));
    }

    /** Enters the guest of a vCPU that is loaded. */
    void loaded(final int vcpu)
    {
        vcpus.stage(vcpu, StageClocks.SIGNALLED);
        vcpus.go(vcpu, Vcpus.ENTERING, port.isDirect(vcpu) ?
            VpeMoves.polled(guests.enterNs(vcpu), costs.dirty(vcpu)) : guests.enterNs(vcpu));
    }

    /** Makes a vCPU resident that has entered its guest, and begins its slice. */
    void entered(final int vcpu)
    {
        final int pe = pes.pe(vcpu);
        port.load(vcpu, pe);
        if (port.isScheduled())
        {
            vcpus.timers.slice(pe, sliceNs);
        }
        guests.resume(vcpu);
    }

    /** Blocks a vCPU that has left its guest, unless an interrupt came meanwhile. */
    void block(final int vcpu)
    {
        if (port.isSignalled(vcpu) || port.isStale(vcpu) || vcpus.timers.isKicked(vcpu) || models.keepsPe(vcpu))
        {
            guests.enter(vcpu, 0);
            return;
        }
        port.block(vcpu);
        vcpus.stage(vcpu, StageClocks.WAITING);
        vcpus.go(vcpu, Vcpus.PUTTING, costs.put(vcpu, port.isDirect(vcpu)));
    }

    /** Releases the PE of a vCPU that has blocked. */
    void blocked(final int vcpu)
    {
        final int pe = pes.pe(vcpu);
        vcpus.to(vcpu, Vcpus.BLOCKED);
        vcpus.stage(vcpu, StageClocks.QUIET);
        release(pe);
        final long pollNs = costs.polls().begin(vcpu, vcpus.clock.nanoTime());
        if (pes.vcpu(pe) == HostPes.NONE && pollNs > 0)
        {
            pes.poll(pe, vcpu);
            vcpus.timers.poll(pe, pollNs);
            vcpus.freePe(pe, PeState.POLLING);
        }
        else
        {
            pullIfIdle(pe);
        }
        ring(vcpu, port.isForwarded(vcpu));
        if (vcpus.state(vcpu) == Vcpus.BLOCKED && models.keepsPe(vcpu))
        {
            wake(vcpu);
        }
    }

    /** Takes the residency of a vCPU that others have to make room for. */
    void put(final int vcpu)
    {
        port.put(vcpu);
        vcpus.stage(vcpu, StageClocks.WAITING);
        vcpus.go(vcpu, Vcpus.PREEMPTED, costs.put(vcpu, port.isDirect(vcpu)));
    }

    /** Releases the PE of a vCPU that goes on later. */
    void preempted(final int vcpu)
    {
        if (vcpus.stop.has(vcpu))
        {
            park(vcpu);
            release(pes.pe(vcpu));
            pullIfIdle(pes.pe(vcpu));
            return;
        }
        vcpus.to(vcpu, Vcpus.RUNNABLE);
        pes.queueLast(vcpu);
        release(pes.pe(vcpu));
    }

    /** Gives a PE that a vCPU leaves to the first vCPU that waits in its queue. */
    private void release(final int pe)
    {
        vcpus.timers.endSlice(pe);
        pes.leave(pe);
        vcpus.freePe(pe, PeState.IDLE);
        if (!pes.isEmpty(pe))
        {
            load(pes.takeFirst(pe), pe);
        }
    }

    /** Gives a PE that nobody has to the first vCPU of the longest queue. */
    private void pullIfIdle(final int pe)
    {
        if (pes.vcpu(pe) == HostPes.NONE)
        {
            pull(pe);
        }
    }

    /** Gives an idle PE to the first vCPU of the longest queue. Returns whether there is one. */
    private boolean pull(final int pe)
    {
        final boolean isAny = !pes.areEmpty();
        if (isAny)
        {
            load(pes.takeFirst(pe), pe);
        }

        return isAny;
    }

    /** Ends the slice of a PE, or begins another one while nobody waits. */
    void sliceOver(final int pe)
    {
        if (pes.isEmpty(pe))
        {
            vcpus.timers.slice(pe, sliceNs);
        }
        else
        {
            preempt(pe);
        }
    }

    /** Ends the polling of a PE. */
    void polled(final int pe)
    {
        pes.endPoll(pe);
        if (!pull(pe) && !irqs.isServing(pe))
        {
            vcpus.freePe(pe, PeState.IDLE);
        }
    }

    /** Takes the PE from its vCPU, at once or when that is in its guest again. */
    private void preempt(final int pe)
    {
        final int vcpu = pes.vcpu(pe);
        pes.endSlice(pe);
        if (vcpus.isInGuest(vcpu) && !pes.isKept(pe))
        {
            guests.suspend(vcpu);
            guests.leave(vcpu, Vcpus.PREEMPTING);
        }
    }
}
