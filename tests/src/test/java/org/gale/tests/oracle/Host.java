package org.gale.tests.oracle;

import java.util.ArrayList;
import java.util.List;

/** Host of a storm: the scheduler of its PEs, as the page on virtual time has it. {@link Guests} are what it runs. */
final class Host
{
    static final int NONE = -1;

    final StormJob job;
    final Run run;
    final Costs costs;
    final Guests guests;
    final PeTimes peTimes;
    final HostIrqs irqs;
    final List<Vcpu> vcpus = new ArrayList<>();
    /** vCPUs of the partition. */
    final List<Vcpu> own;
    private final StormJob.Part part;
    private final Vcpu[] onPe;
    private final Vcpu[] polledFor;
    private final boolean[] isSliceOver;
    private final Agenda.Entry[] slices;
    private final Agenda.Entry[] polls;
    /** When the ITS has moved the vPEs of all that wait. */
    private long itsFreeNs;
    final Waiters waiters;

    Host(final Run run, final StormJob.Part part)
    {
        this.run = run;
        this.part = part;
        this.job = run.job;
        costs = new Costs(job);
        guests = new Guests(this);
        peTimes = new PeTimes(part.firstPe(), part.endPe() + job.housekeepers());
        irqs = new HostIrqs(this, part);
        onPe = new Vcpu[part.endPe()];
        polledFor = new Vcpu[part.endPe()];
        isSliceOver = new boolean[part.endPe()];
        slices = new Agenda.Entry[part.endPe()];
        polls = new Agenda.Entry[part.endPe()];
        waiters = new Waiters(job, part);
        final boolean[] direct = DirectVcpus.of(job, run.journal.direct);
        for (final StormJob.Vm vm : job.vms)
        {
            for (int vpe = 0; vpe < vm.group().vpes(); vpe++)
            {
                final Vcpu vcpu = new Vcpu(vcpus.size(), vm, vpe);
                vcpu.isUnmasked = job.kind.equals("gicv4");
                vcpu.isDirect = !vcpu.isUnmasked || direct[vcpu.index];
                vcpus.add(vcpu);
            }
        }
        own = vcpus.stream().filter(vcpu -> part.has(vcpu.vm)).toList();
    }

    /** Begins: guests are resident, or blocked, and those with other work want a PE. */
    void begin()
    {
        for (final Vcpu vcpu : own)
        {
            if (!job.isScheduled())
            {
                vcpu.pe = vcpu.index;
                vcpu.isResident = true;
                guests.stay(vcpu);
            }
            else if (vcpu.isWorking())
            {
                runnable(vcpu, false);
            }
        }
    }

    void count(final String what)
    {
        count(what, 1);
    }

    void count(final String what, final long by)
    {
        run.counts.merge(what, by, Long::sum);
    }

    boolean isQuiet()
    {
        return own.stream().noneMatch(Vcpu::isActive);
    }

    /** Notes that something has come of an interrupt. */
    void stir()
    {
        own.forEach(vcpu -> vcpu.hasRested = vcpu.isResting());
    }

    /** Goes to a state that ends after a time. */
    void go(final Vcpu vcpu, final Vcpu.State state, final long ns, final Runnable then)
    {
        to(vcpu, state);
        run.agenda.remove(vcpu.next);
        final Agenda.Kind kind = state == Vcpu.State.HANDLING ? Agenda.Kind.HANDLED : Agenda.Kind.VCPU;
        vcpu.next = run.agenda.add(run.nowNs + ns, kind, vcpu.vm.index(), vcpu.vpe, 0, then);
    }

    /** Goes to a state in the host, behind which its PE serves interrupts. */
    private void goInHost(final Vcpu vcpu, final Vcpu.State state, final long ns, final Runnable then)
    {
        go(vcpu, state, ns, () -> irqs.stepOver(vcpu, then));
    }

    /** Returns the vCPU that has a PE, or null. */
    Vcpu on(final int pe)
    {
        return onPe[pe];
    }

    /** Lets a PE without a vCPU be idle, or poll. */
    void idle(final int pe)
    {
        peTimes.enter(pe, pe < polledFor.length && polledFor[pe] != null ? PeTimes.Use.POLLING : PeTimes.Use.IDLE,
            run.nowNs);
    }

