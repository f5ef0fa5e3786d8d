package org.gale.engine.storm.virtual;

import org.gale.engine.command.Commands;
import org.gale.engine.storm.scenario.SoftirqRules;
import org.gale.engine.storm.topology.Topology;

/**
 * Softirqs of guests: what handlers have left, one after another, in passes. A pass takes what waits when it begins, up
 * to a budget. After so many passes, or a time, ksoftirqd does the rest. A NIC whose poll was full is polled again in
 * the next pass. One whose driver defers interrupts is polled after a time, as a softirq of its own, on the same vCPU.
 * <pre>
 *   handler ends ──▶ waits for works before it ──▶ runs ◀──▶ handlers run ──▶ ends
 *                                     ▲             │ poll was full
 *                                     └─────────────┘
 * </pre>
 * Owned by one thread.
 */
final class GuestSoftirqs
{
    private final Topology vms;
    private final Vcpus vcpus;
    private final CostDraws costs;
    private final LaterDraws draws;
    private final ModelCalls models;
    private final HandlerEnds ends;
    private final LaterWorks works;
    private final SoftirqRules[] rules;                             // each by vCPU
    private final LaterQueue[] waiting;
    private final PendingLpi[] running;                             // or null
    private final int[] leftOfPass;                                 // works that the pass has still to take
    private final long[] used;                                      // of the budget of the pass
    private final int[] passes;
    private final long[] beganNs;                                   // the first of these passes
    private final boolean[] isDaemon;                               // ksoftirqd has taken over
    private final long[] readyNs;                                   // and runs from then on
    private final DaemonTurns turns;
    private final LaterQueue[] armed;                               // polls that timers begin
    private final LaterQueue free = new LaterQueue();               // of polls that have ended

    GuestSoftirqs(final Topology topology, final Vcpus vcpus, final HandlerEnds ends, final LaterWorks works,
        final HostParts parts)
    {
        this.vms = topology;
        this.vcpus = vcpus;
        this.ends = ends;
        this.works = works;
        this.draws = parts.costs().later();
        this.costs = parts.costs();
        this.models = parts.models();
        rules = new SoftirqRules[works.isAny() ? vcpus.count() : 0];
        turns = new DaemonTurns(topology, vcpus, rules.length);
        waiting = new LaterQueue[rules.length];
        running = new PendingLpi[rules.length];
        leftOfPass = new int[rules.length];
        used = new long[rules.length];
        passes = new int[rules.length];
        beganNs = new long[rules.length];
        isDaemon = new boolean[rules.length];
        readyNs = new long[rules.length];
        armed = new LaterQueue[rules.length];
        for (int vcpu = 0; vcpu < rules.length; vcpu++)
        {
            rules[vcpu] = topology.groups().get(topology.groupOfVm(topology.vmOfVpe(vcpu))).guest().softirqs();
            waiting[vcpu] = new LaterQueue();
            armed[vcpu] = new LaterQueue();
        }
    }

    /** Raises the softirqs of the timers of a vCPU that have expired. */
    void wake(final int vcpu)
    {
        while (timerNs(vcpu) <= vcpus.clock.nanoTime())
        {
            final PendingLpi poll = armed[vcpu].earliest();
            armed[vcpu].take(poll);
            vcpus.timers.arms(-1);
            ends.beginPolls();
            add(vcpu, poll);
        }
    }

    /** Returns when a timer of a vCPU begins polls; {@link Long#MAX_VALUE} without one. */
    long timerNs(final int vcpu)
    {
        return armed[vcpu].isEmpty() || !vcpus.timers.polls() ? Long.MAX_VALUE : armed[vcpu].earliest().readyNs;
    }

    /** Raises the softirq of an interrupt. */
    void add(final int vcpu, final PendingLpi left)
    {
        left.leftNs = draws.work(Commands.msiDeviceId(left.word));
        left.isPolling = false;
        waiting[vcpu].add(left);
    }

    /** Returns whether a vCPU has softirqs. */
    boolean isAny(final int vcpu)
    {
        return running[vcpu] != null || !waiting[vcpu].isEmpty();
    }

    /** Returns whether a vCPU has softirqs that no task of its guest comes before. */
    boolean isFirst(final int vcpu)
    {
        return isAny(vcpu) && (!isDaemon[vcpu] || running[vcpu] != null || leftOfPass[vcpu] > 0);
    }

    /** Returns whether a vCPU has softirqs that ksoftirqd has not taken over. */
    boolean isUrgent(final int vcpu)
    {
        return isAny(vcpu) && !isDaemon[vcpu];
    }

    /** Returns when ksoftirqd may run; {@link Long#MAX_VALUE} if it has nothing to do. */
    long readyNs(final int vcpu)
    {
        final long turnNs = turns.ownLeftNs(vcpu);

        return !isAny(vcpu) ? Long.MAX_VALUE : turnNs > 0 ? vcpus.clock.nanoTime() + turnNs : readyNs[vcpu];
    }

    /** Begins to run the own work of a guest, or nothing, while no such work may run. */
    void await(final int vcpu)
    {
        turns.run(vcpu);
        vcpus.leftWork(vcpu, !turns.isShared(vcpu));
    }

    /** Ends what has run meanwhile. */
    void awaited(final int vcpu)
    {
        turns.pauseOwn(vcpu);
    }

