package org.gale.engine.storm.virtual;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.gale.engine.command.V4Step;
import org.gale.engine.command.V4Verb;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.profile.HostModel;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.memory.Mix;

/**
 * Operator of a GICv4 host, who switches vCPUs between direct and software-forwarded, and guests who move events to
 * other vCPUs. Both are due by the number of events, or by the clock while events come. A transition takes its steps
 * one after another, each at its cost; a toggle that is due while one is open is missed. Owned by one thread.
 */
final class DirectOperator implements Operator
{
    private static final long DRAWS = 0x6f70657261746f72L;

    private final Topology topology;
    private final CommandWriter writer;
    private final Machine machine;
    private final DirectQueries queries;
    private final CostDraws costs;
    private final VirtualHost host;
    private final EventTargets targets;
    private final PendingLpis pending;
    private final DueActions toggles;
    private final DueActions moves;
    private final SplittableRandom random;
    private final int[] vms;                                        // of the partition
    private final int[] vcpus;
    private long togglesDue;
    private long movesDue;
    private long begun;
    private long completed;
    private long moved;

    DirectOperator(
        final HostParts parts,
        final Operated operated,
        final HostModel model,
        final long seed)
    {
        this.topology = operated.topology();
        this.machine = operated.machine();
        this.queries = DirectQueries.of(machine);
        this.writer = operated.writer();
        this.host = operated.host();
        this.targets = parts.targets();
        this.costs = parts.costs();
        this.pending = parts.pending();
        this.toggles = new DueActions(parts.clock(), topology, model.toggles());
        this.moves = new DueActions(parts.clock(), topology, model.moves());
        this.random = new SplittableRandom(Mix.of(seed ^ DRAWS, topology.isPartition() ? topology.share().index() : 0));
        this.vms = IntStream.range(0, topology.vms()).filter(topology::isOwn).toArray();
        this.vcpus = IntStream.range(0, topology.totalVpes())
            .filter(vcpu -> topology.isOwn(topology.vmOfVpe(vcpu))).toArray();
    }

    /** Machine and host that an operator acts on. */
    record Operated(
        Topology topology, Machine machine, CommandWriter writer, VirtualHost host)
    {
    }

    /** Returns what was done so far. */
    HostModel.Done done()
    {
        return new HostModel.Done(togglesDue, begun, completed, movesDue, moved);
    }

    @Override
    public boolean isOpen()
    {
        return queries.transitionVm() != DirectQueries.NONE;
    }

    @Override
    public void begin()
    {
        // The first action is due behind an event.
    }

    @Override
    public void sent(final long events)
    {
        // What is due begins with an event of a device.
    }

    @Override
    public void offered(final long events)
    {
        final long togglesBy = toggles.by(events);
        if (togglesBy > togglesDue)
        {
            togglesDue = togglesBy;                                 // what is due together is done once
            toggle();
        }
        final long movesBy = moves.by(events);
        if (movesBy > movesDue)
        {
            movesDue = movesBy;
            move();
        }
    }

    private void toggle()
    {
        final int vcpu = switchable(below(vcpus.length));
        final int vm = topology.vmOfVpe(vcpu);
        final int index = topology.vpeId(vcpu);
        if (isOpen())
        {
            return;                                                 // missed, and told as such
        }
        writer.time();
        writer.apply((queries.isDirect(vm, index) ? V4Verb.BEGIN_DISABLE : V4Verb.BEGIN_ENABLE)
            .encode(writer.frame(), writer.at(), vm, index));
        if (isOpen())
        {
            begun++;
            plan(vcpu);
        }
        host.changed(vcpu);
    }

    /** Returns the first vCPU from one on that can be switched: while no vPEID is free, one that is direct. */
    private int switchable(final int from)
    {
        int at = from;
        for (int i = 1; isPoolUsed() && i < vcpus.length && !isDirect(vcpus[at]); i++)
        {
            at = (from + i) % vcpus.length;
        }

        return vcpus[at];
    }

    /** Returns whether no vPEID of the partition is free. */
    private boolean isPoolUsed()
    {
        final int partition = topology.share().index();

        return topology.isPartition() ?
            IntStream.of(vcpus).filter(this::isDirect).count() >= topology.partitions().vpeids(partition) :
            queries.vpeIdsUsed() == queries.vpeIds();
    }

    private boolean isDirect(final int vcpu)
    {
        return queries.isDirect(topology.vmOfVpe(vcpu), topology.vpeId(vcpu));
    }

    @Override
    public void step()
    {
        final int vcpu = topology.vpeIndex(queries.transitionVm(), queries.transitionVcpu());
        writer.time();
        writer.apply(V4Verb.STEP.encode(writer.frame(), writer.at()));
        if (machine.outputs().lastValue() == V4Step.ENDED)
        {
            completed++;
            host.counts().transitions++;
        }
        if (isOpen())
        {
            plan(vcpu);
        }
        host.changed(vcpu);
    }

    private void plan(final int vcpu)
    {
        host.irqs().step(vcpu, EventQueue.order(QueuedKind.OPERATOR, queries.transitionVm(),
            queries.transitionVcpu(), 0));
    }

    private void move()
    {
        final int vm = vms[below(vms.length)];
        final int lpi = below(topology.lpis(vm));
        final int from = targets.vcpu(vm, lpi);
        final int to = topology.vpeIndex(vm, below(topology.vpes(vm)));
        writer.time();
        writer.apply(V4Verb.MOVE.encode(writer.frame(), writer.at(), vm, targets.device(vm, lpi),
            targets.event(vm, lpi), topology.vpeId(to)));
        host.trap(to, costs.trap(to));
        moved++;
        if (machine.outputs().lastValue() != 0)
        {
            return;                                                 // the machine refuses it
        }
        targets.move(vm, lpi, to);
        if (pending.waits(vm, lpi))
        {
            host.guests().move(from, to);
        }
        host.changed(to);
    }

    private int below(final int bound)
    {
        return (int)Long.remainderUnsigned(random.nextLong(), bound);
    }
}
