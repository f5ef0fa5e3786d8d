package org.gale.engine.storm.virtual;

import org.gale.engine.command.Commands;
import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.storm.topology.Topology;

/**
 * Guests of a run: vCPUs take interrupts one by one, and leave when nothing is left. Software brings forwarded
 * interrupts into list registers, for which it makes a vCPU exit.
 * <pre>
 *   GUEST ── signal ──▶ SIGNALLED ── acknowledge ──▶ HANDLING ── handler, eoi ──▶ the next one, GUEST or EXITING
 *   kicked, or the list registers are empty ──▶ REENTERING ── exit, enter ──▶ goes on where it was
 * </pre>
 * The model of a device prolongs a handler that finds more to do. A vCPU that sends to others keeps its PE while it
 * waits for them. Owned by one thread.
 */
final class GuestRuns implements HandlerEnds.Owed
{
    private final Topology topology;
    private final Vcpus vcpus;
    private final GuestPort port;
    private final CostDraws costs;
    private final PendingLpis pending;
    private final PendingLpis.Taker taker;
    private final ModelCalls models;
    private final HostCounts counts;
    final Misroutes misroutes;
    private final GuestWfi wfi;
    private final boolean[] isWorking;                              // by vCPU
    private final boolean[] drops;
    private final int[] owed;                                       // interrupts that wait for each vCPU
    private final int[] listed;                                     // of them, those that list registers hold
    private final boolean[] isListed;                               // of what each handles or has handled last
    private final long[] readyNs;                                   // when the signal has reached the vector
    private final long[] remainingNs;                               // of a handler that was interrupted
    private final long[] taken;                                     // interrupts of each vCPU
    private int takenInVain;
    private final GuestTraps traps;
    private final HandlerEnds ends;
    private final LaterRuns later;

    GuestRuns(final Topology topology, final Vcpus vcpus, final HostParts parts, final HostCounts counts)
    {
        this.topology = topology;
        this.vcpus = vcpus;
        this.port = parts.port();
        this.costs = parts.costs();
        this.pending = parts.pending();
        this.taker = parts.taker();
        this.models = parts.models();
        this.counts = counts;
        misroutes = new Misroutes(topology);
        traps = new GuestTraps(vcpus, parts, counts);
        ends = new HandlerEnds(topology, vcpus, this, parts);
        later = new LaterRuns(topology, vcpus, traps, ends, parts);
        wfi = new GuestWfi(topology, vcpus.pes, port, parts.targets());
        isWorking = new boolean[vcpus.count()];
        drops = new boolean[isWorking.length];
        owed = new int[isWorking.length];
        listed = new int[isWorking.length];
        isListed = new boolean[isWorking.length];
        readyNs = new long[isWorking.length];
        taken = new long[isWorking.length];
        remainingNs = new long[isWorking.length];
        for (int vcpu = 0; vcpu < isWorking.length; vcpu++)
        {
            final GuestShape guest = topology.groups().get(topology.groupOfVm(topology.vmOfVpe(vcpu))).guest();
            drops[vcpu] = guest.drops();
            isWorking[vcpu] = guest.isWorking();
        }
    }

    /** Returns the number of interrupts that a vCPU took. */
    long taken(final int vcpu)
    {
        return taken[vcpu];
    }

    /** Returns how often signalled vCPUs found no interrupt, or an empty list register, since the last acknowledge. */
    int takenInVain()
    {
        return takenInVain;
    }

    /** Returns whether a guest has other work than interrupts. */
    boolean isWorking(final int vcpu)
    {
        return isWorking[vcpu];
    }

    /**
     * Counts an interrupt that waits for a vCPU from now on.
     *
     * @param isKicked true if the vCPU sees it only when it enters its guest again
     */
    @Override
    public void owe(final int vcpu, final boolean isKicked)
    {
        owed[vcpu]++;
        if ((owed[vcpu] == 1 || vcpus.isOpen(vcpu)) && !isKicked)       // a timer may wait for a kick
        {
            readyNs[vcpu] = vcpus.clock.nanoTime() + costs.signal(vcpu);
        }
    }

