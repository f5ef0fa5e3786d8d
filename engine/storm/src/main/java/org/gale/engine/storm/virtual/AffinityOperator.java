package org.gale.engine.storm.virtual;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gale.engine.storm.profile.HostModel;
import org.gale.engine.storm.result.StormControl;
import org.gale.engine.storm.scenario.ActionRate;
import org.gale.engine.storm.scenario.Affinity;
import org.gale.engine.storm.scenario.MoveOrder;
import org.gale.engine.storm.topology.Topology;

/**
 * Guests that move their vectors to other vCPUs: those with a balancer at the end of its period, those whose vCPUs go
 * offline and online then, and all of them where moves are drawn. A guest to which no event came in a period moves
 * nothing, and plans no more until one comes, so that a run ends. One without a vCPU in its guest moves nothing in this
 * period. A guest with a wrong order may move in two steps, of which the second follows a time later. Owned by one
 * thread.
 * <pre>
 *   0          T          2T         3T         4T
 *   |-- event -|-- event -|----------|----------|-- event -
 *              moves      moves      rests                 moves at 5T
 * </pre>
 */
final class AffinityOperator implements Operator
{
    private static final long NONE = -1;

    private final Topology topology;
    private final VirtualHost host;
    private final VirtualClock clock;
    private final EventQueue queue;
    private final EventTargets targets;
    private final VectorMoves moves;
    private final DrawnMoves drawn;
    private final int[] vms;                                        // of the partition, whose guests move vectors
    private final Affinity[] rules;                                 // of each
    private final Balancer[] balancers;
    private final long[] nextNs;                                    // end of the period; NONE of a guest that rests
    private final long[] secondNs;                                  // second step of moves; NONE without one
    private final OfflineVcpu[] offline;
    private final ManagedVectors[] managed;
    private final long[] onlineNs;                                  // next check, or end offline; NONE without one
    private final long[] seen;                                      // events when the last period ended
    private long events;
    private int resting;
    private long balanced;
    private long spread;

    /** @param model of the host, with the rate of moves that are drawn */
    AffinityOperator(
        final HostParts parts, final DirectOperator.Operated operated, final HostModel model, final long seed)
    {
        final ActionRate rate = model.moving().drawn();
        this.topology = operated.topology();
        this.host = operated.host();
        this.clock = parts.clock();
        this.queue = parts.timers().queue();
        this.targets = parts.targets();
        this.moves = new VectorMoves(parts, operated, new TranslationEntries(operated, model.kind()));
        this.drawn = new DrawnMoves(clock, topology, rate, seed);
        this.vms = IntStream.of(topology.ownVms())
            .filter(vm -> !rate.isNone() || affinity(topology, vm).periodNs() > 0).toArray();
        this.rules = IntStream.of(vms).mapToObj(vm -> affinity(topology, vm)).toArray(Affinity[]::new);
        this.balancers = IntStream.of(vms).mapToObj(vm -> new Balancer(topology, vm, parts.pending(), targets))
            .toArray(Balancer[]::new);
        this.nextNs = new long[vms.length];
        this.secondNs = new long[vms.length];
        this.offline = IntStream.of(vms).mapToObj(vm -> new OfflineVcpu(topology, vm)).toArray(OfflineVcpu[]::new);
        this.managed = IntStream.range(0, vms.length)
            .mapToObj(index -> new ManagedVectors(vms[index], balancers[index], parts)).toArray(ManagedVectors[]::new);
        this.onlineNs = new long[vms.length];
        this.seen = new long[vms.length];
        Arrays.fill(onlineNs, NONE);
        Arrays.fill(nextNs, NONE);
        Arrays.fill(secondNs, NONE);
        this.resting = (int)Stream.of(rules).filter(rule -> rule.periodNs() > 0).count();
    }

    /** Returns the balancer's rule of the guest of a VM. */
    private static Affinity affinity(final Topology topology, final int vm)
    {
        return topology.groups().get(topology.groupOfVm(vm)).guest().affinity();
    }

    /** Returns what was done so far, with what others have done. */
    HostModel.Done addedTo(final HostModel.Done others)
    {
        final ShutVectors shut = targets.shut();
        final HostModel.Managed ofManaged = new HostModel.Managed(
            sum(ManagedVectors::due), sum(ManagedVectors::shutDown),
            shut.waited() + sum(guest -> guest.requests(false)),
            shut.waited() - shut.count() + sum(guest -> guest.requests(false) - guest.requests(true)));

        return others.with(new HostModel.Vectors(balanced, spread, drawn.due(), drawn.made(), ofManaged));
    }

