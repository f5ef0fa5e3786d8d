package org.gale.tests.oracle;

/** Guests of a host: they take interrupts one by one, and leave when nothing is left. */
final class Guests
{
    private final Host host;
    private final Run run;
    private final Threads threads;
    private final Softirqs softirqs;
    final MovedInterrupts moved;

    Guests(final Host host)
    {
        threads = new Threads(host, this);
        softirqs = new Softirqs(host, this);
        moved = new MovedInterrupts(host, this);
        this.host = host;
        this.run = host.run;
    }

    private static PeTimes.Use own(final Vcpu vcpu, final boolean isBusy)
    {
        return isBusy ? PeTimes.Use.GUEST : vcpu.isUntrapped ? PeTimes.Use.WFI : PeTimes.Use.IDLE;
    }

    /** Stays in the guest without a handler: goes on with the work that handlers have left, or is quiet. */
    void stay(final Vcpu vcpu)
    {
        host.stage(vcpu, vcpu.isHeld ? Vcpu.Stage.WAITING :
            vcpu.kick != null ? Vcpu.Stage.SIGNALLED : Vcpu.Stage.QUIET);
        softirqs.expire(vcpu);
        if (vcpu.hasLeft())
        {
            later(vcpu);
            return;
        }
        if (softirqs.timerNs(vcpu) == Numbers.NEVER)
        {
            host.to(vcpu, Vcpu.State.GUEST);
        }
        else
        {
            host.go(vcpu, Vcpu.State.GUEST, softirqs.timerNs(vcpu) - run.nowNs, () -> goOn(vcpu));
        }
        host.use(vcpu, own(vcpu, vcpu.isWorking() || run.traffic.keepsPe(vcpu, run.nowNs)));
    }

    /** Goes on with the work that handlers have left: softirqs, threads, ksoftirqd, whichever may run. */
    private void later(final Vcpu vcpu)
    {
        vcpu.isBetween = false;
        final long threadNs = threads.readyNs(vcpu);
        final long daemonNs = softirqs.readyNs(vcpu);
        vcpu.softirqs.isRunning = vcpu.softirqs.isFirst() || (daemonNs <= run.nowNs && threadNs > run.nowNs);
        if (vcpu.softirqs.isRunning)
        {
            softirqs.goOn(vcpu);
        }
        else if (threadNs <= run.nowNs)
        {
            threads.goOn(vcpu);
        }
        else
        {
            vcpu.isBetween = vcpu.isWorking();
            host.use(vcpu, PeTimes.Use.GUEST);
            host.go(vcpu, Vcpu.State.AWAITING, Math.min(softirqs.timerNs(vcpu),
                Math.min(threadNs, daemonNs)) - run.nowNs, () -> goOn(vcpu));
        }
    }

    /** Takes an interrupt that has come, unless a handler runs or a signal is on its way. */
    private void look(final Vcpu vcpu)
    {
        if (vcpu.isOpen())
        {
            interrupt(vcpu);
            goOn(vcpu);
        }
    }

    /** Takes the next interrupt, or leaves. */
    void goOn(final Vcpu vcpu)
    {
        if (vcpu.best() == null)
        {
            leaveOrStay(vcpu);
        }
        else if (!vcpu.isDirect && vcpu.listed == 0)
        {
            refill(vcpu);
        }
        else
        {
            host.stage(vcpu, Vcpu.Stage.SIGNALLED);
            host.use(vcpu, own(vcpu, vcpu.isWorking() || vcpu.hasLeft()));
            host.go(vcpu, Vcpu.State.SIGNALLED, Math.max(0, vcpu.readyNs - run.nowNs), () -> acknowledge(vcpu));
        }
    }

    private void refill(final Vcpu vcpu)
    {
        if (vcpu.kick == null)
        {
            host.count("refills");
            reenter(vcpu);
        }
        else
        {
            stay(vcpu);
        }
    }