    /** Leaves out an interrupt that waited for a vCPU, which the machine has lost, or which waits for a thread. */
    @Override
    public void lose(final int vcpu)
    {
        owed[vcpu]--;
    }

    /** Moves an interrupt that waits to another vCPU. */
    void move(final int from, final int to)
    {
        if (owed[from] <= 0)
        {
            misroutes.note(from, "an interrupt is moved from", "that waits for none");
        }
        owed[from]--;
        owe(to, port.isForwarded(to));
    }

    /** Stays in the guest without a handler: goes on with what handlers have left, if there is any. */
    void stay(final int vcpu)
    {
        vcpus.stage(vcpu, port.isHeld(vcpu) ? StageClocks.WAITING :
            vcpus.timers.isKicked(vcpu) ? StageClocks.SIGNALLED : StageClocks.QUIET);
        if (later.goesOn(vcpu))
        {
            return;
        }
        later.rests(vcpu);
        vcpus.pe(vcpu, isWorking[vcpu] || models.keepsPe(vcpu) ? PeState.GUEST : wfi.peTime(vcpu));
    }

    /** Decides, as a load begins, whether a guest that runs out of work leaves it. */
    void load(final int vcpu)
    {
        wfi.load(vcpu);
    }

    /** Has a vCPU that is in its guest without a handler take what is signalled. */
    void look(final int vcpu)
    {
        if (vcpus.isOpen(vcpu))
        {
            if (vcpus.state(vcpu) != Vcpus.GUEST)
            {
                suspend(vcpu);
            }
            goOn(vcpu);
        }
    }

    /** Goes on in the guest, where no handler runs: takes the next interrupt, or leaves. */
    void goOn(final int vcpu)
    {
        if (!port.isSignalled(vcpu))
        {
            leaveOrStay(vcpu);
        }
        else if (port.isForwarded(vcpu) && listed[vcpu] == 0)
        {
            refill(vcpu);
        }
        else
        {
            vcpus.stage(vcpu, StageClocks.SIGNALLED);
            vcpus.pe(vcpu, isWorking[vcpu] || later.isAny(vcpu) ? PeState.GUEST : wfi.peTime(vcpu));
            vcpus.go(vcpu, Vcpus.SIGNALLED, Math.max(0, readyNs[vcpu] - vcpus.clock.nanoTime()));
        }
    }

    /** Has software fill the list registers, unless a kick does it soon. */
    private void refill(final int vcpu)
    {
        if (vcpus.timers.isKicked(vcpu))
        {
            stay(vcpu);
        }
        else
        {
            counts.refills++;
            takenInVain++;
            reenter(vcpu);
        }
    }

    private void leaveOrStay(final int vcpu)
    {
        final boolean stays = !port.isScheduled() || wfi.isUntrapped(vcpu) || isWorking[vcpu] || port.isHeld(vcpu) ||
            vcpus.timers.isKicked(vcpu) || models.keepsPe(vcpu) || vcpus.pes.isKept(vcpus.pes.pe(vcpu)) ||
            later.isAnyToCome(vcpu);
        if (stays && !isToYield(vcpu))
        {
            stay(vcpu);
        }
        else
        {
            leave(vcpu, stays ? Vcpus.PREEMPTING : Vcpus.EXITING);
        }
    }

    /** Returns whether a waker preempts a vCPU: never one in a handler or with an interrupt still to take. */
    boolean isToYield(final int vcpu)
    {
        return owed[vcpu] == 0 && pending.handled(vcpu) == PendingLpis.NONE && port.isScheduled() &&
            vcpus.pes.hasWaker(vcpus.pes.pe(vcpu)) && !port.isSignalled(vcpu) && !later.isUrgent(vcpu);
    }

    /** Exits from the guest, to {@link Vcpus#EXITING} or {@link Vcpus#PREEMPTING}. */
    void leave(final int vcpu, final byte how)
    {
        if (how == Vcpus.PREEMPTING)
        {
            vcpus.makesRoom(vcpu, port.isSignalled(vcpu));
        }
        exit(vcpu, how);
    }

