package org.gale.engine.storm.virtual;

import java.math.BigInteger;
import java.util.List;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.flow.DueEvents;
import org.gale.engine.storm.flow.SenderModels;
import org.gale.engine.storm.scenario.PhaseClock;

/**
 * Loop of a run in virtual time: the clock jumps to the next event, a message of a device or one of the queue. Events
 * of one time happen in the order of {@link QueuedKind}. By Little's law the integral of what is owed over time has to
 * be the sum of the waits, from the stamps of all interrupts. Owned by one thread.
 */
final class VirtualLoop
{
    /** Limit of the events at one time, beyond which a run has no end. */
    private static final int INSTANT_LIMIT = 1_000_000;
    private static final long NEVER = Long.MAX_VALUE;

    private final VirtualClock clock;
    private final EventQueue queue;
    private final VcpuTimers timers;
    private final VirtualHost host;
    private final GuestPort port;
    private final CommandWriter writer;
    private final PendingLpis pending;
    private final DueEvents events;
    private final SenderModels senders;                             // null where no vCPU sends
    private final Observer observer;
    private final Operator operator;
    private final PhaseClock phases;
    private final EventTargets targets;
    private final OwedTime owedTime;
    private final EventDelivery delivery;
    private final RunSpan span;
    private final IdleTurns idle;
    private long offered;
    private long lastWord;
    private int phase;
    private int atOnce;
    private boolean isOffering = true;
    private boolean isNoneDue;
    private boolean isDueLate;                                      // what is due next would come behind the end
    private boolean isStopped;
    private String stuck;

    VirtualLoop(
        final HostParts parts,
        final EventQueue queue,
        final VirtualHost host,
        final CommandWriter writer,
        final LoopPlan plan,
        final Operator operator,
        final Observer observer)
    {
        this.clock = parts.clock();
        this.queue = queue;
        this.timers = parts.timers();
        this.host = host;
        this.port = parts.port();
        this.writer = writer;
        this.pending = parts.pending();
        this.events = plan.events();
        this.senders = events.senders();
        this.targets = plan.targets();
        this.phases = plan.phases();
        this.span = plan.span();
        this.idle = new IdleTurns(plan.sliceLimit());
        this.owedTime = new OwedTime(plan.book(), targets);
        this.delivery = new EventDelivery(parts, queue, host, writer, plan, owedTime, idle);
        this.observer = observer;
        this.operator = operator;
        timers.polls(() -> !isStopped && clock.nanoTime() < span.endNs());
    }

    /** Observer of a run. */
    interface Observer
    {
        /** Called when a phase begins, before anything of it happens. */
        void phase(int next);

        /** Called before the clock jumps. */
        void jumps(long nextNs);
    }

    /** Returns the events that were offered. */
    long offered()
    {
        return offered;
    }

    /** Returns whether no event comes any more: all were offered, or none is due and no source waits for a guest. */
    boolean isSpent()
    {
        return offered >= span.countLimit() ||
            (isNoneDue && !hasPhases() && events.waiting().isEmpty() && !targets.shut().holdsBack());
    }

    /** Returns the events that were offered and applied. */
    long applied()
    {
        return offered - delivery.unapplied();
    }

    /** Returns the way of events to guests. */
    EventDelivery delivery()
    {
        return delivery;
    }

    /** Returns the phase in hand. */
    int phase()
    {
        return phase;
    }

    /** Returns why the run could not go on, or null. */
    String stuck()
    {
        return stuck;
    }

    /**
     * Returns whether nothing of an interrupt is under way, so that the run may end. PEs whose guests change all the
     * time may find no such instant: after many slices it is enough that each vCPU has rested since the last interrupt.
     */
    boolean isAtRest()
    {
        return atOnce <= INSTANT_LIMIT &&
            (host.isQuiet() || (idle.isEnding() && host.haveAllRested()));
    }

    /** {@return the events to come, which are watched} */
    EventQueue queue()
    {
        return queue;
    }

    /** {@return whether each event is a message of a GICv4 host, by one of two ways} */
    boolean isRouted()
    {
        return port.isScheduled() && senders == null;
    }

    /** Offers no event from now on. */
    void stop()
    {
        isOffering = false;
        isStopped = true;
    }