    private long sum(final ToLongFunction<ManagedVectors> figure)
    {
        return Stream.of(managed).mapToLong(figure).sum();
    }

    /** Returns whether a period, or a second step, is planned for this instant. */
    boolean isDue()
    {
        return drawn.isRetried() || next() < vms.length;
    }

    private int next()
    {
        int index = 0;
        while (index < vms.length && nextNs[index] != clock.nanoTime() && secondNs[index] != clock.nanoTime() &&
            onlineNs[index] != clock.nanoTime())
        {
            index++;
        }

        return index;
    }

    /** Returns the wrong orders of guests, and how often each acted. */
    List<StormControl> controls()
    {
        return Stream.of(rules).map(Affinity::order).filter(order -> order != MoveOrder.RIGHT).distinct()
            .map(moves::control).toList();
    }

    @Override
    public void begin()
    {
        // The first period begins at 0, and is planned with the first event.
    }

    @Override
    public boolean isOpen()
    {
        return false;
    }

    @Override
    public void offered(final long offered)
    {
        events = offered;
        for (int i = 0; resting > 0 && i < vms.length; i++)
        {
            if (nextNs[i] == NONE && rules[i].periodNs() > 0)
            {
                resting--;
                plan(i, clock.nanoTime());
            }
        }
        sent(offered);
    }

    /** {@inheritDoc} Moves that are drawn are due by all events, and periods by those of devices. */
    @Override
    public void sent(final long offered)
    {
        drawn.offered(offered);
        moveDrawn();
    }

    /** Makes the moves that are due, and plans to try again while a vCPU that could make them is under way. */
    private void moveDrawn()
    {
        while (drawn.isDue() && hasMoved())
        {
            drawn.note();
        }
        if (drawn.isToRetry() && isUnderWay())
        {
            add(0, drawn.retry());
        }
    }