    /** Exits from the guest, whoever wants its PE. */
    void exit(final int vcpu, final byte how)
    {
        counts.exits++;
        vcpus.exit(vcpu, how, costs.exit(vcpu));
    }

    /** Acknowledges the best interrupt, and begins its handler. */
    void acknowledge(final int vcpu)
    {
        final long nowNs = vcpus.clock.nanoTime();
        if (!port.isScheduled() && readyNs[vcpu] > nowNs)                       // it came behind the signal of a pin
        {
            vcpus.go(vcpu, Vcpus.SIGNALLED, readyNs[vcpu] - nowNs);
            return;
        }
        final int lpi = port.acknowledge(vcpu);
        if (lpi == GuestPort.NONE)
        {
            takenInVain++;
            leaveOrStay(vcpu);
            return;
        }
        takenInVain = 0;
        if (lpi == GuestPort.BESIDE)
        {
            listed[vcpu] = Math.min(listed[vcpu], owed[vcpu]);
            goOn(vcpu);
            return;
        }
        if (owed[vcpu] <= 0)
        {
            misroutes.note(vcpu, "LPI " + (topology.firstLpiId() + lpi) + " was taken by",
                "to which its host has brought none");
        }
        final boolean isOverlap = port.overlaps() && pending.isHandledBeside(vcpu, lpi);
        final boolean isDropped = isOverlap && drops[vcpu];
        pending.acknowledge(vcpu, lpi, nowNs);
        vcpus.handles(vcpu, true);
        counts.overlaps += isOverlap ? 1 : 0;
        if (isDropped)
        {
            counts.dropped++;
            pending.drop(vcpu);
        }
        pending.begin(vcpu, taker);
        if (!isDropped)
        {
            final long word = pending.word(vcpu);
            if (later.works().hearsBegin(word))
            {
                models.acknowledged(word);
                models.laws().begun(Commands.msiDeviceId(word), Commands.msiEventId(word), nowNs);
            }
            for (int sender = models.released(); sender != ModelCalls.NONE; sender = models.released())
            {
                sent(sender);                                       // it has waited for the acknowledge
            }
        }
        taken[vcpu]++;
        owed[vcpu]--;
        isListed[vcpu] = listed[vcpu] > 0;
        listed[vcpu] = Math.max(0, listed[vcpu] - 1);
        readyNs[vcpu] = nowNs;                                      // the line of what is left is high
        final long ns = isDropped ? costs.eoi(vcpu) : costs.handler(vcpu) + costs.eoi(vcpu) +
            (later.isThreaded(vcpu) ? 0 : traps.trapNs(vcpu, lpi));
        vcpus.takes(vcpu, ns);
        handle(vcpu, ns);
    }

    /** Lets a vCPU go on that has sent, or has nothing to wait for any more. */
    void sent(final int vcpu)
    {
        if (vcpus.state(vcpu) == Vcpus.GUEST)
        {
            goOn(vcpu);
        }
    }

    private void handle(final int vcpu, final long ns)
    {
        vcpus.stage(vcpu, StageClocks.HANDLING);
        vcpus.pe(vcpu, PeState.HANDLER);
        vcpus.go(vcpu, Vcpus.HANDLING, ns);
    }

    /** Ends the handler of a vCPU, unless a model prolongs it. */
    void handled(final int vcpu)
    {
        final long word = pending.word(vcpu);
        final long longerNs = pending.isDropped(vcpu) || later.works().isTold(word) ? 0 : models.prolongedNs(word);
        if (longerNs > 0)
        {
            vcpus.takes(vcpu, longerNs);
            vcpus.go(vcpu, Vcpus.HANDLING, longerNs);               // its PE goes on with the same handler
            return;
        }
        if (later.leaves(vcpu))
        {
            later.leave(vcpu);
        }
        else
        {
            ends.handled(vcpu);
        }
        continueOrYield(vcpu);
    }

