package org.gale.tests.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Softirqs of guests: what handlers have left, in passes, of which ksoftirqd takes over what goes on for long. */
final class Softirqs
{
    private static final Map<String, String> DEFAULTS =
        Map.of("budget", "300", "restarts", "10", "limit", "2ms", "slice", "3ms");

    private final Host host;
    private final Guests guests;
    private final Run run;

    /** Softirqs of a vCPU. */
    static final class Queue
    {
        final List<Interrupt> waiting = new ArrayList<>();
        /** Interrupts whose devices are polled again when timers expire. */
        final List<Interrupt> timed = new ArrayList<>();
        Interrupt running;
        /** Whether softirqs run, or have run last, and not threads. */
        boolean isRunning;
        /** Works that the pass in hand takes no more after, and what it has used of its budget. */
        private int ofPass;
        private long used;
        private int passes;
        private long beganNs;
        private boolean isDaemon;
        private long daemonNs;
        /** Whether it is the turn of the guest's own work, and the processor time at which a turn is over. */
        private boolean isOwnTurn;
        private long turnEndNs;

        boolean isAny()
        {
            return running != null || !waiting.isEmpty();
        }

        /** Returns whether ksoftirqd has not taken over. */
        boolean isUrgent()
        {
            return isAny() && !isDaemon;
        }

        /** Returns whether they run before threads: also a pass of ksoftirqd that has begun. */
        boolean isFirst()
        {
            return isUrgent() || running != null || ofPass > 0;
        }

    }

    Softirqs(final Host host, final Guests guests)
    {
        this.host = host;
        this.guests = guests;
        this.run = host.run;
    }

    /** Returns when ksoftirqd may run: once it is awake, and no turn of the guest's own work goes on. */
    long readyNs(final Vcpu vcpu)
    {
        final Queue queue = vcpu.softirqs;
        final long ownNs = queue.isOwnTurn ? queue.turnEndNs - vcpu.betweenNs(run.nowNs) : 0;
        if (queue.isOwnTurn && ownNs == 0)
        {
            queue.isOwnTurn = false;
            queue.turnEndNs = vcpu.softirqNs(run.nowNs) + sliceNs(vcpu);
        }

        return !queue.isAny() ? Numbers.NEVER : Math.max(queue.daemonNs, run.nowNs + ownNs);
    }

    private static long sliceNs(final Vcpu vcpu)
    {
        return Numbers.ns(rule(vcpu, "slice"));
    }

    /** Returns when the first timer of a vCPU expires; none does that the end of the storm comes before. */
    long timerNs(final Vcpu vcpu)
    {
        return run.nowNs >= host.job.durationNs ? Numbers.NEVER :
            vcpu.softirqs.timed.stream().mapToLong(poll -> poll.timedNs).min().orElse(Numbers.NEVER);
    }

    /** Raises the softirqs of all timers of a vCPU that have expired, in the order of their times. */
    void expire(final Vcpu vcpu)
    {
        for (long ns = timerNs(vcpu); ns <= run.nowNs; ns = timerNs(vcpu))
        {
            final long firstNs = ns;
            final Interrupt first =
                vcpu.softirqs.timed.stream().filter(poll -> poll.timedNs == firstNs).findFirst().orElseThrow();
            vcpu.softirqs.timed.remove(first);
            first.polls = false;
            leave(vcpu, first);
        }
    }

    /** Raises the softirq of a handler that has ended. */
    void leave(final Vcpu vcpu, final Interrupt interrupt)
    {
        interrupt.workNs = host.costs.work(interrupt.device.stream(), "softirq");
        vcpu.isBetween = false;
        vcpu.softirqs.waiting.add(interrupt);
    }

    /** Runs the softirq that has begun, else the next one. */
    void goOn(final Vcpu vcpu)
    {
        final Queue queue = vcpu.softirqs;
        if (queue.running == null)
        {
            if (queue.ofPass == 0)
            {
                queue.passes++;
                queue.ofPass = queue.waiting.size();
                queue.used = 0;
                queue.beganNs = queue.passes == 1 ? run.nowNs : queue.beganNs;
            }
            queue.ofPass--;
            queue.running = queue.waiting.remove(0);
            if (queue.running.polls)
            {
                queue.running.workNs = poll(queue);
            }
            else if (!queue.running.isToldAtOnce())
            {
                run.traffic.released(queue.running, run.nowNs);
            }
        }
        work(vcpu);
    }

