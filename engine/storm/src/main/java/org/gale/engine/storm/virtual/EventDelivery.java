package org.gale.engine.storm.virtual;

import org.gale.engine.command.Commands;
import org.gale.engine.storm.scenario.PhaseClock;

/**
 * Delivery of events to the machine of a run in virtual time: at once, or by software that forwards them later. Owned
 * by one thread.
 * <pre>
 *   forwardOrRaise ──► hardware has the vCPU ──────────────────────────────► raise ──► machine, stamps
 *                └──► software has it ──► queue, after its costs ──► injected ──┘
 * </pre>
 */
final class EventDelivery
{
    private static final int NONE = -1;

    private final VirtualClock clock;
    private final EventQueue queue;
    private final VirtualHost host;
    private final GuestPort port;
    private final CommandWriter writer;
    private final PendingLpis pending;
    private final PhaseClock phases;
    private final EventTargets targets;
    private final OwedTime owedTime;
    private final IdleTurns idle;
    private final HeldEvents held;                                  // null where devices have no vectors
    private final HeldEvents.Taker released = this::letGo;
    private final FrontMessages front;                              // null where no VM migrates
    private final FrontMessages.Taker sent = this::sent;
    private final ShutVectors.Taker opened = this::opened;
    private long fronted;
    private final long[] inSoftware;
    private long injecting;
    private int inHand = NONE;                                      // group of the event that is being applied
    private boolean isForwardedInHand;

    EventDelivery(
        final HostParts parts,
        final EventQueue queue,
        final VirtualHost host,
        final CommandWriter writer,
        final LoopPlan plan,
        final OwedTime owedTime,
        final IdleTurns idle)
    {
        this.clock = parts.clock();
        this.queue = queue;
        this.host = host;
        this.port = parts.port();
        this.writer = writer;
        this.pending = parts.pending();
        this.phases = plan.phases();
        this.targets = plan.targets();
        this.owedTime = owedTime;
        this.idle = idle;
        this.held = plan.held();
        this.front = plan.front();
        this.inSoftware = new long[targets.groups() + 1];
    }

    /** Returns the events that software has and did not inject. */
    long injecting()
    {
        return injecting;
    }

    /** Returns those of each group of VMs; after them those of no VM. */
    long[] inSoftware()
    {
        return inSoftware.clone();
    }

    /** Takes the event from the queue that software injects now. */
    void injected()
    {
        final int irq = (int)queue.word();
        final long word = host.irqs().word(irq);
        queue.remove();
        injecting--;
        inSoftware[targets.group(targets.vm(word))]--;
        pending.backlogs().add(targets.vm(word), -1);
        pending.law().injected(targets.vm(word), clock.nanoTime());
        isForwardedInHand = true;
        raise(word, host.irqs().fromNs(irq));
        host.irqs().served(irq);
    }

    /** Notes that something has come of an interrupt. */
    void stir()
    {
        idle.stir();
        host.stir();
    }

    /** Notes that a handler has ended, or work that one has left. */
    void handled()
    {
        stir();
        idle.raised();
    }

    /** Lets software forward an event, or gives it to the hardware at once. */
    void forwardOrRaise(final long word, final int vm, final int vcpu)
    {
        pending.law().offered(clock.nanoTime());
        if (!port.isForwarded(vcpu))
        {
            isForwardedInHand = false;
            raise(word, clock.nanoTime());
            host.counts().direct += port.isScheduled() ? 1 : 0;
            return;
        }
        host.counts().forwarded++;
        injecting++;
        inSoftware[targets.group(vm)]++;
        pending.backlogs().add(vm, 1);
        pending.law().forwarded(vm, clock.nanoTime());
        host.irqs().message(vcpu, EventQueue.order(
            QueuedKind.INJECTED, vm, targets.vpe(vcpu), Commands.msiDeviceId(word)), word);
    }

    private void raise(final long word, final long intendedNs)
    {
        final int vm = targets.vm(word);
        hand(vm);
        final int lpi = targets.lpi(word);
        if (targets.shut().takes(word, intendedNs) || (front != null && front.takes(word, intendedNs)))
        {
            waitInFront(vm, 1);
            stir();
            return;
        }
        apply(word, vm, lpi, intendedNs);
    }

    /** Applies an event. Returns its stamps; null if it merged, or its vector holds it. */
    private PendingLpi apply(final long word, final int vm, final int lpi, final long intendedNs)
    {
        final boolean isMessage = !targets.isTimer(word) && !targets.isOfLine(word);
        final long merged = isMessage && pending.waits(vm, lpi) ? owedTime.coalesced(vm) : NONE;
        if (targets.isTimer(word))
        {
            port.raise(targets.vcpu(vm, targets.lpi(word)));
        }
        else if (targets.isOfLine(word))
        {
            port.driveLine(targets.vcpu(vm, targets.lpi(word)), targets.lpi(word), true);
        }
        else if (targets.isInjected(word))
        {
            port.inject(vm, targets.lpi(word));
        }
        else
        {
            if (!sends(word, vm, lpi, intendedNs))
            {
                hold(word, intendedNs);
                return null;
            }
        }
        if (merged != NONE && merged == owedTime.coalesced(vm))
        {
            lose(vm, lpi);
        }

        return raised(word, vm, intendedNs);
    }

    /** Applies an event that has waited for its vector. */
    private void opened(final long word, final long intendedNs)
    {
        final int vm = targets.vm(word);
        waitInFront(vm, -1);
        hand(vm);
        final PendingLpi raised = apply(word, vm, targets.lpi(word), intendedNs);
        if (raised != null)
        {
            raised.heldNs = clock.nanoTime() - intendedNs;
        }
        owedTime.settle(vm);
    }

