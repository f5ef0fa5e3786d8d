package org.gale.tests.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Run of a storm, partition by partition, each on a clock of its own, event by event. */
final class Run
{
    final StormJob job;
    final JournalText journal;
    final Traffic traffic;
    final Map<String, Long> counts = new HashMap<>();
    final Account[] accounts;
    final long[] timersRaised;
    final long[] timersTaken;
    final List<PartDone> done = new ArrayList<>();
    /** Why a partition could not go on, the first one; or null. */
    String stuck;
    /** Triggers and actions of the journal that were met. */
    int triggers;
    int acts;
    /** Events that merged in eventfds, and in pending bits. */
    final long[] merged = new long[2];
    Vectors vectors;
    MovedVectors moves;
    /** Moves of vectors of all partitions so far: balanced, due and made by events, spread, 4 of managed ones; each. */
    final long[] vectorMoves = new long[8];
    final List<JournalText.VectorMove> vectorsMoved = new ArrayList<>();
    /** Toggles due, begun and completed, moves made and due, of all partitions so far; or masks, retargets, plugs. */
    final long[] actions = new long[8];
    /** Partition in hand, of which everything that follows is. */
    StormJob.Part part;
    Agenda agenda;
    Host host;
    Operator operator;
    VmMigrations migrations;
    /** Migrations of all partitions so far. */
    final MigrationSums migrated = new MigrationSums();
    History history;
    List<Interrupt> taken;
    List<Interrupt> handled;
    /** Interrupts whose threads or softirqs have ended, in that order. */
    List<Interrupt> handedOver;
    long nowNs;
    long offered;
    Backlog backlog;
    private List<Account[]> ends;
    private List<List<Work>> workEnds;
    private String stuckHere;
    private final Map<Long, Integer> raises = new HashMap<>();
    private final Map<Long, Interrupt> waiting = new HashMap<>();
    private final Map<Long, Integer> targets;
    private final long[] inSoftware;
    private int idleSlices;
    private long handledNs;                             // time of handlers at the end of the last slice
    private int lastSlices;                             // of them, those behind everything that is due
    private boolean isNoneDue;
    private boolean isOffering;
    private int phase;

    Run(final JournalText journal)
    {
        this.journal = journal;
        this.job = journal.job;
        traffic = new Traffic(job, journal);
        accounts = new Account[job.vms.size()];
        Arrays.fill(accounts, Account.NOTHING);
        timersRaised = new long[accounts.length];
        timersTaken = new long[accounts.length];
        inSoftware = new long[accounts.length];
        targets = new HashMap<>(journal.targets);
    }

    /** Runs each partition until everything is offered and handled. */
    Run toTheEnd()
    {
        job.parts().forEach(this::simulate);

        return this;
    }

    private void simulate(final StormJob.Part ofStorm)
    {
        part = ofStorm;
        agenda = new Agenda();
        taken = new ArrayList<>();
        handled = new ArrayList<>();
        handedOver = new ArrayList<>();
        backlog = new Backlog();
        ends = new ArrayList<>();
        workEnds = new ArrayList<>();
        nowNs = 0;
        offered = 0;
        stuckHere = null;
        idleSlices = 0;
        handledNs = 0;
        lastSlices = 0;
        isNoneDue = false;
        isOffering = true;
        phase = 0;
        host = new Host(this, part);
        traffic.turnTo(part, done.stream().mapToLong(PartDone::endNs).sum());
        history = new History(this);
        operator = new Operator(this, targets.keySet().stream()
            .filter(key -> part.has(job.vms.get((int)(key >> 32)))).toList());
        migrations = new VmMigrations(this);
        vectors = new Vectors(this);
        moves = new MovedVectors(this);
        traffic.begin(0, 0);
        host.begin();
        boolean goesOn = true;
        while (goesOn)
        {
            goesOn = step();
        }
        if (stuckHere == null && nowNs < lastNs())
        {
            history.jumps(lastNs());
            nowNs = lastNs();
        }
        history.end(nowNs);
        stuck = stuck == null ? stuckHere : stuck;
        done.add(new PartDone(part, history, taken, handled, handedOver, new ArrayList<>(traffic.requests), offered,
            nowNs, host.peTimes.until(nowNs), host.peTimes, offPeNs(), new HashMap<>(traffic.senderWaits), ends,
            workEnds, job.groups.stream().map(traffic::work).toList(), backlog));
        traffic.requests.clear();
        operator.close();
        migrations.close();
        vectors.close();
        moves.close();
    }

