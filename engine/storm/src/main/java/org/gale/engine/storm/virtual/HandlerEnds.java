package org.gale.engine.storm.virtual;

import org.gale.engine.command.Commands;
import org.gale.engine.storm.law.Laws;
import org.gale.engine.storm.scenario.LaterKind;
import org.gale.engine.storm.topology.Topology;

/** Ends of handlers, and of the work that some of them have left. Owned by one thread. */
final class HandlerEnds
{
    private final Topology vms;
    private final Vcpus vcpus;
    private final Owed owed;
    private final GuestPort port;
    private final PendingLpis pending;
    private final PendingLpis.Taker taker;
    private final ModelCalls models;
    private final EventTargets targets;
    private final Laws laws;

    HandlerEnds(final Topology vms, final Vcpus vcpus, final Owed owed, final HostParts parts)
    {
        this.vms = vms;
        this.vcpus = vcpus;
        this.owed = owed;
        this.port = parts.port();
        this.pending = parts.pending();
        this.taker = parts.taker();
        this.models = parts.models();
        this.targets = parts.targets();
        this.laws = models.laws();
    }

    /** Counts of the interrupts that wait for vCPUs. */
    interface Owed
    {
        /**
         * Counts one that waits from now on.
         *
         * @param isKicked true if the vCPU sees it only when it enters its guest again
         */
        void owe(int vcpu, boolean isKicked);

        /** Leaves out one. */
        void lose(int vcpu);
    }

    /** Ends the handler of an interrupt. That of a line which stays high comes again. */
    void handled(final int vcpu)
    {
        final int lpi = pending.handled(vcpu);
        final long word = pending.word(vcpu);
        final boolean isDropped = pending.isDropped(vcpu);
        final boolean staysHigh = staysHigh(vcpu, lpi, word);
        port.end(vcpu, lpi);
        pending.end(vcpu, vcpus.clock.nanoTime(), taker);
        vcpus.handles(vcpu, false);
        if (!isDropped)
        {
            told(word);
        }
        again(vcpu, lpi, word, staysHigh);
        signalMoved(vcpu, lpi);
    }

    /**
     * Ends the handler of an interrupt that leaves work. The interrupt stays active if that is a thread, and if the
     * interrupts of the machine have an active state.
     *
     * @return its stamps
     */
    PendingLpi leave(final int vcpu, final LaterKind kind, final boolean isToldLater)
    {
        final int lpi = pending.handled(vcpu);
        final long word = pending.word(vcpu);
        final boolean isMasked = isMasked(kind);
        final boolean staysHigh = !isMasked && staysHigh(vcpu, lpi, word);
        if (isMasked)
        {
            port.drop(vcpu);
        }
        else
        {
            port.end(vcpu, lpi);
        }
        final PendingLpi left = pending.leave(vcpu, vcpus.clock.nanoTime(), taker, kind, isToldLater, isMasked);
        vcpus.handles(vcpu, false);
        if (!isToldLater)
        {
            told(word);
        }
        if (isMasked && pending.waits(left.vm, lpi) && target(vcpu, lpi) == vcpu)
        {
            owed.lose(target(vcpu, lpi));                         // it came while the handler ran: owed by the thread
        }
        again(vcpu, lpi, word, staysHigh);
        if (!isMasked)
        {
            signalMoved(vcpu, lpi);
        }

        return left;
    }

    /** Begins the work that a handler has left. */
    void goesOn(final PendingLpi left)
    {
        if (left.isToldLater)
        {
            models.acknowledged(left.word);
            laws.begun(Commands.msiDeviceId(left.word), Commands.msiEventId(left.word), vcpus.clock.nanoTime());
        }
    }

    /** Begins polls for which a timer of a guest has expired. */
    void beginPolls()
    {
        pending.polls(1);
    }

    /** Hands over what such polls have taken. */
    void endPolls(final long word)
    {
        pending.polls(-1);
        models.polled(word);
    }

    /** Hands over what such work has done. An interrupt that stayed active is deactivated, and may come again. */
    void handOver(final int vcpu, final PendingLpi left)
    {
        final int vm = left.vm;
        final int lpi = left.lpi;
        final long word = left.word;
        final boolean isToldLater = left.isToldLater;
        final boolean isMasked = isMasked(left.later);
        final boolean staysHigh = isMasked && staysHigh(vcpu, lpi, word);
        if (isMasked)
        {
            port.deactivate(vcpu, lpi);
        }
        pending.handOver(left, vcpus.clock.nanoTime(), taker);
        if (isToldLater)
        {
            told(word);
        }
        if (isMasked && pending.waits(vm, lpi) && target(vcpu, lpi) == vcpu)
        {
            owed.owe(vcpu, false);
        }
        again(vcpu, lpi, word, staysHigh);
        if (isMasked)
        {
            signalMoved(vcpu, lpi);
        }
    }

    /** Returns whether an interrupt stays active while its work is to be done. */
    private boolean isMasked(final LaterKind kind)
    {
        return kind == LaterKind.THREAD && !port.overlaps();
    }

    /** Returns the vCPU to which an interrupt that a vCPU has handled goes by now. */
    private int target(final int vcpu, final int lpi)
    {
        return targets.vcpu(vms.vmOfVpe(vcpu), lpi);
    }

    /** Has the vCPU to which an interrupt has moved take it, if it waits: it was active until now on another one. */
    private void signalMoved(final int vcpu, final int lpi)
    {
        final int target = targets.haveMoved() ? target(vcpu, lpi) : vcpu;
        if (target != vcpu && pending.waits(vms.vmOfVpe(vcpu), lpi) && !port.overlaps())
        {
            owed.owe(target, false);                                // its signal rises only now
            vcpus.followsMove(target);
        }
    }

    private void told(final long word)
    {
        laws.ended(Commands.msiDeviceId(word), Commands.msiEventId(word), vcpus.clock.nanoTime());
    }

    /** Lowers the line of an interrupt, if it has one, unless it stays high. Returns whether it does. */
    private boolean staysHigh(final int vcpu, final int lpi, final long word)
    {
        final boolean isOfLine = port.isOfLine(vcpu, lpi);
        final boolean staysHigh = isOfLine && models.staysHigh(word);
        if (isOfLine && !staysHigh)
        {
            port.driveLine(vcpu, lpi, false);
        }

        return staysHigh;
    }

    private void again(final int vcpu, final int lpi, final long word, final boolean staysHigh)
    {
        if (staysHigh)
        {
            pending.again(vcpu, lpi, word, vcpus.clock.nanoTime());
            owed.owe(vcpu, false);
        }
    }
}
