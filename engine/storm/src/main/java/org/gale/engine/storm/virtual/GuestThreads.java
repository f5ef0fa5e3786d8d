package org.gale.engine.storm.virtual;

import org.gale.engine.command.Commands;
import org.gale.engine.storm.topology.Topology;

/**
 * Threads of guests that go on where handlers have ended. The interrupt of a thread stays active until it ends, so that
 * it does not come again before. Of the threads of a vCPU one runs to its end, then the one that was woken first.
 * <p>
 * LPIs of GICv4 have no active state (V4-ID-7), and messages are safe without a mask: an interrupt may come again
 * before its thread has ended. It joins a run that has not begun. One that comes while its thread runs brings one more
 * run, next and without a wake. A thread stays on the vCPU that woke it, until it has nothing left to do.
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
    private final PendingLpi[] again;                               // the next run of the same thread, or null
    private final Topology vms;
    private final boolean isMasked;                                 // an interrupt, until its thread ends

    GuestThreads(final Topology vms, final Vcpus vcpus, final GuestTraps traps, final HandlerEnds ends,
        final boolean isUsed, final HostParts parts)
    {
        this.vms = vms;
        this.isMasked = !parts.port().overlaps();
        this.vcpus = vcpus;
        this.traps = traps;
        this.ends = ends;
        this.draws = parts.costs().later();
        this.models = parts.models();
        waiting = new LaterQueue[isUsed ? vcpus.count() : 0];
        running = new PendingLpi[waiting.length];
        again = new PendingLpi[waiting.length];
        for (int vcpu = 0; vcpu < waiting.length; vcpu++)
        {
            waiting[vcpu] = new LaterQueue();
        }
    }

    /** Wakes the thread of an interrupt, unless it is awake. */
    void add(final int vcpu, final PendingLpi left)
    {
        if (!isMasked && joins(left))
        {
            return;
        }
        left.readyNs = vcpus.clock.nanoTime() + draws.wake(Commands.msiDeviceId(left.word));
        left.leftNs = draws.work(Commands.msiDeviceId(left.word));
        waiting[vcpu].add(left);
    }

    /** Has the thread of an interrupt do its work, too, if it is awake on a vCPU. Returns whether it is. */
    private boolean joins(final PendingLpi left)
    {
        final int first = vms.vpeIndex(left.vm, 0);
        for (int at = first; at < first + vms.vpes(left.vm); at++)
        {
            if (again[at] == null && isOf(running[at], left))
            {
                left.leftNs = draws.work(Commands.msiDeviceId(left.word));
                again[at] = left;

                return true;
            }
            final PendingLpi run = isOf(again[at], left) ? again[at] : waiting[at].of(left.vm, left.lpi);
            if (run != null)
            {
                last(run).joined = left;

                return true;
            }
        }

        return false;
    }

    private static boolean isOf(final PendingLpi run, final PendingLpi left)
    {
        return run != null && run.vm == left.vm && run.lpi == left.lpi;
    }

    private static PendingLpi last(final PendingLpi run)
    {
        PendingLpi last = run;
        while (last.joined != null)
        {
            last = last.joined;
        }

        return last;
    }

    /** Returns whether a vCPU has threads that run, or are to. */
    boolean isAny(final int vcpu)
    {
        return running[vcpu] != null || again[vcpu] != null || !waiting[vcpu].isEmpty();
    }

    /** Returns when a thread of a vCPU may run; {@link Long#MAX_VALUE} if it has none. */
    long readyNs(final int vcpu)
    {
        return running[vcpu] != null || again[vcpu] != null ? 0 : waiting[vcpu].isEmpty() ? Long.MAX_VALUE :
            waiting[vcpu].earliest().readyNs;
    }

    /** Runs a thread of a vCPU that may run. */
    void goOn(final int vcpu)
    {
        if (running[vcpu] == null)
        {
            running[vcpu] = take(vcpu);
            running[vcpu].leftNs += traps.trapNs(vcpu, running[vcpu].lpi);
            for (PendingLpi left = running[vcpu]; left != null; left = left.joined)
            {
                ends.goesOn(left);
            }
        }
        vcpus.pe(vcpu, PeState.THREAD);
        vcpus.go(vcpu, Vcpus.WORKING, running[vcpu].leftNs);
    }

    private PendingLpi take(final int vcpu)
    {
        final PendingLpi taken = again[vcpu] != null ? again[vcpu] : waiting[vcpu].earliest();
        if (again[vcpu] == null)
        {
            waiting[vcpu].take(taken);
        }
        again[vcpu] = null;

        return taken;
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
        for (PendingLpi next = left; next != null;)
        {
            final PendingLpi done = next;
            next = done.joined;                                     // its stamps are free once it is handed over
            ends.handOver(vcpu, done);
        }

        return true;
    }
}