    /** Returns the times of the partition in hand that are spent on none of its PEs, in the order of reports. */
    private Map<String, Long> offPeNs()
    {
        final Map<String, Long> times = new LinkedHashMap<>();
        for (final String name : job.isScheduled() ? List.of("host", "trap") : List.<String>of())
        {
            final long before = done.stream().mapToLong(one -> one.offPeNs().get(name)).sum();
            times.put(name, counts.getOrDefault(name, 0L) - before);
        }

        return times;
    }

    private boolean step()
    {
        final long dueNs = dueNs();
        isNoneDue = dueNs == Numbers.NEVER;
        final long nextNs = Math.min(dueNs, agenda.nextNs());
        final long boundaryNs = phase + 1 < job.phases.size() ? job.phases.get(phase + 1).beginNs() : Numbers.NEVER;
        moves.look(isOffering, Math.min(agenda.nextNs(), boundaryNs));
        if (isOver(dueNs, boundaryNs <= lastNs() ? Math.min(nextNs, boundaryNs) : nextNs))
        {
            return false;
        }
        if (vectors.isOpen() && agenda.nextNs() == Numbers.NEVER && dueNs >= boundaryNs)
        {
            vectors.idle();

            return true;
        }
        if (boundaryNs <= nextNs)
        {
            beginPhase(boundaryNs);

            return true;
        }
        if (nextNs > nowNs)
        {
            history.jumps(nextNs);
            nowNs = nextNs;
        }
        if (agenda.nextNs() <= dueNs)
        {
            final Agenda.Entry entry = agenda.take();
            entry.action().run();
            migrations.look();
        }
        else
        {
            offer();
        }

        return true;
    }

    /** Returns when a source goes on; never behind the count or the end. */
    private long dueNs()
    {
        isOffering &= offered < part.count();
        final long ns = isOffering ? traffic.nextNs(nowNs) : Numbers.NEVER;

        return ns < job.durationNs ? ns : Numbers.NEVER;
    }

    /** Returns whether no event comes any more: of those that are due, of a later phase, or behind a handler. */
    boolean isSpent()
    {
        return offered >= part.count() || (dueNs() == Numbers.NEVER && !hasPhases() &&
            traffic.waiting().isEmpty() && !moves.holdBack());
    }

    private boolean hasPhases()
    {
        return phase + 1 < job.phases.size() && job.phases.get(phase + 1).beginNs() <= lastNs();
    }

    /** Returns the time up to which a run lasts at least, unless its count ends it. */
    private long lastNs()
    {
        return job.durationNs == Numbers.NEVER || offered >= part.count() ? 0 : job.durationNs;
    }

    private boolean isOver(final long dueNs, final long nextNs)
    {
        if (dueNs != Numbers.NEVER)
        {
            return false;
        }
        final boolean isTaken = host.isQuiet() ||
            (lastSlices > 20 * (part.vcpus() + 2) && host.own.stream().allMatch(vcpu -> vcpu.hasRested));
        final boolean isMoving =
            Arrays.stream(inSoftware).anyMatch(count -> count > 0) || !isTaken || operator.isOpen() ||
            vectors.isOpen() || migrations.isOpen() || moves.holdBack();
        if (isMoving)
        {
            return false;
        }
        final boolean isWaited = isOffering && traffic.nextNs(nowNs) == Numbers.NEVER && !traffic.waiting().isEmpty();
        if (!isWaited && waiting() == 0 && host.own.stream().noneMatch(Vcpu::hasWork))
        {
            return nextNs == Numbers.NEVER || nextNs > lastNs();
        }

        final boolean isDead = nextNs == Numbers.NEVER || (idleSlices > 2 * (part.vcpus() + 2) && !hasPhases());
        if (isDead && isWaited)
        {
            stuckHere = "nothing can happen any more at " + nowNs + " ns: " + traffic.waiting() +
                " wait for events that no guest handles";
        }

        return isDead;
    }