    /** Goes on with the softirqs of a vCPU. */
    void goOn(final int vcpu)
    {
        if (running[vcpu] == null)
        {
            if (leftOfPass[vcpu] == 0)
            {
                nextPass(vcpu);
            }
            leftOfPass[vcpu]--;
            running[vcpu] = waiting[vcpu].takeFirst();
            if (running[vcpu].isPolling)
            {
                running[vcpu].leftNs = poll(vcpu);
            }
            else if (!works.hearsBegin(running[vcpu].word))
            {
                ends.goesOn(running[vcpu]);
            }
        }
        turns.run(vcpu);
        vcpus.pe(vcpu, PeState.SOFTIRQ);
        vcpus.go(vcpu, Vcpus.WORKING, running[vcpu].leftNs);
    }

    private void nextPass(final int vcpu)
    {
        passes[vcpu]++;
        leftOfPass[vcpu] = waiting[vcpu].count();
        used[vcpu] = 0;
        beganNs[vcpu] = passes[vcpu] == 1 ? vcpus.clock.nanoTime() : beganNs[vcpu];
    }

    /** Begins a poll, and returns the time that it takes; 0 if it has found nothing. */
    private long poll(final int vcpu)
    {
        final PendingLpi left = running[vcpu];
        final long before = models.completions(left.word);
        final long ns = models.prolongedNs(left.word);
        final long found = models.completions(left.word) - before;
        left.isFull = ns > 0 && found >= works.pollBudget(left.word);
        used[vcpu] += found;

        return ns;
    }

    /** Interrupts the softirq of a vCPU. */
    void suspend(final int vcpu, final long restNs)
    {
        turns.pauseDaemon(vcpu);
        running[vcpu].leftNs = restNs;
    }

    /** Ends the work of a vCPU, or its poll. Returns whether something else goes on. */
    boolean worked(final int vcpu)
    {
        turns.pauseDaemon(vcpu);
        final PendingLpi left = running[vcpu];
        final boolean isPolled = left.isToldLater && works.pollBudget(left.word) > 0;
        if (isPolled && left.isPolling && left.isFull)
        {
            running[vcpu] = null;
            waiting[vcpu].add(left);
            over(vcpu);

            return true;
        }
        final long longerNs = !left.isToldLater ? 0 : isPolled ? poll(vcpu) : models.prolongedNs(left.word);
        if (longerNs > 0)
        {
            left.isPolling = isPolled;
            left.leftNs = longerNs;
            turns.run(vcpu);
            vcpus.go(vcpu, Vcpus.WORKING, longerNs);

            return false;
        }
        used[vcpu] += isPolled ? 0 : 1;
        running[vcpu] = null;
        final long word = left.word;
        if (left.isByTimer)
        {
            ends.endPolls(word);
            free.add(left);
        }
        else
        {
            ends.handOver(vcpu, left);
        }
        if (isPolled)
        {
            disarm(vcpu, word);
            arm(vcpu, word);
        }
        over(vcpu);

        return true;
    }

    /**
     * Stops the timer that was to poll a queue again. It has not expired if an interrupt has begun the polls, such as
     * one that waited while the queue was polled.
     */
    private void disarm(final int vcpu, final long word)
    {
        final int vm = vms.vmOfVpe(vcpu);
        final int end = vms.vpeIndex(vm, 0) + vms.vpes(vm);
        for (int at = vms.vpeIndex(vm, 0); vcpus.timers.armed() > 0 && at < end; at++)
        {
            final PendingLpi poll = armed[at].ofSource(word);
            if (poll != null)
            {
                armed[at].take(poll);
                vcpus.timers.arms(-1);
                free.add(poll);
            }
        }
    }

    /** Has a timer of a vCPU begin polls of a queue whose interrupts are deferred. */
    private void arm(final int vcpu, final long word)
    {
        if (!models.isDeferred(word))
        {
            return;
        }
        final PendingLpi poll = free.isEmpty() ? new PendingLpi(PendingLpis.NONE) : free.takeFirst();
        poll.word = word;
        poll.isByTimer = true;
        poll.isToldLater = true;
        poll.readyNs = vcpus.clock.nanoTime() + works.flushNs(word);
        armed[vcpu].add(poll);
        vcpus.timers.arms(1);
    }

    /** Ends the pass of a vCPU where its works or its budget are over. */
    private void over(final int vcpu)
    {
        if (leftOfPass[vcpu] > 0 && used[vcpu] < rules[vcpu].budget())
        {
            return;
        }
        leftOfPass[vcpu] = 0;
        final long nowNs = vcpus.clock.nanoTime();
        final boolean isLong =
            passes[vcpu] >= rules[vcpu].restarts() || nowNs - beganNs[vcpu] >= rules[vcpu].limitNs();
        if (waiting[vcpu].isEmpty())
        {
            passes[vcpu] = 0;
            isDaemon[vcpu] = false;
        }
        else if (isDaemon[vcpu])
        {
            turns.passed(vcpu);
        }
        else if (isLong)
        {
            isDaemon[vcpu] = true;
            turns.wake(vcpu);
            readyNs[vcpu] = nowNs + costs.daemonWake(vcpu);
        }
    }
}
