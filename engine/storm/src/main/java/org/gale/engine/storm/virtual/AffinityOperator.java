package org.gale.engine.storm.virtual;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gale.engine.storm.profile.HostModel;
import org.gale.engine.storm.result.StormControl;
import org.gale.engine.storm.scenario.Affinity;
import org.gale.engine.storm.scenario.MoveOrder;
import org.gale.engine.storm.topology.Topology;

/**
 * Guests that move their vectors to other vCPUs, each at the end of its period. A guest to which no event came in a
 * period moves nothing, and plans no more until one comes, so that a run ends. One without a vCPU in its guest moves
 * nothing in this period. A guest with a wrong order may move in two steps, of which the second follows a time later.
 * Owned by one thread.
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
    private final VirtualClock clock;
    private final EventQueue queue;
    private final EventTargets targets;
    private final VectorMoves moves;
    private final int[] vms;                                        // of the partition, whose guests have a balancer
    private final Affinity[] rules;                                 // of each
    private final Balancer[] balancers;
    private final long[] nextNs;                                    // end of the period; NONE of a guest that rests
    private final long[] secondNs;                                  // second step of moves; NONE without one
    private final long[] seen;                                      // events when the last period ended
    private long events;
    private int resting;
    private long due;

    AffinityOperator(final HostParts parts, final DirectOperator.Operated operated)
    {
        this.topology = operated.topology();
        this.clock = parts.clock();
        this.queue = parts.timers().queue();
        this.targets = parts.targets();
        this.moves = new VectorMoves(parts, operated);
        this.vms = IntStream.of(topology.ownVms()).filter(vm -> !affinity(topology, vm).isNone()).toArray();
        this.rules = IntStream.of(vms).mapToObj(vm -> affinity(topology, vm)).toArray(Affinity[]::new);
        this.balancers = IntStream.of(vms).mapToObj(vm -> new Balancer(topology, vm, parts.pending()))
            .toArray(Balancer[]::new);
        this.nextNs = new long[vms.length];
        this.secondNs = new long[vms.length];
        this.seen = new long[vms.length];
        Arrays.fill(nextNs, NONE);
        Arrays.fill(secondNs, NONE);
        this.resting = vms.length;
    }

    /** Returns the balancer's rule of the guest of a VM. */
    private static Affinity affinity(final Topology topology, final int vm)
    {
        return topology.groups().get(topology.groupOfVm(vm)).guest().affinity();
    }

    /** Returns what was done so far, with what others have done. */
    HostModel.Done addedTo(final HostModel.Done others)
    {
        return others.with(due, moves.moved());
    }

    /** Returns whether a period, or a second step, is planned for this instant. */
    boolean isDue()
    {
        return next() < vms.length;
    }

    private int next()
    {
        int index = 0;
        while (index < vms.length && nextNs[index] != clock.nanoTime() && secondNs[index] != clock.nanoTime())
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
            if (nextNs[i] == NONE)
            {
                resting--;
                plan(i, clock.nanoTime());
            }
        }
    }

    /** Plans the end of the period in which a time is. */
    private void plan(final int index, final long nowNs)
    {
        final long everyNs = rules[index].everyNs();
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
        if (secondNs[index] == clock.nanoTime())
        {
            second(index);
            return;
        }
        if (events == seen[index])
        {
            nextNs[index] = NONE;
            resting++;
            return;
        }
        seen[index] = events;
        if (secondNs[index] == NONE && moves.take(vms[index]))
        {
            move(index);
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
                due++;
                moves.make(vms[index], balancer.lpi(i), vcpu, rules[index].order());
            }
        }
        if (rules[index].order().isInTwoSteps())
        {
            planSecond(index);
        }
    }
}