    private void beginPhase(final long boundaryNs)
    {
        nowNs = Math.max(nowNs, boundaryNs);
        history.jumps(nowNs);
        phase++;
        lastSlices = 0;
        final Account[] end = accounts.clone();
        for (int vm = 0; vm < end.length; vm++)
        {
            end[vm] = end[vm].plus(new Account(inSoftware[vm], 0, 0, inSoftware[vm]));
        }
        ends.add(end);
        workEnds.add(job.groups.stream().map(traffic::work).toList());
        traffic.begin(phase, boundaryNs);
    }

    private void offer()
    {
        final List<Source.Offer> offers = traffic.take(nowNs);
        for (final Source.Offer offer : offers)
        {
            offered++;
            backlog.lastOfferNs = nowNs;
            final Vcpu vcpu = target(offer.device(), offer.event());
            if (offer.sender() == Source.Offer.NO_SENDER)
            {
                forwardOrRaise(offer, vcpu);
                operator.offered();
                migrations.offered();
                vectors.offered();
                host.stir();
            }
            else
            {
                raise(offer.device(), offer.event(), offer.intendedNs(), nowNs - offer.intendedNs());
            }
        }
        if (!offers.isEmpty() && offers.get(0).sender() != Source.Offer.NO_SENDER)
        {
            moves.sent();
            host.guests.sent(host.vcpus.get(offers.get(0).sender()));
        }
        final int woken = traffic.takeWoken();
        if (woken != Host.NONE && host.vcpus.get(woken).state == Vcpu.State.BLOCKED && job.isScheduled())
        {
            host.wake(host.vcpus.get(woken));
        }
    }

    private Vcpu target(final StormJob.Device device, final int event)
    {
        return target(JournalText.key(device.stream().vm().index(), device.firstLpi() + event));
    }

    /** Returns the vCPU that an LPI of a VM goes to. */
    Vcpu target(final long key)
    {
        return host.vcpus.get(job.vms.get((int)(key >> 32)).firstVcpu() + targets.get(key));
    }

    /** Returns whether any LPI goes to a vCPU. */
    boolean hasEvents(final Vcpu vcpu)
    {
        return targets.keySet().stream().anyMatch(key -> key >> 32 == vcpu.vm.index() && target(key) == vcpu);
    }

    /** Has an LPI go to another vCPU of its VM. */
    void retarget(final long key, final int vpe)
    {
        targets.put(key, vpe);
    }

    private void forwardOrRaise(final Source.Offer offer, final Vcpu vcpu)
    {
        if (vcpu.isDirect)
        {
            host.count("direct");
            if (moves.hold(offer, nowNs))
            {
                return;
            }
            if (!vectors.holds(offer.device(), offer.event(), nowNs))
            {
                raise(offer.device(), offer.event(), nowNs, 0);
            }
            return;
        }
        final int vm = vcpu.vm.index();
        final long intendedNs = nowNs;
        host.count("forwarded");
        inSoftware[vm]++;
        backlog.change(nowNs, vcpu.vm.group().index(), 1);
        host.irqs.take(new HostIrqs.Irq(Agenda.Kind.INJECTED, vcpu, offer.device().index(),
            () -> host.costs.of("host-irq", vcpu.vm) + host.costs.of("inject", vcpu.vm), () ->
            {
                inSoftware[vm]--;
                backlog.change(nowNs, vcpu.vm.group().index(), -1);
                raise(offer.device(), offer.event(), intendedNs, 0);
            }));
    }

