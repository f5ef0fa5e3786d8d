package org.gale.engine.storm.virtual;

import java.util.Arrays;
import org.gale.engine.storm.law.MoveLaw;
import org.gale.engine.storm.law.ResponseLaw;
import org.gale.engine.storm.scenario.LaterKind;
import org.gale.engine.storm.topology.Topology;

/**
 * Interrupts of a run that wait or are handled, each with the stamps of its stages. An LPI waits from its message to
 * its acknowledge; one whose event merges keeps the stamps of the first event. Each vCPU handles one at a time. Stamps
 * are made while the run warms up, and the last ones that became free are used first. Owned by one thread.
 */
final class PendingLpis
{
    /** No interrupt. */
    static final int NONE = -1;

    private static final int FIRST_LENGTH = 64;

    private final StageClocks clocks;
    private final Backlogs backlogs;
    private final ResponseLaw law;
    private final MoveLaw moves;
    private final int[] firsts;                                     // index of each VM's first LPI
    private final int[] vmOfVcpu;
    private final int[] places;                                     // of the stamps of each LPI that waits, or NONE
    private final PendingLpi[] handled;                             // by vCPU, or null
    private final int[] left;                                       // by LPI: handlers whose work has not ended
    private final boolean[] active;                                 // by LPI: until its thread ends
    private final long[] taken;                                     // by LPI: acknowledges
    private final MigratedLpis migrated = new MigratedLpis();
    private final WideSum waits = new WideSum();
    private PendingLpi[] stamps = new PendingLpi[0];                // by place
    private PendingLpi[] free = new PendingLpi[0];
    private int freeCount;
    private long count;
    private long handledCount;

    PendingLpis(final Topology topology, final StageClocks clocks, final ResponseLaw law, final MoveLaw moves)
    {
        this.clocks = clocks;
        this.law = law;
        this.moves = moves;
        this.backlogs = new Backlogs(topology);
        firsts = new int[topology.vms()];
        vmOfVcpu = new int[topology.totalVpes()];
        int first = 0;
        for (int vm = 0; vm < firsts.length; vm++)
        {
            firsts[vm] = first;
            first += topology.lpis(vm);
        }
        for (int vcpu = 0; vcpu < vmOfVcpu.length; vcpu++)
        {
            vmOfVcpu[vcpu] = topology.vmOfVpe(vcpu);
        }
        left = new int[first];
        active = new boolean[first];
        taken = new long[first];
        places = new int[first];
        Arrays.fill(places, NONE);
        handled = new PendingLpi[vmOfVcpu.length];
        grow(FIRST_LENGTH);
    }

    /** Taker of interrupts, which are valid until its methods return. */
    interface Taker
    {
        /** Takes an interrupt that was acknowledged, and that its guest may have dropped. */
        void acknowledged(PendingLpi interrupt);

        /** Takes an interrupt whose handler has ended. */
        void handled(PendingLpi interrupt);

        /** Takes an interrupt whose handler had left work, which has ended. */
        void handedOver(PendingLpi interrupt);
    }

    /** Returns the law of the responses. */
    ResponseLaw law()
    {
        return law;
    }

    /** Returns the law of vectors that guests move. */
    MoveLaw moves()
    {
        return moves;
    }

    /** Returns the backlogs of the groups, which interrupts are part of while they wait. */
    Backlogs backlogs()
    {
        return backlogs;
    }

    /** Returns the interrupts that live through migrations. */
    MigratedLpis migrated()
    {
        return migrated;
    }

    /** Notes that an image of a VM is made, which holds all of its interrupts that wait. */
    void imaged(final int vm)
    {
        final int end = vm + 1 < firsts.length ? firsts[vm + 1] : places.length;
        for (int index = firsts[vm]; index < end; index++)
        {
            if (places[index] != NONE)
            {
                migrated.pending(stamps[places[index]]);
            }
        }
    }

    /** Returns the clocks of the stages. */
    StageClocks clocks()
    {
        return clocks;
    }

    /** Returns the interrupts that are acknowledged and still handled, or whose work goes on, and polls by timers. */
    long handledCount()
    {
        return handledCount;
    }

    /** Returns the number of interrupts that wait for their acknowledges. */
    long count()
    {
        return count;
    }

    /** Returns the sum of the times that interrupts waited, without those that wait. */
    WideSum waits()
    {
        return waits;
    }

    /** {@return since when an LPI waits, ns; {@code otherwise} of one that does not} */
    long sinceNs(final int vm, final int lpi, final long otherwise)
    {
        final int place = places[firsts[vm] + lpi];

        return place == NONE ? otherwise : stamps[place].sinceNs;
    }