    void to(final Vcpu vcpu, final Vcpu.State state)
    {
        final boolean was = vcpu.wasExecuting;
        vcpu.enter(state, run.nowNs);
        vcpu.wasExecuting = vcpu.isExecuting();
        vcpu.hasRested |= vcpu.isResting();
        if (vcpu.wasExecuting != was)
        {
            run.traffic.running(vcpu, !was, run.nowNs);
        }
    }

    void stage(final Vcpu vcpu, final Vcpu.Stage stage)
    {
        vcpu.stage(stage, run.nowNs);
    }

    void use(final Vcpu vcpu, final PeTimes.Use use)
    {
        peTimes.enter(vcpu.pe, use, run.nowNs);
    }

    /** Wakes a vCPU that blocked if something came that wakes it. */
    void ring(final Vcpu vcpu)
    {
        if (vcpu.isWoken || vcpu.pending.stream().anyMatch(vcpu::lets))
        {
            vcpu.isWoken = false;
            if (vcpu.isDirect)
            {
                wake(vcpu);
            }
            else
            {
                stage(vcpu, Vcpu.Stage.SIGNALLED);      // software has taken the interrupt before
                go(vcpu, Vcpu.State.RUNG, 0, () -> rung(vcpu));
                stir();
            }
        }
    }

    /** Wakes a vCPU that blocked. */
    void wake(final Vcpu vcpu)
    {
        stage(vcpu, Vcpu.Stage.SIGNALLED);
        to(vcpu, Vcpu.State.RUNG);
        irqs.take(new HostIrqs.Irq(
            Agenda.Kind.VCPU, vcpu, 0, () -> costs.of("host-irq", vcpu.vm), () -> rung(vcpu)));
        stir();
    }

    private void rung(final Vcpu vcpu)
    {
        final boolean isPolled = vcpu.pe != NONE && polledFor[vcpu.pe] == vcpu;
        count(isPolled ? "polled" : "woken");
        costs.adapt(vcpu, run.nowNs - vcpu.blockedNs);
        stage(vcpu, Vcpu.Stage.WOKEN);
        go(vcpu, Vcpu.State.WAKING, isPolled ? 0 : costs.of("schedule", vcpu.vm), () -> runnable(vcpu, true));
    }

    /** Lets a vCPU want a PE, unless its VM migrates. */
    void runnable(final Vcpu vcpu, final boolean isWoken)
    {
        if (run.migrations.parks(vcpu))
        {
            return;
        }
        stage(vcpu, Vcpu.Stage.WAITING);
        final int pe = choose(vcpu);
        if (pe != NONE)
        {
            load(vcpu, pe);
            return;
        }
        count("waits");
        to(vcpu, Vcpu.State.RUNNABLE);
        final int home = waiters.home(vcpu, onPe);
        if (!isWoken || !job.isPreempting)
        {
            waiters.addLast(vcpu, home);
            return;
        }
        waiters.addWaker(vcpu, home);
        if (onPe[home].isInGuest() && isPreempted(onPe[home]))
        {
            guests.interrupt(onPe[home]);
            makeRoom(onPe[home]);
        }
    }

    /** Returns whether a vCPU runs its own work, and a waker waits for its PE. */
    boolean isPreempted(final Vcpu vcpu)
    {
        return job.isScheduled() && vcpu.handled == null && !vcpu.softirqs.isUrgent() &&
            vcpu.pending.stream().noneMatch(vcpu::lets) && waiters.hasWaker(vcpu.pe);
    }

    /**
     * Chooses the last PE, or the lowest idle one. With one queue a third choice is the lowest PE that polls for
     * another vCPU, with a queue of each PE it is the own one, if that polls.
     */
    private int choose(final Vcpu vcpu)
    {
        if (vcpu.pe != NONE && onPe[vcpu.pe] == null && (polledFor[vcpu.pe] == null || polledFor[vcpu.pe] == vcpu))
        {
            return vcpu.pe;
        }
        for (int pe = part.firstPe(); pe < part.endPe(); pe++)
        {
            if (onPe[pe] == null && polledFor[pe] == null)
            {
                return pe;
            }
        }
        if (job.hasQueuesOfPes())
        {
            return onPe[waiters.home(vcpu, onPe)] == null ? waiters.home(vcpu, onPe) : NONE;
        }
        for (int pe = part.firstPe(); pe < part.endPe(); pe++)
        {
            if (onPe[pe] == null)
            {
                return pe;
            }
        }

        return NONE;
    }