    /** Makes an interrupt pending, unless it is. */
    void raise(final StormJob.Device device, final int event, final long intendedNs, final long heldNs)
    {
        if (migrations.holds(device, event, intendedNs))
        {
            host.stir();
            return;
        }
        final int vm = device.stream().vm().index();
        final long key = JournalText.key(vm, device.firstLpi() + event);
        final boolean isTimer = event >= device.stream().firstTimer();
        final Vcpu vcpu = target(device, event);
        final int number = raises.merge(key, 1, Integer::sum) - 1;
        timersRaised[vm] += isTimer ? 1 : 0;
        final String route = operator.route(vcpu);
        host.count("arrived " + route);
        backlog.applied(device.stream(), waiting.containsKey(key));
        if (waiting.containsKey(key))
        {
            account(vm, new Account(1, 0, 1, 0));
            acts();
            return;
        }
        account(vm, new Account(1, 0, 0, 1));
        final Interrupt interrupt = new Interrupt(
            device, event, isTimer, journal.priorities.get(key), intendedNs, nowNs, number);
        interrupt.owner = vcpu;
        interrupt.heldNs = heldNs;
        interrupt.command = vectors.command();
        interrupt.isDrawn = SampleDraw.isDrawn(device.index(), event, intendedNs, job.every);
        interrupt.path = vcpu.path();
        interrupt.route = route;
        interrupt.isInTable = operator.isInTable(key);
        interrupt.idOffset = moves.idOffset(key, device.stream().vm());
        interrupt.isVisible = !(isTimer && job.isScheduled());
        vcpu.isStale |= isTimer && job.isScheduled() && vcpu.isResident;
        waiting.put(key, interrupt);
        backlog.change(nowNs, vcpu.vm.group().index(), 1);
        if (host.guests.moved.isFree(interrupt, vcpu))
        {
            vcpu.pending.add(interrupt);
            host.guests.raised(vcpu, interrupt);
        }
        migrations.tables.changes(interrupt);
        acts();
    }

    void account(final int vm, final Account change)
    {
        accounts[vm] = accounts[vm].plus(change);
    }

    void acknowledged(final Interrupt interrupt)
    {
        waiting.remove(JournalText.key(interrupt.vm(), interrupt.lpi()));
        migrations.tables.changes(interrupt);
        moves.acknowledged(interrupt);
        backlog.change(nowNs, interrupt.group(), -1);
        account(interrupt.vm(), interrupt.isAgain ? Account.NOTHING : new Account(0, 1, 0, -1));
        if (!interrupt.isAgain)
        {
            taken.add(interrupt);
        }
        timersTaken[interrupt.vm()] += interrupt.isTimer ? 1 : 0;
    }

    void handled(final Interrupt interrupt)
    {
        migrations.tables.deactivates(interrupt);
        if (!interrupt.isAgain)
        {
            handled.add(interrupt);
        }
        if (!interrupt.isDropped)
        {
            acts();
        }
        if (!interrupt.isDropped && !interrupt.isToldLater())
        {
            traffic.handled(interrupt, nowNs);
        }
    }

    /** Notes that the thread or softirq of an interrupt has ended. */
    void handedOver(final Interrupt interrupt)
    {
        if (!interrupt.isAgain)
        {
            handedOver.add(interrupt);
        }
        acts();
        if (interrupt.isToldLater())
        {
            traffic.handled(interrupt, nowNs);
        }
    }

    Interrupt waiting(final long key)
    {
        return waiting.get(key);
    }

    List<Interrupt> waitingOf(final StormJob.Vm vm)
    {
        return waiting.values().stream().filter(interrupt -> interrupt.vm() == vm.index()).toList();
    }

    /** Counts messages of a VM that wait in front of the ITS from now on, or no more. */
    void inFront(final StormJob.Vm vm, final int change)
    {
        inSoftware[vm.index()] += change;
        backlog.change(nowNs, vm.group().index(), change);
    }

    /** Notes that something has come of an interrupt, or that the operator has done something. */
    void acts()
    {
        idleSlices = 0;
        lastSlices = 0;
        host.stir();
    }

    /** Notes that the slice of a PE is over. */
    void sliceOver()
    {
        final long handlerNs = host.peTimes.handlerNs();
        idleSlices = handlerNs == handledNs ? idleSlices + 1 : 0;   // a handler that ended or was interrupted goes on
        handledNs = handlerNs;
        lastSlices = isNoneDue && nowNs > lastNs() ? lastSlices + 1 : 0;
    }

    /** Lets the interrupt of a line come again, which was high when its handler ended. */
    Interrupt again(final Interrupt handled)
    {
        final Interrupt again = new Interrupt(
            handled.device, handled.event, false, handled.priority, nowNs, nowNs, handled.number);
        again.owner = handled.handler;
        again.isAgain = true;
        again.isVisible = true;
        waiting.put(JournalText.key(handled.vm(), handled.lpi()), again);
        backlog.change(nowNs, handled.group(), 1);
        return again;
    }

    /** Returns the interrupts of the partition that wait to be taken. */
    long waiting()
    {
        return waiting.values().stream().filter(interrupt -> part.has(job.vms.get(interrupt.vm()))).count();
    }
}