    /** Notes that a guest has handled an interrupt. */
    void handled(final PendingLpi interrupt)
    {
        delivery.handled();
        events.handled(
            Commands.msiDeviceId(interrupt.word), Commands.msiEventId(interrupt.word), clock.nanoTime());
    }

    /** Runs from the end of the set-up until all events are offered and handled. VMs have these ledgers. */
    void run(final List<Ledger> ledgers)
    {
        owedTime.begin(ledgers);
        events.begin(0, 0);
        host.begin();
        operator.begin();
        delivery.begin();
        boolean goesOn = true;
        while (goesOn)
        {
            goesOn = happen();
        }
        if (stuck == null && clock.nanoTime() < lastNs())
        {
            observer.jumps(lastNs());
            jump(lastNs());
        }
    }

    /** Returns the difference between the two sides of Little's law, in ns times interrupts. After the run. */
    BigInteger littleDifference()
    {
        pending.finish(clock.nanoTime());

        return owedTime.value().subtract(pending.waits().value());
    }

    /** Lets the next event happen; returns false if none follows. */
    private boolean happen()
    {
        final long dueNs = dueNs();
        isNoneDue = dueNs == NEVER;
        final long queueNs = isNoneDue ? timers.nextNs() : queue.nextNs();
        final long nextNs = Math.min(dueNs, queueNs);
        if (isOver(dueNs, nextNs))
        {
            return false;
        }
        if (operator.isOpen() && timers.nextNs() == NEVER && dueNs >= phaseEndNs())
        {
            operator.step();
            delivery.release();

            return true;
        }
        if (phase + 1 < phases.count() && phases.endNs(phase) <= nextNs)
        {
            beginPhase();

            return true;
        }
        if (nextNs > clock.nanoTime())
        {
            atOnce = 0;
            writer.poll();
            observer.jumps(nextNs);
            if (isStopped && dueNs != NEVER)
            {
                return true;                                        // what is due is not offered any more
            }
            jump(nextNs);
        }
        if (++atOnce > INSTANT_LIMIT)
        {
            stuck = "more than " + INSTANT_LIMIT + " events at " + clock.nanoTime() + " ns, so that time does not " +
                "go on: " + targets.source(lastWord) + " raised the last one. Give its handlers or its rate a time.";

            return false;
        }
        if (queueNs <= dueNs)
        {
            happenInQueue();
        }
        else
        {
            offer();
        }

        return stuck == null;
    }

    private long dueNs()
    {
        final long dueNs = isOffering ? events.nextNs(clock.nanoTime()) : NEVER;
        if (isOffering)
        {
            final boolean goesOn = operator.isOpen() && timers.nextNs() == NEVER;
            isDueLate = dueNs >= span.endNs() && dueNs != NEVER;
            isOffering = offered < span.countLimit() &&
                (!isDueLate || Math.min(queue.nextNs(), phaseEndNs()) < span.endNs() || goesOn);
        }
        if (!isOffering)
        {
            targets.shut().ends();
        }

        return isOffering && !isDueLate ? dueNs : NEVER;
    }

    /** Returns whether the run ends in front of its next event. */
    private boolean isOver(final long dueNs, final long nextNs)
    {
        if (delivery.injecting() > 0 || operator.isOpen() || targets.shut().holdsBack() || !isAtRest())
        {
            return false;
        }
        if (dueNs != NEVER)
        {
            return isSilent();
        }
        if (hasPhases())
        {
            return false;
        }
        final String waiting = isOffering && !isDueLate ? events.waiting() : "";
        if (waiting.isEmpty() && pending.count() == 0 && pending.handledCount() == 0)
        {
            return nextNs == NEVER || nextNs > lastNs();
        }
        final boolean isDead = nextNs == NEVER || idle.isLong();
        if (isDead && !waiting.isEmpty())
        {
            stuck = "nothing can happen any more at " + clock.nanoTime() + " ns: " + waiting +
                " wait for events that no guest handles";
        }

        return isDead;
    }

    /** Returns whether models have gone on for long without an event: their guests have not taken the last one. */
    private boolean isSilent()
    {
        final String waiting = idle.isSilent() && !hasPhases() ? events.waiting() : "";
        if (!waiting.isEmpty())
        {
            stuck = "no event was raised or handled any more until " + clock.nanoTime() + " ns: " + waiting +
                " wait for events that no guest handles";
        }

        return !waiting.isEmpty();
    }