    private void leaveOrStay(final Vcpu vcpu)
    {
        if (!host.job.isScheduled() || vcpu.isUntrapped || vcpu.isWorking() || vcpu.isHeld || vcpu.kick != null ||
            vcpu.hasLeft() || softirqs.timerNs(vcpu) != Numbers.NEVER || run.traffic.keepsPe(vcpu, run.nowNs))
        {
            stayOrMakeRoom(vcpu);
        }
        else
        {
            host.block(vcpu);
        }
    }

    private void stayOrMakeRoom(final Vcpu vcpu)
    {
        if (host.job.isScheduled() && host.isPreempted(vcpu))
        {
            host.makeRoom(vcpu);
        }
        else
        {
            stay(vcpu);
        }
    }

    private void acknowledge(final Vcpu vcpu)
    {
        if (!host.job.isScheduled() && vcpu.readyNs > run.nowNs)
        {
            host.go(vcpu, Vcpu.State.SIGNALLED, vcpu.readyNs - run.nowNs, () -> acknowledge(vcpu));
            return;                                     // that of the signal has moved, and another one has come
        }
        final Interrupt interrupt = vcpu.best();
        if (interrupt == null)
        {
            leaveOrStay(vcpu);
            return;
        }
        vcpu.pending.remove(interrupt);
        final boolean isOverlap = host.vcpus.stream().anyMatch(other -> isHandling(other, interrupt));
        if (isOverlap)
        {
            host.count("overlaps");                     // it has moved while its handler ran on another vCPU
        }
        interrupt.handler = vcpu;
        interrupt.beganNs = run.nowNs;
        interrupt.isListed = vcpu.listed > 0;
        vcpu.listed = Math.max(0, vcpu.listed - 1);
        vcpu.handled = interrupt;
        vcpu.readyNs = run.nowNs;
        run.acknowledged(interrupt);
        if (isOverlap && vcpu.vm.group().drops())
        {
            interrupt.isDropped = true;
            host.count("dropped");
            handle(vcpu, host.costs.of("eoi", vcpu.vm));
            return;
        }
        if (interrupt.isToldAtOnce())
        {
            for (final int sender : run.traffic.released(interrupt, run.nowNs))
            {
                sent(host.vcpus.get(sender));
            }
        }
        final long ns = host.costs.handler(vcpu.vm) + (interrupt.isThreaded() ? 0 : trapNs(vcpu, interrupt));
        handle(vcpu, ns);
    }

    /** Returns the time of the exits with which a handler or its thread ends. */
    long trapNs(final Vcpu vcpu, final Interrupt interrupt)
    {
        long ns = 0;
        if (interrupt.isTimer && host.job.isScheduled())
        {
            host.count("exits");
            ns += host.costs.of("exit", vcpu.vm) + host.costs.of("enter", vcpu.vm);
        }
        if (interrupt.device.stream().traffic().path("resample").asText().equals("exit"))
        {
            host.count("exits");
            ns += host.costs.of("exit", vcpu.vm) + host.costs.of("trap", vcpu.vm);
        }

        return ns;
    }

    /** Returns whether a handler of the same LPI is in progress on a vCPU. */
    static boolean isHandling(final Vcpu vcpu, final Interrupt interrupt)
    {
        final Interrupt other = vcpu.handled;

        return other != null && other.vm() == interrupt.vm() && other.lpi() == interrupt.lpi() &&
            other.isTimer == interrupt.isTimer;
    }

    /** Lets a vCPU go on that has sent, or that waits for nothing any more. */
    void sent(final Vcpu vcpu)
    {
        if (vcpu.state == Vcpu.State.GUEST)
        {
            goOn(vcpu);
        }
    }

    private void handle(final Vcpu vcpu, final long ns)
    {
        host.stage(vcpu, Vcpu.Stage.HANDLING);
        host.use(vcpu, PeTimes.Use.HANDLER);
        host.go(vcpu, Vcpu.State.HANDLING, ns, () -> handled(vcpu));
    }