    /** Returns whether another vCPU of the VM handles an LPI. */
    boolean isHandledBeside(final int vcpu, final int lpi)
    {
        int at = vcpu;
        while (at > 0 && vmOfVcpu[at - 1] == vmOfVcpu[vcpu])
        {
            at--;
        }
        boolean isHandled = false;
        for (; at < handled.length && vmOfVcpu[at] == vmOfVcpu[vcpu]; at++)
        {
            isHandled |= at != vcpu && handled[at] != null && handled[at].lpi == lpi;
        }

        return isHandled;
    }

    /** Notes that the guest drops the interrupt that a vCPU has acknowledged. */
    void drop(final int vcpu)
    {
        handled[vcpu].isDropped = true;
    }

    /** Returns whether the guest has dropped the interrupt that a vCPU has acknowledged. */
    boolean isDropped(final int vcpu)
    {
        return handled[vcpu].isDropped;
    }

    private boolean isLeft(final int vm, final int lpi)
    {
        return active[firsts[vm] + lpi];
    }

    /**
     * Returns whether an LPI that waits for a vCPU is active, and not signalled: its thread has not ended, or its
     * handler runs on another vCPU, from which its vector has moved.
     */
    boolean isActive(final int vcpu, final int lpi)
    {
        final int vm = vmOfVcpu[vcpu];

        return isLeft(vm, lpi) || (moves.follows(vm) && isHandledBeside(vcpu, lpi));
    }

    /** Returns whether an LPI of a VM is active: a vCPU handles it, or its thread has not ended. */
    boolean isActiveOf(final int vm, final int lpi)
    {
        boolean isActive = isLeft(vm, lpi);
        for (int vcpu = 0; vcpu < handled.length; vcpu++)
        {
            isActive |= handled[vcpu] != null && handled[vcpu].lpi == lpi && vmOfVcpu[vcpu] == vm;
        }

        return isActive;
    }

    /** Returns whether a vCPU of a VM handles an LPI, or is to end what its handler has left. */
    boolean isHandled(final int vm, final int lpi)
    {
        boolean isHandled = left[firsts[vm] + lpi] > 0;
        for (int vcpu = 0; vcpu < handled.length; vcpu++)
        {
            isHandled |= handled[vcpu] != null && handled[vcpu].lpi == lpi && vmOfVcpu[vcpu] == vm;
        }

        return isHandled;
    }

    /** Returns whether an LPI waits. */
    boolean waits(final int vm, final int lpi)
    {
        return places[firsts[vm] + lpi] != NONE;
    }

    /**
     * Notes that the event of an LPI was applied.
     *
     * @param vcpu       that the LPI is routed to
     * @param intendedNs its intended time
     * @return its stamps, for the caller to describe how it came; null if it merged
     */
    PendingLpi raise(final int vm, final int lpi, final int vcpu, final long intendedNs, final long nowNs)
    {
        law.raised(vm, lpi, intendedNs, nowNs);
        moves.raised(vm, lpi, nowNs);
        final int index = firsts[vm] + lpi;
        if (places[index] != NONE)
        {
            return null;
        }
        if (freeCount == 0)
        {
            grow(2 * stamps.length);
        }
        final PendingLpi interrupt = free[--freeCount];
        places[index] = interrupt.place;
        interrupt.vm = vm;
        interrupt.lpi = lpi;
        interrupt.vcpu = vcpu;
        interrupt.intendedNs = intendedNs;
        interrupt.heldNs = 0;
        interrupt.isDropped = false;
        interrupt.isAgain = false;
        interrupt.hasMigrated = false;
        interrupt.isToldLater = false;
        interrupt.sinceNs = nowNs;
        clocks.read(vcpu, nowNs, interrupt.raised);
        count++;
        backlogs.add(vm, 1);

        return interrupt;
    }

    /** Notes that the machine no longer has an LPI that waited: its event was lost, and is no part of a later one. */
    void lose(final int vm, final int lpi, final long nowNs)
    {
        final int index = firsts[vm] + lpi;
        final PendingLpi lost = stamps[places[index]];
        law.lost(vm, lpi, nowNs);
        places[index] = NONE;
        waits.add(nowNs - lost.sinceNs);
        free[freeCount++] = lost;
        count--;
        backlogs.add(vm, -1);
    }

    /**
     * Notes that the interrupt of a line comes again, which was high when its vCPU deactivated it. No event of its own
     * has raised it, so that it is in no book.
     *
     * @param word MSI command word of its event
     */
    void again(final int vcpu, final int lpi, final long word, final long nowNs)
    {
        final PendingLpi interrupt = raise(vmOfVcpu[vcpu], lpi, vcpu, nowNs, nowNs);
        interrupt.isAgain = true;
        interrupt.word = word;
        law.again(vmOfVcpu[vcpu], lpi);
    }