    private void load(final Vcpu vcpu, final int pe)
    {
        run.agenda.remove(polls[pe]);
        polledFor[pe] = null;
        onPe[pe] = vcpu;
        vcpu.pe = pe;
        isSliceOver[pe] = false;
        use(vcpu, PeTimes.Use.HOST);
        if (irqs.postpones(pe, () -> beginLoad(vcpu)))
        {
            to(vcpu, Vcpu.State.LOADING);
        }
        else
        {
            beginLoad(vcpu);
        }
    }

    private void beginLoad(final Vcpu vcpu)
    {
        final int last = vcpu.loadedOn;
        if (last != NONE && last != vcpu.pe)
        {
            count("migrations");
        }
        vcpu.loadedOn = vcpu.pe;
        vcpu.isUntrapped = isUntrapped(vcpu);
        final long loadNs =
            vcpu.isVpe() ? moved(vcpu, last) + costs.of("load-direct", vcpu.vm) : costs.of("load", vcpu.vm);
        goInHost(vcpu, Vcpu.State.LOADING, loadNs, () ->
        {
            stage(vcpu, Vcpu.Stage.SIGNALLED);
            go(vcpu, Vcpu.State.ENTERING, entry(vcpu), () ->
            {
                vcpu.isResident = true;
                vcpu.hasTable = vcpu.isDirect && vcpu.isUnmasked;
                vcpu.isArmed = false;
                vcpu.hasWoken = true;
                if (job.isScheduled())
                {
                    slice(vcpu.pe);
                }
                guests.entered(vcpu);
            });
        });
    }

    /** Returns the time until the vPE of a vCPU is that of its PE: the ITS moves one at a time. */
    private long moved(final Vcpu vcpu, final int last)
    {
        final boolean isOther = last != NONE && (job.isElided() ? table(last) != table(vcpu.pe) : last != vcpu.pe);
        if (isOther)
        {
            itsFreeNs = Math.max(itsFreeNs, run.nowNs) + costs.of("vmovp", vcpu.vm);
        }

        return isOther ? itsFreeNs - run.nowNs : 0;
    }

    private int table(final int pe)
    {
        return (pe - part.firstPe()) / job.tablePes();
    }

    /** Returns the time of an entry: with a vPE it polls, microsecond by microsecond, for the end of Dirty. */
    private long entry(final Vcpu vcpu)
    {
        long ns = enterNs(vcpu);
        final long dirtyNs = vcpu.isVpe() ? costs.of("dirty", vcpu.vm) : 0;
        while (ns < dirtyNs)
        {
            ns += 1_000;
        }

        return ns;
    }

    /** Returns the time of an entry, with the traps that a vCPU owes. */
    long enterNs(final Vcpu vcpu)
    {
        final long ns = vcpu.trapNs + costs.of("enter", vcpu.vm);
        vcpu.trapNs = 0;

        return ns;
    }

    /** Returns whether a WFI stays in the guest that is loaded. */
    private boolean isUntrapped(final Vcpu vcpu)
    {
        final String wfi = vcpu.vm.group().node().at("/guest/wfi").asText("auto");

        return wfi.equals("notrap") ||
            (wfi.equals("auto") && vcpu.isVpe() && waiters.isNoneAt(vcpu.pe) && run.hasEvents(vcpu));
    }

    private void slice(final int pe)
    {
        slices[pe] = run.agenda.add(run.nowNs + job.sliceNs, Agenda.Kind.SLICE, 0, pe, 0, () ->
        {
            run.sliceOver();
            if (waiters.isNoneAt(pe))
            {
                slice(pe);
            }
            else
            {
                takePe(pe);
            }
        });
    }

    /** Takes a PE from its vCPU, at once or when that is in its guest again. */
    private void takePe(final int pe)
    {
        isSliceOver[pe] = true;
        if (onPe[pe].isInGuest())
        {
            guests.interrupt(onPe[pe]);
            makeRoom(onPe[pe]);
        }
    }

