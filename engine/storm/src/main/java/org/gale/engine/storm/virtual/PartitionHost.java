package org.gale.engine.storm.virtual;

import java.util.List;
import java.util.function.Supplier;
import org.gale.engine.storm.law.DoorbellLaw;
import org.gale.engine.storm.law.HostLaw;
import org.gale.engine.storm.profile.HostModel;
import org.gale.engine.storm.result.StormControl;
import org.gale.engine.storm.run.PrivateBook;
import org.gale.engine.storm.run.RunOptions;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.topology.LpiSpread;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.storm.topology.VmNumbers;

/**
 * Host of a partition of a storm in virtual time, by the kind of its machine: its vCPUs, their port to the machine, and
 * its operator. Owned by the thread of the run.
 */
final class PartitionHost
{
    final PinWaits pins;
    final EventQueue queue = new EventQueue();
    final EventTargets targets;
    final HostParts parts;
    final VirtualHost virtual;
    /** Events that vectors hold; null where devices have none. */
    final HeldEvents held;
    /** Messages that a monitor holds; null where no VM migrates. */
    final FrontMessages front;
    final Operator operator;
    /** Source of what the operator has done. */
    final Supplier<HostModel.Done> done;
    /** Source of the deliberate mistakes of its guests. */
    final Supplier<List<StormControl>> controls;

    PartitionHost(final RunOptions options, final Topology topology, final PartitionEngine engine,
        final VirtualClock clock, final PartitionBooks books)
    {
        final HostModel model = options.workload().hostModel();
        final PrivateBook interrupts = books.run.interrupts();
        final long seed = options.config().value(StormSettings.SEED);
        pins = new PinWaits(topology, engine.machine(), clock, books.pending.waits());
        targets = new EventTargets(topology, new LpiSpread(options.config(), topology), interrupts.timers(),
            interrupts.lines().lines());
        final VmNumbers numbers = new VmNumbers(topology.vms());
        front = model.migrating().isNone() ? null :
            new FrontMessages(engine.machine(), engine.writer(), topology.deal());
        parts = new HostParts(clock,
            engine.seams().port().apply(port(model.kind(), topology, engine, books, numbers)),
            new VcpuTimers(topology, queue, clock), engine.draws(), books.peTimes, books.pending, books.taken,
            new ModelCalls(books.due, clock, books.run.waits()), targets);
        virtual = new VirtualHost(parts, topology, model, new DoorbellLaw(topology, engine.machine(), numbers),
            law(topology, engine.costs(), model));
        held = model.kind() == HostModel.HostKind.FUNCTIONS ? new HeldEvents(topology, engine.machine()) : null;
        final PartitionOperator ofKind = PartitionOperator.of(parts,
            new DirectOperator.Operated(topology, engine.machine(), engine.writer(), virtual), model, seed,
            new HeldParts(held, pins, front, numbers));
        operator = ofKind.operator();
        done = ofKind.done();
        controls = ofKind.controls();
    }

    private GuestPort port(final HostModel.HostKind kind, final Topology topology, final PartitionEngine engine,
        final PartitionBooks books, final VmNumbers numbers)
    {
        final PrivateBook interrupts = books.run.interrupts();

        return switch (kind)
        {
            case FUNCTIONS -> new FunctionPort(topology, engine.machine(), engine.writer(), interrupts, pins);
            case RESIDENT -> new ResidentPort(topology, engine.machine(), engine.writer(), interrupts);
            case KVM -> new KvmPort(topology, engine.machine(), engine.writer(), interrupts, numbers);
            case DIRECT -> new DirectPort(topology, engine.machine(), engine.writer(), books.pending::waits,
                numbers);
        };
    }

    /** Returns the law of a host. */
    static HostLaw law(final Topology topology, final CostModel costs, final HostModel model)
    {
        return new HostLaw(topology, costs,
            new HostLaw.Scheduling(model.rules().isQueueOfPe(), model.preempts(), model.sliceNs()));
    }
}