    /** Returns whether a vCPU with something to do may come into its guest. */
    private boolean isUnderWay()
    {
        for (int index = 0; index < vms.length; index++)
        {
            for (int vpe = 0; canMove(index) && vpe < topology.vpes(vms[index]); vpe++)
            {
                if (!host.isIdle(topology.vpeIndex(vms[index], vpe)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /** Returns whether moves that are drawn take a VM: one with vectors, and another vCPU that is never offline. */
    private boolean canMove(final int index)
    {
        return balancers[index].count() > 0 && topology.vpes(vms[index]) > 1 && !rules[index].hasOffline();
    }

    /** Moves a vector that is drawn. Returns whether a guest could, and no second step of it is open. */
    private boolean hasMoved()
    {
        final int first = drawn.below(vms.length);
        for (int i = 0; i < vms.length; i++)
        {
            final int index = (first + i) % vms.length;
            final int vm = vms[index];
            if (secondNs[index] == NONE && canMove(index) && moves.take(vm))
            {
                final int lpi = balancers[index].lpi(drawn.below(balancers[index].count()));
                moves.make(vm, lpi, drawn.otherVcpu(vm, targets.vcpu(vm, lpi)), rules[index].order());
                moves.settle();
                if (rules[index].order().isInTwoSteps())
                {
                    planSecond(index);
                }

                return true;
            }
        }

        return false;
    }

    /** Plans the end of the period in which a time is. */
    private void plan(final int index, final long nowNs)
    {
        final long everyNs = rules[index].periodNs();
        nextNs[index] = (nowNs / everyNs + 1) * everyNs;
        add(index, nextNs[index]);
    }

    private void add(final int index, final long ns)
    {
        queue.add(ns, EventQueue.order(QueuedKind.OPERATOR, vms[index], 0, 0), HostIrqs.NONE, 0);
    }

    /** {@inheritDoc} The period of one guest ends, or its second step comes: of several at once, of the lowest VM. */
    @Override
    public void step()
    {
        final int index = next();
        if (index == vms.length)
        {
            drawn.tried();
            moveDrawn();
            return;
        }
        if (secondNs[index] == clock.nanoTime())
        {
            second(index);
            return;
        }
        if (onlineNs[index] == clock.nanoTime())
        {
            reach(index);
            return;
        }
        if (events == seen[index])
        {
            nextNs[index] = NONE;
            resting++;
            return;
        }
        seen[index] = events;
        if (rules[index].offline().isManaged())
        {
            close(index);
        }
        else if (secondNs[index] == NONE && !offline[index].is() && moves.take(vms[index]))
        {
            if (rules[index].hasOffline())
            {
                offline(index);
            }
            else
            {
                move(index);
            }
            moves.settle();
        }
        plan(index, clock.nanoTime());
    }

    /** Takes the second step of moves, or waits until a vCPU of the VM is in its guest. */
    private void second(final int index)
    {
        secondNs[index] = NONE;
        if (moves.take(vms[index]))
        {
            moves.complete(vms[index]);
            moves.settle();
        }
        else
        {
            planSecond(index);
        }
    }

    /** Has a vCPU go offline, and plans when it is online again. */
    private void offline(final int index)
    {
        final Balancer vectors = balancers[index];
        final OfflineVcpu gone = offline[index];
        gone.goOffline();
        for (int i = 0; i < vectors.count(); i++)
        {
            if (targets.vcpu(vms[index], vectors.lpi(i)) == gone.vcpu())
            {
                spread(index, i, gone.take(i));
            }
        }
        onlineNs[index] = clock.nanoTime() + rules[index].offline().forNs();
        add(index, onlineNs[index]);
    }

    /** Has the queues of the next vCPU of a guest with managed vectors come to their end, unless one is offline. */
    private void close(final int index)
    {
        if (!offline[index].is() && !targets.shut().isEnding())
        {
            offline[index].goOffline();
            managed[index].close(offline[index].vcpu());
            check(index);
        }
    }

    /** Reaches the next check of queues, or the end of a time offline. */
    private void reach(final int index)
    {
        if (!rules[index].offline().isManaged())
        {
            online(index);
        }
        else if (managed[index].isClosing())
        {
            check(index);
        }
        else
        {
            onlineNs[index] = NONE;
            managed[index].open();
            offline[index].goOnline();
        }
    }

    /** Has a vCPU be offline if its queues have come to their end; checks again later if they have not. */
    private void check(final int index)
    {
        final boolean isQuiet = managed[index].isQuiet();
        onlineNs[index] = NONE;
        if (isQuiet && !targets.shut().isEnding())
        {
            managed[index].shutDownAll();
            onlineNs[index] = clock.nanoTime() + rules[index].offline().forNs();
            add(index, onlineNs[index]);
        }
        else if (targets.shut().isEnding() || managed[index].isInVain())
        {
            managed[index].giveUp(targets.shut().isEnding());
            offline[index].goOnline();
        }
        else
        {
            onlineNs[index] = clock.nanoTime() + MoveOrder.STEP_NS;
            add(index, onlineNs[index]);
        }
    }

    private void spread(final int index, final int vector, final int vcpu)
    {
        spread++;
        moves.make(vms[index], balancers[index].lpi(vector), vcpu, rules[index].order());
    }

    /** Has a vCPU be online again, or waits until a vCPU of the VM is in its guest. */
    private void online(final int index)
    {
        onlineNs[index] = NONE;
        if (moves.take(vms[index]))
        {
            offline[index].vectors().forEachInt(vector -> spread(index, vector, offline[index].vcpu()));
            moves.settle();
            offline[index].goOnline();
        }
        else
        {
            onlineNs[index] = clock.nanoTime() + MoveOrder.STEP_NS;
            add(index, onlineNs[index]);
        }
    }

    private void planSecond(final int index)
    {
        secondNs[index] = clock.nanoTime() + MoveOrder.STEP_NS;
        add(index, secondNs[index]);
    }

    private void move(final int index)
    {
        final Balancer balancer = balancers[index];
        balancer.choose(targets);
        for (int i = 0; i < balancer.count(); i++)
        {
            final int vcpu = balancer.chosen(i);
            if (vcpu != targets.vcpu(vms[index], balancer.lpi(i)))
            {
                balanced++;
                moves.make(vms[index], balancer.lpi(i), vcpu, rules[index].order());
            }
        }
        if (rules[index].order().isInTwoSteps())
        {
            planSecond(index);
        }
    }
}