    private void handled(final Vcpu vcpu)
    {
        final Interrupt interrupt = vcpu.handled;
        final long longerNs = interrupt.isDropped || interrupt.isToldLater() ? 0 :
            run.traffic.prolongedNs(interrupt, run.nowNs);
        if (longerNs > 0)
        {
            handle(vcpu, longerNs);
            return;
        }
        if (interrupt.isTimer)
        {
            flush(vcpu);                                // moving the comparator traps, and enters again
        }
        final boolean isHighBehind = run.traffic.isHighBehind(interrupt);
        vcpu.handled = null;
        interrupt.endedNs = run.nowNs;
        interrupt.pe = vcpu.pe;
        run.handled(interrupt);
        if (interrupt.isThreaded())
        {
            threads.leave(vcpu, interrupt);
        }
        else if (isHighBehind)
        {
            again(vcpu, interrupt);
        }
        if (interrupt.isSoftirq() && !interrupt.isDropped)
        {
            softirqs.leave(vcpu, interrupt);
        }
        final Vcpu other = interrupt.isThreaded() ? null : moved.signal(vcpu, interrupt);
        continueOrYield(vcpu);
        moved.goOn(other);
    }

    /** Rings the doorbell of a vCPU for an interrupt, unless it has rung. */
    void ringOnce(final Vcpu vcpu, final Interrupt interrupt)
    {
        if (vcpu.isArmed && !interrupt.isTimer && vcpu.lets(interrupt))
        {
            host.count("doorbells");
            vcpu.isArmed = false;
            vcpu.hasWoken |= !run.migrations.isOut(vcpu);
        }
    }

    /** Has the interrupt of a line that stayed high come again. */
    void again(final Vcpu vcpu, final Interrupt interrupt)
    {
        waits(vcpu, run.again(interrupt));
    }

    /** Has an interrupt wait for a vCPU that deactivates the one before. */
    void waits(final Vcpu vcpu, final Interrupt interrupt)
    {
        vcpu.pending.add(interrupt);
        signal(vcpu, interrupt);
    }

    /** Notes that an interrupt waits for a vCPU from now on. */
    void raised(final Vcpu vcpu, final Interrupt interrupt)
    {
        ringOnce(vcpu, interrupt);
        vcpu.hasWoken |= interrupt.isTimer && !run.migrations.isOut(vcpu);
        final boolean isHidden = !vcpu.isDirect || (!interrupt.isVisible && vcpu.isResident);
        if (!isHidden)
        {
            signal(vcpu, interrupt);
        }
        vcpu.isPendingLast |= interrupt.isInTable && !vcpu.hasTable;
        vcpu.isWoken |= vcpu.state == Vcpu.State.PUTTING && vcpu.lets(interrupt);
        if (vcpu.state == Vcpu.State.BLOCKED)
        {
            if (!run.migrations.isOut(vcpu))
            {
                host.ring(vcpu);
            }
        }
        else if (isHidden && vcpu.isInGuest())
        {
            kick(vcpu);
            if (vcpu.state == Vcpu.State.GUEST)
            {
                stay(vcpu);
            }
        }
        else
        {
            look(vcpu);
        }
    }

    /** Signals an interrupt that has come for a vCPU, unless another one is signalled. */
    void signal(final Vcpu vcpu, final Interrupt interrupt)
    {
        final boolean isFirst = vcpu.pending.stream().filter(vcpu::lets).count() == 1;
        if (vcpu.lets(interrupt) && (isFirst || vcpu.isOpen()))
        {
            vcpu.readyNs = run.nowNs + host.costs.of("signal", vcpu.vm);
        }
    }

    /** Moves an event, and its interrupt if it waits, to another vCPU. */
    void moved(final Interrupt waiting, final Vcpu from, final Vcpu to)
    {
        if (waiting != null)
        {
            from.pending.remove(waiting);
            to.pending.add(waiting);
            if (to.isDirect)
            {
                signal(to, waiting);
            }
        }
        to.isWoken |= from != to && (to.state == Vcpu.State.BLOCKED || to.state == Vcpu.State.PUTTING);
        changed(to);
    }

    /** Lets a vCPU go on that the operator has changed. */
    void changed(final Vcpu vcpu)
    {
        if (vcpu.state == Vcpu.State.BLOCKED)
        {
            host.ring(vcpu);
        }
        else
        {
            look(vcpu);
        }
    }

