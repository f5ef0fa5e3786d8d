package org.gale.engine.storm.virtual;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.gale.engine.storm.profile.HostModel;
import org.gale.engine.storm.scenario.Affinity;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.operand.GicCdAff;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.Intid;

/**
 * Guests of resident vCPUs, each of which moves its vectors to other vCPUs at the end of its period. A move is an
 * instruction of the first vCPU of the VM, and a barrier (B-ORD-1). A guest to which no event came in a period moves
 * nothing, and plans no more until one comes, so that a run ends. Owned by one thread.
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
    private final CommandWriter writer;
    private final VirtualHost host;
    private final VirtualClock clock;
    private final EventQueue queue;
    private final EventTargets targets;
    private final PendingLpis pending;
    private final int[] vms;                                        // of the partition, whose guests have a balancer
    private final Balancer[] balancers;                             // of each
    private final long[] nextNs;                                    // end of the period; NONE of a guest that rests
    private final long[] seen;                                      // events when the last period ended
    private long events;
    private int resting;
    private long due;
    private long moved;

    AffinityOperator(final HostParts parts, final DirectOperator.Operated operated)
    {
        this.topology = operated.topology();
        this.writer = operated.writer();
        this.host = operated.host();
        this.clock = parts.clock();
        this.queue = parts.timers().queue();
        this.targets = parts.targets();
        this.pending = parts.pending();
        this.vms = IntStream.of(topology.ownVms()).filter(vm -> !affinity(topology, vm).isNone()).toArray();
        this.balancers = IntStream.of(vms).mapToObj(vm -> new Balancer(topology, vm, pending))
            .toArray(Balancer[]::new);
        this.nextNs = new long[vms.length];
        this.seen = new long[vms.length];
        Arrays.fill(nextNs, NONE);
        this.resting = vms.length;
    }

    /** Returns the balancer's rule of the guest of a VM. */
    private static Affinity affinity(final Topology topology, final int vm)
    {
        return topology.groups().get(topology.groupOfVm(vm)).guest().affinity();
    }

    /** Returns what was done so far. */
    HostModel.Done done()
    {
        return new HostModel.Done(0, 0, 0, due, moved);
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
        final long everyNs = affinity(topology, vms[index]).everyNs();
        nextNs[index] = (nowNs / everyNs + 1) * everyNs;
        queue.add(nextNs[index], EventQueue.order(QueuedKind.OPERATOR, vms[index], 0, 0), HostIrqs.NONE, 0);
    }

    /** {@inheritDoc} The period of one guest ends, of several at this instant that of the lowest VM. */
    @Override
    public void step()
    {
        int index = 0;
        while (nextNs[index] != clock.nanoTime())
        {
            index++;
        }
        if (events == seen[index])
        {
            nextNs[index] = NONE;
            resting++;
            return;
        }
        seen[index] = events;
        final Balancer balancer = balancers[index];
        balancer.choose(targets);
        for (int i = 0; i < balancer.count(); i++)
        {
            final int vcpu = balancer.chosen(i);
            if (vcpu != targets.vcpu(vms[index], balancer.lpi(i)))
            {
                due++;
                move(vms[index], balancer.lpi(i), vcpu);
            }
        }
        plan(index, clock.nanoTime());
    }

    private void move(final int vm, final int lpi, final int to)
    {
        final int from = targets.vcpu(vm, lpi);
        final int pe = topology.vpeIndex(vm, 0);                    // each vCPU has the PE of its number
        writer.instruction(pe, GicInstruction.CDAFF.code(), GicCdAff.of(
            Intid.of(Intid.TYPE_LPI, topology.firstLpiId() + lpi), topology.vpeId(to), false));
        writer.instruction(pe, GicInstruction.GSBSYS.code(), 0);
        moved++;
        targets.move(vm, lpi, to);
        if (pending.waits(vm, lpi) && !targets.isMasked(vm, lpi) && !pending.isLeft(vm, lpi))
        {
            host.moved(from, to);
        }
        host.changed(to);
    }
}
