package org.gale.tests.oracle;

import java.util.Comparator;

/**
 * Threads of guests: each goes on where a handler has ended, and its interrupt stays active until it ends. Without an
 * active state it may come meanwhile: a thread that has not begun then does more at once, one that runs does so again.
 */
final class Threads
{
    /** Time of a thread that runs once more, before all others of its vCPU. */
    private static final long AT_ONCE = -1;

    private final Host host;
    private final Guests guests;
    private final Run run;

    Threads(final Host host, final Guests guests)
    {
        this.host = host;
        this.guests = guests;
        this.run = host.run;
    }

    /** Wakes the thread of a handler that has ended. */
    void leave(final Vcpu vcpu, final Interrupt interrupt)
    {
        if (host.job.kind.equals("gicv4"))
        {
            unmasked(vcpu, interrupt);
            return;
        }
        interrupt.wokenNs = run.nowNs + host.costs.wake(interrupt.device.stream());
        interrupt.workNs = host.costs.work(interrupt.device.stream(), "threaded");
        vcpu.left.add(interrupt);
        vcpu.isBetween = false;
        run.host.vcpus.forEach(any -> any.pending.removeIf(
            next -> next.vm() == interrupt.vm() && next.lpi() == interrupt.lpi()));
    }

    /** Wakes a thread that its handler may have woken before, from any vCPU. */
    private void unmasked(final Vcpu vcpu, final Interrupt interrupt)
    {
        Vcpu home = null;
        for (final Vcpu other : host.vcpus)
        {
            for (final Interrupt left : other.left)
            {
                if (left.vm() == interrupt.vm() && left.lpi() == interrupt.lpi())
                {
                    if (left != other.worked)
                    {
                        left.merged.add(interrupt);
                        return;
                    }
                    home = other;
                }
            }
        }
        interrupt.wokenNs = home == null ? run.nowNs + host.costs.wake(interrupt.device.stream()) : AT_ONCE;
        interrupt.workNs = host.costs.work(interrupt.device.stream(), "threaded");
        (home == null ? vcpu : home).left.add(interrupt);
    }

    /** Returns when a thread may run. */
    long readyNs(final Vcpu vcpu)
    {
        return vcpu.worked != null ? 0 : vcpu.left.stream().mapToLong(left -> left.wokenNs).min().orElse(Numbers.NEVER);
    }

    /** Runs the thread that has begun, else the one that was woken first. */
    void goOn(final Vcpu vcpu)
    {
        if (vcpu.worked == null)
        {
            final Interrupt first =
                vcpu.left.stream().min(Comparator.comparingLong(left -> left.wokenNs)).orElseThrow();
            vcpu.worked = first;
            first.workNs += guests.trapNs(vcpu, first);
            if (first.isToldLater())
            {
                run.traffic.released(first, run.nowNs);
                first.merged.forEach(next -> run.traffic.released(next, run.nowNs));
            }
        }
        work(vcpu, vcpu.worked.workNs);
    }

    private void work(final Vcpu vcpu, final long ns)
    {
        host.use(vcpu, PeTimes.Use.THREAD);
        host.go(vcpu, Vcpu.State.WORKING, ns, () -> worked(vcpu));
    }

    private void worked(final Vcpu vcpu)
    {
        final Interrupt interrupt = vcpu.worked;
        final long longerNs = interrupt.isToldLater() ? run.traffic.prolongedNs(interrupt, run.nowNs) : 0;
        if (longerNs > 0)
        {
            work(vcpu, longerNs);
            return;
        }
        final boolean isHighBehind = run.traffic.isHighBehind(interrupt);
        vcpu.worked = null;
        vcpu.left.remove(interrupt);
        handOver(interrupt);
        interrupt.merged.forEach(this::handOver);
        final Interrupt next = host.job.kind.equals("gicv4") ? null :
            run.waiting(JournalText.key(interrupt.vm(), interrupt.lpi()));
        if (isHighBehind)
        {
            guests.again(vcpu, interrupt);
        }
        else if (next != null && run.target(JournalText.key(next.vm(), next.lpi())) == vcpu)
        {
            guests.waits(vcpu, next);
        }
        final Vcpu other = guests.moved.signal(vcpu, interrupt);
        guests.continueOrYield(vcpu);
        guests.moved.goOn(other);
    }

    private void handOver(final Interrupt interrupt)
    {
        interrupt.handedOverNs = run.nowNs;
        run.handedOver(interrupt);
    }
}