    /** Has a device send the message of an event. Returns false if its vector holds the event. */
    private boolean sends(final long word, final int vm, final int lpi, final long intendedNs)
    {
        final boolean isFollowed = pending.moves().follows(vm);
        final long before = isFollowed ? owedTime.offered(vm) : 0;
        writer.msi(isFollowed && targets.torn().has(word) ? torn(word) : word, intendedNs);
        final boolean isSent = held == null || !held.isHeld(word);
        if (isFollowed && isSent)
        {
            pending.moves().sent(vm, lpi, owedTime.offered(vm) - before, clock.nanoTime());
        }

        return isSent;
    }

    /** Returns what a device sends whose message is torn: a function is triggered, and has the torn message itself. */
    private long torn(final long word)
    {
        if (held == null)
        {
            return targets.torn().of(word);
        }
        if (!held.isShut(word))
        {
            targets.torn().sends();
        }

        return word;
    }

    /** Notes that the machine has lost the interrupt that an event would have merged with. */
    private void lose(final int vm, final int lpi)
    {
        pending.lose(vm, lpi, clock.nanoTime());
        if (!targets.isMasked(vm, lpi) && !pending.isActive(targets.vcpu(vm, lpi), lpi))
        {
            host.guests().lose(targets.vcpu(vm, lpi));
        }
    }

    /** Notes that an event of a VM is about to be applied: a promise may break before it is. */
    void hand(final int vm)
    {
        inHand = targets.group(vm);
    }

    /** {@return the events of a group that were taken and not applied, as a promise broke} */
    long unapplied(final int group)
    {
        return inSoftware[group] + (inHand == group ? 1 : 0);
    }

    /** {@return the events that were taken and not applied} */
    long unapplied()
    {
        return injecting + fronted + (inHand == NONE ? 0 : 1);
    }

    /** {@return those of them that a monitor holds} */
    long fronted()
    {
        return fronted;
    }

    /** {@return those of them that software has forwarded} */
    long unforwarded()
    {
        return injecting + (inHand != NONE && isForwardedInHand ? 1 : 0);
    }

    private void hold(final long word, final long intendedNs)
    {
        inHand = NONE;
        pending.law().held(targets.vm(word), intendedNs, clock.nanoTime());
        final boolean isOfMigration = front != null && front.heldByFunction(targets.vm(word));
        if (!held.add(word, intendedNs, isOfMigration))
        {
            pending.backlogs().applied(Commands.msiDeviceId(word), true);
            if (isOfMigration)
            {
                front.leftFunction();
                pending.migrated().sent(null);
            }
        }
        stir();
    }

    /** Counts a message that waits in front of the ITS from now on, or one that does no more. */
    private void waitInFront(final int vm, final int change)
    {
        inHand = NONE;
        fronted += change;
        inSoftware[targets.group(vm)] += change;
        pending.backlogs().add(vm, change);
        if (change > 0)
        {
            pending.law().forwarded(vm, clock.nanoTime());
        }
        else
        {
            pending.law().injected(vm, clock.nanoTime());
        }
    }

    /** Notes that a monitor has sent a message that it has held. */
    private void sent(final long word, final long intendedNs)
    {
        waitInFront(targets.vm(word), -1);
        pending.migrated().sent(released(word, intendedNs));
    }

    /** Begins with vectors that hold nothing. */
    void begin()
    {
        for (int vm = 0; held != null && vm < targets.vms(); vm++)
        {
            if (targets.isOwn(vm))
            {
                owedTime.settle(vm);
            }
        }
    }

    /** Raises the events that vectors held, or a monitor, and that an action has let go. */
    void release()
    {
        targets.shut().release(opened);
        if (front != null)
        {
            front.release(sent);
        }
        for (int vm = held == null ? -1 : held.takeChanged(); vm >= 0; vm = held.takeChanged())
        {
            held.release(released);
            owedTime.settle(vm);
            stir();
        }
    }

    /** Notes that a vector has sent an event that it has held. */
    private void letGo(final long word, final long intendedNs, final boolean isOfMigration)
    {
        final PendingLpi raised = released(word, intendedNs);
        if (isOfMigration)
        {
            front.leftFunction();
            pending.migrated().sent(raised);
        }
    }

    private PendingLpi released(final long word, final long intendedNs)
    {
        final PendingLpi raised = raised(word, targets.vm(word), intendedNs);
        if (raised != null)
        {
            raised.heldNs = clock.nanoTime() - intendedNs;
        }

        return raised;
    }

    /**
     * Notes that an event was applied.
     *
     * @return its stamps; null if it merged
     */
    PendingLpi raised(final long word, final int vm, final long intendedNs)
    {
        inHand = NONE;
        final int lpi = targets.lpi(word);
        final int vcpu = targets.vcpu(vm, lpi);
        owedTime.settle(vm);
        final PendingLpi raised = pending.raise(vm, lpi, vcpu, intendedNs, clock.nanoTime());
        pending.backlogs().applied(Commands.msiDeviceId(word), raised == null);
        if (raised != null)
        {
            raised.word = word;
            raised.phase = phases.indexAt(intendedNs);
            raised.command = writer.sequence();
            raised.route = port.route(vm, lpi);
            raised.path = host.path(vcpu, port.isForwarded(vcpu));
            host.raised(vcpu, targets.isTimer(word), targets.isMasked(vm, lpi) || pending.isActive(vcpu, lpi));
        }
        stir();

        return raised;
    }
}