    /** Ends the work of a vCPU that a handler has left, unless the model of its device prolongs it. */
    void worked(final int vcpu)
    {
        if (later.worked(vcpu))
        {
            continueOrYield(vcpu);
        }
    }

    /** Has software kick a vCPU that is in its guest. */
    void kick(final int vcpu)
    {
        if (!vcpus.timers.isKicked(vcpu) && vcpus.timers.kick(vcpu, costs.kick(vcpu)))
        {
            counts.kicks++;
        }
    }

    /** Makes a vCPU exit that was kicked, if it is still in its guest. */
    void kicked(final int vcpu)
    {
        if (vcpus.isInGuest(vcpu))
        {
            suspend(vcpu);
            reenter(vcpu);
        }
    }

    private void reenter(final int vcpu)
    {
        counts.exits++;
        vcpus.exits(vcpu);
        vcpus.pe(vcpu, PeState.HOST);
        enter(vcpu, costs.exit(vcpu));
    }

    /**
     * Enters the guest again.
     *
     * @param afterNs time until the entry begins
     */
    void enter(final int vcpu, final long afterNs)
    {
        vcpus.stage(vcpu, StageClocks.SIGNALLED);
        vcpus.go(vcpu, Vcpus.REENTERING, afterNs + enterNs(vcpu));
    }

    /** Returns the time of an entry that begins, with the traps that a vCPU owes. */
    long enterNs(final int vcpu)
    {
        return traps.takeNs(vcpu) + costs.enter(vcpu);
    }

    /** Has a vCPU trap for a time, now or, if it is not in its guest, at its next entry. */
    void trap(final int vcpu, final long ns)
    {
        if (vcpus.isInGuest(vcpu))
        {
            suspend(vcpu);
            vcpus.pe(vcpu, PeState.HOST);
            vcpus.stage(vcpu, StageClocks.SIGNALLED);
            vcpus.go(vcpu, Vcpus.REENTERING, ns);
        }
        else
        {
            traps.owe(vcpu, ns);
        }
    }

    /** Interrupts what a vCPU does in its guest. */
    void suspend(final int vcpu)
    {
        final long restNs = vcpus.timers.cancel(vcpu);
        remainingNs[vcpu] = vcpus.state(vcpu) == Vcpus.HANDLING ? restNs : 0;
        later.suspend(vcpu, restNs);
    }

    /** Goes on behind an entry: with the handler that was interrupted, or with the next interrupt. */
    void resume(final int vcpu)
    {
        final long trapNs = port.isScheduled() ? 0 : traps.takeNs(vcpu);        // a resident guest enters after traps
        if (trapNs > 0)
        {
            vcpus.go(vcpu, Vcpus.REENTERING, trapNs);
            return;
        }
        port.refresh(vcpu);
        final boolean isForwarded = port.isForwarded(vcpu);
        final int kept = isListed[vcpu] && pending.handled(vcpu) != PendingLpis.NONE ? 1 : 0;   // by an active one
        final int known = Math.max(owed[vcpu], port.isSignalled(vcpu) ? 1 : 0); // one of a second pend is in no book
        listed[vcpu] = isForwarded ? Math.min(costs.listRegisters() - kept, known) : 0;
        readyNs[vcpu] = vcpus.clock.nanoTime() + (owed[vcpu] > 0 && !isForwarded ? costs.signal(vcpu) : 0);
        continueOrYield(vcpu);
    }

    /** Goes on with the handler that was interrupted or the next interrupt, unless others get the PE. */
    private void continueOrYield(final int vcpu)
    {
        if (vcpus.stop.has(vcpu))
        {
            exit(vcpu, Vcpus.PREEMPTING);
        }
        else if (vcpus.pes.isWanted(vcpus.pes.pe(vcpu)) || isToYield(vcpu))
        {
            leave(vcpu, Vcpus.PREEMPTING);
        }
        else if (pending.handled(vcpu) != PendingLpis.NONE)
        {
            handle(vcpu, remainingNs[vcpu]);
        }
        else
        {
            goOn(vcpu);
        }
    }
}
