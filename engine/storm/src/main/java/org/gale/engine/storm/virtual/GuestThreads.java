package org.gale.engine.storm.virtual;

import org.gale.engine.command.Commands;

/**
 * Threads of guests that go on where handlers have ended. The interrupt of a thread stays active until it ends, so that
 * it does not come again before. Of the threads of a vCPU one runs to its end, then the one that was woken first.
 * <pre>
 *   handler ends ── wake ──▶ waits for threads before it ──▶ runs ◀──▶ handlers run ──▶ ends, deactivates
 * </pre>
 * Owned by one thread.
 */
final class GuestThreads
{
    private final Vcpus vcpus;
    private final LaterDraws draws;
    private final ModelCalls models;
    private final GuestTraps traps;
    private final HandlerEnds ends;
    private final LaterQueue[] waiting;                             // each by vCPU
    private final PendingLpi[] running;                             // or null

    GuestThreads(final Vcpus vcpus, final GuestTraps traps, final HandlerEnds ends, final HostParts parts)
    {
        this.vcpus = vcpus;
        this.traps = traps;
        this.ends = ends;
        this.draws = parts.costs().later();
        this.models = parts.models();
        waiting = new LaterQueue[vcpus.count()];
        running = new PendingLpi[waiting.length];
        for (int vcpu = 0; vcpu < waiting.length; vcpu++)
        {
            waiting[vcpu] = new LaterQueue();
        }
    }

    /** Wakes the thread of an interrupt. */
    void add(final int vcpu, final PendingLpi left)
    {
        left.readyNs = vcpus.clock.nanoTime() + draws.wake(Commands.msiDeviceId(left.word));
        left.leftNs = draws.work(Commands.msiDeviceId(left.word));
        waiting[vcpu].add(left);
    }

    /** Returns whether a vCPU has threads that run, or are to. */
    boolean isAny(final int vcpu)
    {
        return running[vcpu] != null || !waiting[vcpu].isEmpty();
    }

    /** Returns when a thread of a vCPU may run; {@link Long#MAX_VALUE} if it has none. */
    long readyNs(final int vcpu)
    {
        return running[vcpu] != null ? 0 : waiting[vcpu].isEmpty() ? Long.MAX_VALUE :
            waiting[vcpu].earliest().readyNs;
    }

    /** Runs a thread of a vCPU that may run. */
    void goOn(final int vcpu)
    {
        if (running[vcpu] == null)
        {
            running[vcpu] = waiting[vcpu].earliest();
            waiting[vcpu].take(running[vcpu]);
            running[vcpu].leftNs += traps.trapNs(vcpu, running[vcpu].lpi);
            ends.goesOn(running[vcpu]);
        }
        vcpus.pe(vcpu, PeState.THREAD);
        vcpus.go(vcpu, Vcpus.WORKING, running[vcpu].leftNs);
    }

    /** Interrupts the thread of a vCPU. */
    void suspend(final int vcpu, final long restNs)
    {
        running[vcpu].leftNs = restNs;
    }

    /** Ends the thread of a vCPU, unless the model of its device prolongs it. Returns whether it has ended. */
    boolean worked(final int vcpu)
    {
        final PendingLpi left = running[vcpu];
        final long longerNs = left.isToldLater ? models.prolongedNs(left.word) : 0;
        if (longerNs > 0)
        {
            vcpus.go(vcpu, Vcpus.WORKING, longerNs);

            return false;
        }
        running[vcpu] = null;
        ends.handOver(vcpu, left);

        return true;
    }
}