    /** Returns whether a phase begins whatever happens before. */
    private boolean hasPhases()
    {
        return phase + 1 < phases.count() && (isOffering || phases.endNs(phase) <= lastNs());
    }

    /** Returns the time up to which a run lasts at least, which ends by its time; 0 if its count or a stop ends it. */
    private long lastNs()
    {
        return span.endNs() == NEVER || isStopped || offered >= span.countLimit() ? 0 : span.endNs();
    }

    private void jump(final long ns)
    {
        owedTime.pass(ns - clock.nanoTime());
        clock.jump(ns);
    }

    /** Returns the end of the phase in hand, behind which another one follows. */
    private long phaseEndNs()
    {
        return phase + 1 < phases.count() ? phases.endNs(phase) : NEVER;
    }

    private void beginPhase()
    {
        final long boundaryNs = phases.endNs(phase);
        writer.poll();
        jump(Math.max(boundaryNs, clock.nanoTime()));
        phase++;
        isNoneDue = false;                                          // of the phase that begins
        idle.phase();
        writer.time();
        observer.phase(phase);
        events.begin(phase, boundaryNs);
    }

    private void happenInQueue()
    {
        queue.happens(clock.nanoTime());
        final int kind = EventQueue.kind(queue.order());
        if (kind == QueuedKind.INJECTED)
        {
            delivery.injected();
        }
        else if (kind == QueuedKind.OPERATOR)
        {
            final int vm = EventQueue.vm(queue.order());
            final int irq = (int)queue.word();
            queue.remove();
            operator.step();
            host.irqs().served(irq);
            delivery.stir();
            delivery.release();
            owedTime.settle(vm);
        }
        else if (timers.take())
        {
            final int vcpu = kind == QueuedKind.SLICE || kind == QueuedKind.POLLED ? timers.pe() : timers.vcpu();
            final int vm = EventQueue.vm(queue.order());
            queue.remove();
            if (kind == QueuedKind.SLICE)
            {
                idle.slice(isNoneDue && clock.nanoTime() > lastNs(), host.isCut(vcpu), host.handlerNs());
                stuck = idle.cutOff(clock.nanoTime());
            }
            host.happen(kind, vcpu);
            if (kind != QueuedKind.SLICE && kind != QueuedKind.POLLED)
            {
                owedTime.settle(vm);                                // events of PEs are of no VM
            }
        }
        else
        {
            queue.remove();
        }
    }

    /** Takes the next event of the streams, or lets a model go on. */
    private void offer()
    {
        final long word = events.take(clock.nanoTime());
        if (word == DueEvents.NOTHING)
        {
            idle.step();
            wake();
        }
        else if (senders != null && senders.sender() != SenderModels.NONE)
        {
            send(word, senders.sender());
        }
        else
        {
            idle.raised();
            lastWord = word;
            final int vm = targets.vm(word);
            final int vcpu = targets.vcpu(vm, targets.lpi(word));
            offered++;
            pending.backlogs().offered(clock.nanoTime());
            delivery.forwardOrRaise(word, vm, vcpu);
            operator.offered(offered);
            delivery.release();
            host.stir();                                            // it may have moved one
        }
    }

    /** Wakes a vCPU that asks for a PE to send. */
    private void wake()
    {
        final int vcpu = senders == null ? SenderModels.NONE : senders.woken();
        if (vcpu != SenderModels.NONE)
        {
            host.wake(vcpu);
        }
    }

    /** Has a vCPU send all that it sends at this instant, from its first event on. */
    private void send(final long first, final int sender)
    {
        long word = first;
        boolean isSending = true;
        while (isSending)
        {
            idle.raised();
            lastWord = word;
            offered++;
            pending.backlogs().offered(clock.nanoTime());
            final int vm = targets.vm(word);
            pending.law().offered(clock.nanoTime());
            delivery.hand(vm);
            port.send(sender, targets.lpi(word));
            final PendingLpi raised = delivery.raised(word, vm, senders.intendedNs());
            if (raised != null)
            {
                raised.heldNs = clock.nanoTime() - senders.intendedNs();
            }
            isSending = senders.isBurst();
            word = isSending ? events.take(clock.nanoTime()) : word;
        }
        operator.sent(offered);
        host.sent(sender);
    }
}
