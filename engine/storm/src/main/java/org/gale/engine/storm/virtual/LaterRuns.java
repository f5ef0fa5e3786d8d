package org.gale.engine.storm.virtual;

import org.gale.engine.storm.scenario.LaterKind;
import org.gale.engine.storm.topology.Topology;

/**
 * Work that handlers of guests leave for later. It runs on the vCPU of its handler, which takes other interrupts
 * meanwhile: softirqs first, then threads, then what ksoftirqd has taken over, by turns with the own work of the guest.
 * A pass of ksoftirqd that has begun goes on before threads. Owned by one thread.
 */
final class LaterRuns
{
    private static final long NEVER = Long.MAX_VALUE;

    private final Vcpus vcpus;
    private final PendingLpis pending;
    private final LaterWorks works;
    private final HandlerEnds ends;
    private final GuestSoftirqs softirqs;
    private final GuestThreads threads;
    private final boolean isUsed;                                   // handlers of some devices leave work for later
    private final boolean isDeferring;
    private final boolean[] isSoftirq;                              // by vCPU: which of both runs, or has run last

    LaterRuns(final Topology topology, final Vcpus vcpus, final GuestTraps traps, final HandlerEnds ends,
        final HostParts parts)
    {
        this.vcpus = vcpus;
        this.ends = ends;
        this.pending = parts.pending();
        works = new LaterWorks(topology, parts.targets());
        isUsed = works.isAny();
        softirqs = new GuestSoftirqs(topology, vcpus, ends, works, parts);
        threads = new GuestThreads(topology, vcpus, traps, ends, isUsed, parts);
        isSoftirq = new boolean[isUsed ? vcpus.count() : 0];
        isDeferring = works.isDeferring();
    }

    /** Returns the kinds of the work. */
    LaterWorks works()
    {
        return works;
    }

    /** Returns whether the handler of a vCPU leaves work for later. */
    boolean leaves(final int vcpu)
    {
        return isUsed && !pending.isDropped(vcpu) && works.of(pending.word(vcpu)) != LaterKind.NONE;
    }

    /** Returns whether the handler of a vCPU wakes a thread. */
    boolean isThreaded(final int vcpu)
    {
        return isUsed && works.of(pending.word(vcpu)) == LaterKind.THREAD;
    }

    /** Returns whether a vCPU has work that handlers have left. */
    boolean isAny(final int vcpu)
    {
        return isUsed && (softirqs.isAny(vcpu) || threads.isAny(vcpu));
    }

    /** Returns whether a vCPU has work that handlers have left, or that timers have brought on by now, or will. */
    boolean isAnyToCome(final int vcpu)
    {
        return isAny(vcpu) || timerNs(vcpu) != NEVER;
    }

    private long timerNs(final int vcpu)
    {
        return isDeferring ? softirqs.timerNs(vcpu) : NEVER;
    }

    /** Returns whether a vCPU has work that no other vCPU comes before. */
    boolean isUrgent(final int vcpu)
    {
        return isUsed && softirqs.isUrgent(vcpu);
    }

    /** Ends the handler of a vCPU, and leaves its work for later. */
    void leave(final int vcpu)
    {
        final long word = pending.word(vcpu);
        final LaterKind kind = works.of(word);
        final PendingLpi left = ends.leave(vcpu, kind, works.isTold(word));
        if (kind == LaterKind.THREAD)
        {
            threads.add(vcpu, left);
        }
        else
        {
            softirqs.add(vcpu, left);
        }
        vcpus.leftWork(vcpu, isAny(vcpu));                          // a thread may be that of another vCPU
    }

    /** Goes on with the work of a vCPU that is in its guest and takes no interrupt, if it has some. */
    boolean goesOn(final int vcpu)
    {
        if (isDeferring)
        {
            softirqs.wake(vcpu);
        }
        final boolean isAny = isAny(vcpu);
        if (isAny)
        {
            goOn(vcpu);
        }

        return isAny;
    }

    /** Stays in the guest of a vCPU without such work, until a timer begins polls. */
    void rests(final int vcpu)
    {
        final long ns = timerNs(vcpu);
        if (ns == NEVER)
        {
            vcpus.to(vcpu, Vcpus.GUEST);
        }
        else
        {
            vcpus.go(vcpu, Vcpus.GUEST, ns - vcpus.clock.nanoTime());
        }
    }

    private void goOn(final int vcpu)
    {
        vcpus.leftWork(vcpu, true);
        final long nowNs = vcpus.clock.nanoTime();
        final long threadNs = threads.readyNs(vcpu);
        final long daemonNs = softirqs.readyNs(vcpu);
        isSoftirq[vcpu] = softirqs.isFirst(vcpu) || (threadNs > nowNs && daemonNs <= nowNs);
        if (isSoftirq[vcpu])
        {
            softirqs.goOn(vcpu);
        }
        else if (threadNs <= nowNs)
        {
            threads.goOn(vcpu);
        }
        else
        {
            softirqs.await(vcpu);
            vcpus.pe(vcpu, PeState.GUEST);
            vcpus.go(vcpu, Vcpus.AWAITING, Math.min(Math.min(threadNs, daemonNs), timerNs(vcpu)) - nowNs);
        }
    }

    /** Interrupts the work of a vCPU, or the own work of its guest between such works, if it does one of both. */
    void suspend(final int vcpu, final long restNs)
    {
        if (vcpus.state(vcpu) == Vcpus.AWAITING)
        {
            softirqs.awaited(vcpu);
        }
        else if (vcpus.state(vcpu) != Vcpus.WORKING)
        {
            return;
        }
        else if (isSoftirq[vcpu])
        {
            softirqs.suspend(vcpu, restNs);
        }
        else
        {
            threads.suspend(vcpu, restNs);
        }
    }

    /** Ends the work of a vCPU, unless the model of its device prolongs it. Returns whether the vCPU goes on. */
    boolean worked(final int vcpu)
    {
        final boolean goesOn = isSoftirq[vcpu] ? softirqs.worked(vcpu) : threads.worked(vcpu);
        vcpus.leftWork(vcpu, isAny(vcpu));

        return goesOn;
    }
}