    /** Returns whether others have the next slice of the PE of a vCPU. */
    boolean isWanted(final Vcpu vcpu)
    {
        return (isSliceOver[vcpu.pe] && !waiters.isNoneAt(vcpu.pe)) || isPreempted(vcpu);
    }

    /** Has a vCPU leave its guest because others want its PE. */
    void makeRoom(final Vcpu vcpu)
    {
        exit(vcpu, Vcpu.State.PREEMPTING, () ->
        {
            vcpu.isPendingLast |= vcpu.hasTable;
            leaveResidency(vcpu);
            stage(vcpu, Vcpu.Stage.WAITING);
            goInHost(vcpu, Vcpu.State.PREEMPTED, putNs(vcpu), () ->
            {
                if (run.migrations.parks(vcpu))
                {
                    release(vcpu.pe);
                    pulls(vcpu.pe);
                    return;
                }
                to(vcpu, Vcpu.State.RUNNABLE);
                waiters.addLast(vcpu, vcpu.pe);
                release(vcpu.pe);
            });
        });
    }

    private void exit(final Vcpu vcpu, final Vcpu.State how, final Runnable then)
    {
        count("exits");
        stage(vcpu, Vcpu.Stage.SIGNALLED);
        use(vcpu, PeTimes.Use.HOST);
        goInHost(vcpu, how, costs.of("exit", vcpu.vm), then);
    }

    /** Has a vCPU leave its guest because nothing is left; it enters again if something came meanwhile. */
    void block(final Vcpu vcpu)
    {
        exit(vcpu, Vcpu.State.EXITING, () ->
        {
            if (vcpu.best() != null || vcpu.isStale || vcpu.kick != null || run.traffic.keepsPe(vcpu, run.nowNs))
            {
                guests.enter(vcpu, 0);
                return;
            }
            vcpu.asksTable();
            leaveResidency(vcpu);
            vcpu.isArmed = true;
            vcpu.hasWoken = false;
            vcpu.isWoken = vcpu.isPendingLast || vcpu.pending.stream().anyMatch(vcpu::lets);
            stage(vcpu, Vcpu.Stage.WAITING);
            goInHost(vcpu, Vcpu.State.PUTTING, putNs(vcpu), () -> blocked(vcpu));
        });
    }

    private long putNs(final Vcpu vcpu)
    {
        return costs.of(vcpu.isVpe() ? "put-direct" : "put", vcpu.vm);
    }

    private void leaveResidency(final Vcpu vcpu)
    {
        vcpu.isResident = false;
        vcpu.isStale = false;
        vcpu.hasTable = false;
    }

    private void blocked(final Vcpu vcpu)
    {
        final int pe = vcpu.pe;
        to(vcpu, Vcpu.State.BLOCKED);
        stage(vcpu, Vcpu.Stage.QUIET);
        release(pe);
        vcpu.blockedNs = run.nowNs;
        if (onPe[pe] == null && costs.pollNs(vcpu) > 0)
        {
            polledFor[pe] = vcpu;
            peTimes.enter(pe, PeTimes.Use.POLLING, run.nowNs);
            polls[pe] = run.agenda.add(run.nowNs + costs.pollNs(vcpu), Agenda.Kind.POLLED, 0, pe, 0, () ->
            {
                polledFor[pe] = null;
                if (!pulls(pe) && !irqs.isBusy(pe))
                {
                    idle(pe);
                }
            });
        }
        else if (onPe[pe] == null)
        {
            pulls(pe);
        }
        ring(vcpu);
        if (vcpu.state == Vcpu.State.BLOCKED && run.traffic.keepsPe(vcpu, run.nowNs))
        {
            wake(vcpu);
        }
    }

    /** Has a PE, if it is idle, take the first vCPU of the longest queue. Returns whether any waits. */
    private boolean pulls(final int pe)
    {
        final Vcpu pulled = onPe[pe] == null ? waiters.pulled() : null;
        if (pulled != null)
        {
            load(pulled, pe);
        }

        return pulled != null;
    }

    /** Gives a PE to the first vCPU that waits in its queue. */
    private void release(final int pe)
    {
        run.agenda.remove(slices[pe]);
        onPe[pe] = null;
        peTimes.enter(pe, PeTimes.Use.IDLE, run.nowNs);
        if (!waiters.isNoneAt(pe))
        {
            load(waiters.first(pe), pe);
        }
    }
}