    private void kick(final Vcpu vcpu)
    {
        if (vcpu.kick == null)
        {
            host.count("kicks");
            final long ns = host.costs.of("kick", vcpu.vm);
            vcpu.kick = run.agenda.add(
                run.nowNs + ns, Agenda.Kind.KICKED, vcpu.vm.index(), vcpu.vpe, 0, () -> kicked(vcpu));
        }
    }

    private void kicked(final Vcpu vcpu)
    {
        vcpu.kick = null;
        if (vcpu.isInGuest())
        {
            interrupt(vcpu);
            reenter(vcpu);
        }
    }

    private void reenter(final Vcpu vcpu)
    {
        host.count("exits");
        host.use(vcpu, PeTimes.Use.HOST);
        enter(vcpu, host.costs.of("exit", vcpu.vm));
    }

    /** Enters the guest again on the same PE, after a time. */
    void enter(final Vcpu vcpu, final long afterNs)
    {
        host.stage(vcpu, Vcpu.Stage.SIGNALLED);
        host.go(vcpu, Vcpu.State.REENTERING, afterNs + host.enterNs(vcpu), () -> entered(vcpu));
    }

    /** Goes on behind an entry, or behind the next trap that a resident vCPU owes. */
    void entered(final Vcpu vcpu)
    {
        if (vcpu.trapNs > 0 && !host.job.isScheduled())
        {
            final long ns = vcpu.trapNs;
            vcpu.trapNs = 0;
            host.go(vcpu, Vcpu.State.REENTERING, ns, () -> entered(vcpu));    // one trap behind the other
            return;
        }
        resume(vcpu);
        host.irqs.entered(vcpu);
    }

    /** Has a vCPU trap for a time, at once or at its next entry. */
    void trap(final Vcpu vcpu, final long ns)
    {
        if (vcpu.isInGuest())
        {
            interrupt(vcpu);
            host.stage(vcpu, Vcpu.Stage.SIGNALLED);
            host.use(vcpu, PeTimes.Use.HOST);
            host.go(vcpu, Vcpu.State.REENTERING, ns, () -> entered(vcpu));
        }
        else
        {
            vcpu.trapNs += ns;
        }
    }

    /** Interrupts what a vCPU does in its guest. */
    void interrupt(final Vcpu vcpu)
    {
        vcpu.restNs = vcpu.state == Vcpu.State.HANDLING ? vcpu.next.ns() - run.nowNs : 0;
        if (vcpu.state == Vcpu.State.WORKING)
        {
            (vcpu.softirqs.isRunning ? vcpu.softirqs.running : vcpu.worked).workNs = vcpu.next.ns() - run.nowNs;
        }
        run.agenda.remove(vcpu.next);
    }

    /** Goes on behind an entry. */
    void resume(final Vcpu vcpu)
    {
        flush(vcpu);
        final int kept = vcpu.handled != null && vcpu.handled.isListed ? 1 : 0;
        vcpu.listed = vcpu.isDirect ? 0 : Math.min(host.costs.listRegisters - kept, vcpu.pending.size());
        final boolean isHigh = vcpu.isDirect && vcpu.pending.stream().anyMatch(vcpu::lets);
        vcpu.readyNs = run.nowNs + (isHigh ? host.costs.of("signal", vcpu.vm) : 0);
        continueOrYield(vcpu);
    }

    /** Has a vCPU see everything that waits for it. */
    private void flush(final Vcpu vcpu)
    {
        vcpu.isStale = false;
        vcpu.pending.forEach(interrupt -> interrupt.isVisible = true);
    }

    /** Goes on after a handler, a thread or an entry, unless others want the PE. */
    void continueOrYield(final Vcpu vcpu)
    {
        if (run.migrations.stops(vcpu) || (host.job.isScheduled() && host.isWanted(vcpu)))
        {
            host.makeRoom(vcpu);
        }
        else if (vcpu.handled != null)
        {
            handle(vcpu, vcpu.restNs);
        }
        else
        {
            goOn(vcpu);
        }
    }
}