    private void work(final Vcpu vcpu)
    {
        host.use(vcpu, PeTimes.Use.SOFTIRQ);
        host.go(vcpu, Vcpu.State.WORKING, vcpu.softirqs.running.workNs, () -> worked(vcpu));
    }

    private long poll(final Queue queue)
    {
        final long before = run.traffic.completions(queue.running);
        final long ns = run.traffic.prolongedNs(queue.running, run.nowNs);
        final long found = run.traffic.completions(queue.running) - before;
        queue.running.isFull = ns > 0 && found >= queue.running.device.stream().traffic().get("budget").asLong();
        queue.used += found;

        return ns;
    }

    private void worked(final Vcpu vcpu)
    {
        final Queue queue = vcpu.softirqs;
        final Interrupt interrupt = queue.running;
        final boolean isPolled = interrupt.isToldLater() && interrupt.isPolled();
        if (isPolled && interrupt.polls && interrupt.isFull)
        {
            queue.waiting.add(interrupt);
        }
        else
        {
            final long longerNs = isPolled ? poll(queue) :
                interrupt.isToldLater() ? run.traffic.prolongedNs(interrupt, run.nowNs) : 0;
            if (longerNs > 0)
            {
                interrupt.polls = isPolled;
                interrupt.workNs = longerNs;
                work(vcpu);
                return;
            }
            queue.used += isPolled ? 0 : 1;
            handOver(interrupt);
            if (isPolled)
            {
                stopTimer(interrupt);
            }
            if (isPolled && run.traffic.isPostponed(interrupt))
            {
                interrupt.isTimed = true;
                interrupt.timedNs = run.nowNs +
                    Numbers.ns(interrupt.device.stream().later("softirq", "flush", "0"));
                queue.timed.add(interrupt);
            }
        }
        queue.running = null;
        over(vcpu, queue);
        guests.continueOrYield(vcpu);
    }

    /** Has a queue that was polled no timer of before. */
    private void stopTimer(final Interrupt interrupt)
    {
        for (final Vcpu vcpu : host.vcpus)
        {
            vcpu.softirqs.timed.removeIf(
                poll -> poll.device.index() == interrupt.device.index() && poll.event == interrupt.event);
        }
    }

    private void handOver(final Interrupt interrupt)
    {
        if (interrupt.isTimed)
        {
            run.traffic.handled(interrupt, run.nowNs);              // packets of a timer's polls, and no interrupt
        }
        else
        {
            interrupt.handedOverNs = run.nowNs;
            run.handedOver(interrupt);
        }
    }

    /** Ends a pass that has taken its works, or used its budget. */
    private void over(final Vcpu vcpu, final Queue queue)
    {
        if (queue.ofPass > 0 && queue.used < Long.parseLong(rule(vcpu, "budget")))
        {
            return;
        }
        queue.ofPass = 0;
        if (queue.waiting.isEmpty())
        {
            queue.passes = 0;
            queue.isDaemon = false;
        }
        else if (queue.isDaemon)
        {
            takeTurn(vcpu, queue);
        }
        else if (queue.passes >= Integer.parseInt(rule(vcpu, "restarts")) ||
            run.nowNs - queue.beganNs >= Numbers.ns(rule(vcpu, "limit")))
        {
            queue.isDaemon = true;
            queue.daemonNs = run.nowNs + host.costs.daemon(vcpu.vm);
            queue.turnEndNs = vcpu.softirqNs(run.nowNs) + sliceNs(vcpu);
        }
    }

    /** Gives the vCPU to the own work of its guest behind a pass in which the turn of ksoftirqd has ended. */
    private void takeTurn(final Vcpu vcpu, final Queue queue)
    {
        queue.isOwnTurn = vcpu.isWorking() && vcpu.softirqNs(run.nowNs) >= queue.turnEndNs;
        if (queue.isOwnTurn)
        {
            host.count("ksoftirqd_turns");
            queue.turnEndNs = vcpu.betweenNs(run.nowNs) + sliceNs(vcpu);
        }
    }

    private static String rule(final Vcpu vcpu, final String key)
    {
        return vcpu.vm.group().node().at("/guest/softirq/" + key).asText(DEFAULTS.get(key));
    }
}