    /** Returns how often an LPI was acknowledged. */
    long taken(final int vm, final int lpi)
    {
        return taken[firsts[vm] + lpi];
    }

    /** Notes that a vCPU has acknowledged an LPI, and handles it from now on. */
    void acknowledge(final int vcpu, final int lpi, final long nowNs)
    {
        final int index = firsts[vmOfVcpu[vcpu]] + lpi;
        assert places[index] != NONE : "LPI " + lpi + " of VM " + vmOfVcpu[vcpu] + " was never raised";
        assert handled[vcpu] == null : "vCPU " + vcpu + " handles LPI " + handled[vcpu].lpi;

        final PendingLpi interrupt = stamps[places[index]];
        migrated.acknowledged(interrupt);
        moves.acknowledged(vcpu, vmOfVcpu[vcpu], lpi, nowNs);
        taken[index]++;
        places[index] = NONE;
        waits.add(interrupt.isAgain ? 0 : nowNs - interrupt.sinceNs);
        handled[vcpu] = interrupt;
        handledCount++;
        interrupt.isMoved = interrupt.vcpu != vcpu;
        interrupt.vcpu = vcpu;
        interrupt.beganNs = nowNs;
        clocks.read(vcpu, nowNs, interrupt.begun);
        interrupt.divide();
        count--;
        backlogs.add(interrupt.vm, -1);
    }

    /** Hands over the interrupt that a vCPU has acknowledged. */
    void begin(final int vcpu, final Taker taker)
    {
        law.acknowledged(vcpu, handled[vcpu].lpi, handled[vcpu].isDropped, handled[vcpu].beganNs);
        taker.acknowledged(handled[vcpu]);
    }

    /** Returns the MSI command word of the event that a vCPU handles. */
    long word(final int vcpu)
    {
        return handled[vcpu].word;
    }

    /** Returns the LPI that a vCPU handles, or {@link #NONE}. */
    int handled(final int vcpu)
    {
        return handled[vcpu] == null ? NONE : handled[vcpu].lpi;
    }

    /** Notes that the handler of a vCPU has ended. */
    void end(final int vcpu, final long nowNs, final Taker taker)
    {
        final PendingLpi interrupt = handled[vcpu];
        law.ended(vcpu, nowNs);
        handled[vcpu] = null;
        handledCount--;
        interrupt.deactivatedNs = nowNs - interrupt.beganNs;
        taker.handled(interrupt);
        free[freeCount++] = interrupt;
    }

    /**
     * Notes that the handler of a vCPU has ended, and has left work for later.
     *
     * @param later       that work
     * @param isToldLater true if its source is notified by that
     * @param staysActive true if the interrupt is active until that work ends
     * @return its stamps, until {@link #handOver}
     */
    PendingLpi leave(final int vcpu, final long nowNs, final Taker taker, final LaterKind later,
        final boolean isToldLater, final boolean staysActive)
    {
        final PendingLpi interrupt = handled[vcpu];
        law.ended(vcpu, nowNs);
        handled[vcpu] = null;
        left[firsts[interrupt.vm] + interrupt.lpi]++;
        active[firsts[interrupt.vm] + interrupt.lpi] |= staysActive;
        interrupt.later = later;
        interrupt.deactivatedNs = nowNs - interrupt.beganNs;
        interrupt.endedNs = nowNs;
        interrupt.isToldLater = isToldLater;
        interrupt.joined = null;
        taker.handled(interrupt);

        return interrupt;
    }

    /** Notes that the work which the handler of an interrupt left has ended. */
    void handOver(final PendingLpi interrupt, final long nowNs, final Taker taker)
    {
        left[firsts[interrupt.vm] + interrupt.lpi]--;
        active[firsts[interrupt.vm] + interrupt.lpi] &= interrupt.later != LaterKind.THREAD;
        handledCount--;
        interrupt.readyNs = nowNs;
        taker.handedOver(interrupt);
        free[freeCount++] = interrupt;
    }

    /** Counts polls that timers have begun, which are in hand like the work of handlers, or have ended. */
    void polls(final int change)
    {
        handledCount += change;
    }

    /** Adds the times of the interrupts that still wait at the end of a run. */
    void finish(final long nowNs)
    {
        for (final int place : places)
        {
            if (place != NONE)
            {
                waits.add(stamps[place].isAgain ? 0 : nowNs - stamps[place].sinceNs);
            }
        }
    }

    /** Makes more stamps, all of which are free. */
    private void grow(final int length)
    {
        final int made = stamps.length;
        stamps = Arrays.copyOf(stamps, length);
        free = Arrays.copyOf(free, length);
        for (int place = length - 1; place >= made; place--)
        {
            stamps[place] = new PendingLpi(place);
            free[freeCount++] = stamps[place];
        }
    }
}
