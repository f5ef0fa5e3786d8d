package org.gale.engine.storm.virtual;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.storm.profile.FunctionRestore;
import org.gale.engine.storm.profile.HostModel;
import org.gale.engine.storm.profile.MsixActions;
import org.gale.engine.storm.topology.FunctionPlaces;
import org.gale.engine.storm.topology.Topology;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.memory.Mix;

/**
 * Guests of functions who mask vectors and give them other messages, and their monitor. Actions are due by the number
 * of events, or by the clock while events come. A mask that is open while nothing else can happen goes to its end. Each
 * access of a guest to a table, or to the configuration of a function, is a trap of its vCPU. Owned by one thread.
 */
final class FunctionOperator implements Operator
{
    private static final int IMAGE_BYTES = 1 << 16;
    private static final int NO_INTID = -1;
    private static final int TABLE_WRITES = 3;

    private final Topology topology;
    private final Machine machine;
    private final CommandWriter writer;
    private final VirtualHost host;
    private final CostDraws costs;
    private final EventTargets targets;
    private final HeldEvents held;
    private final PinWaits pins;
    private final MsixActions actions;
    private final FunctionRestore restore;
    private final DueActions masks;
    private final DueActions retargets;
    private final int[] pinVcpus;                                   // by VM, which takes its pin
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[IMAGE_BYTES]);
    private long soundSequence;
    private long steps;
    private long stepsDue;
    private long retargeted;

    /**
     * Makes the operator of a run.
     *
     * @param held events of the run that vectors hold
     * @param pins of its VMs
     */
    FunctionOperator(final HostParts parts, final DirectOperator.Operated operated, final HostModel model,
        final long seed, final HeldEvents held, final PinWaits pins)
    {
        final MachineConfig config = operated.machine().config();
        this.topology = operated.topology();
        this.machine = operated.machine();
        this.writer = operated.writer();
        this.host = operated.host();
        this.costs = parts.costs();
        this.targets = parts.targets();
        this.held = held;
        this.pins = pins;
        this.actions = new MsixActions(topology, new FunctionPlaces(topology, config),
            topology.isPartition() ? Mix.of(seed, topology.share().index()) : seed);
        this.restore = new FunctionRestore(topology, machine);
        this.masks = new DueActions(parts.clock(), topology, model.toggles(), MsixActions.STEPS);
        this.retargets = new DueActions(parts.clock(), topology, model.moves());
        this.pinVcpus = new int[topology.vms()];
        for (final int vm : topology.ownVms())
        {
            pinVcpus[vm] = targets.vcpu(vm, 0);
        }
    }

    /** Returns what was done so far: masks as transitions, and retargets as moves. */
    HostModel.Done done()
    {
        return new HostModel.Done(begun(stepsDue), begun(steps), steps / MsixActions.STEPS,
            retargeted, retargeted);
    }

    private static long begun(final long ofSteps)
    {
        return (ofSteps + MsixActions.STEPS - 1) / MsixActions.STEPS;
    }

    @Override
    public void begin()
    {
        soundSequence = writer.sequence();
        for (final int vm : topology.ownVms())
        {
            pins.settle(vm);
            host.changed(pinVcpus[vm]);
        }
    }

    @Override
    public boolean isOpen()
    {
        return steps % MsixActions.STEPS != 0;
    }

    @Override
    public void sent(final long events)
    {
        // What is due begins with an event of a device.
    }

    @Override
    public void offered(final long events)
    {
        stepsDue = Math.max(steps, masks.by(events));
        while (steps < stepsDue)
        {
            step();
        }
        final long due = retargets.by(events);
        while (retargeted < due)
        {
            retargeted++;
            final int end = actions.retarget(scratch, 0, retargeted, steps);
            apply(end);
            trap(end == 0 ? 0 : TABLE_WRITES, false);
            changed();
        }
    }

    @Override
    public void step()
    {
        steps++;
        apply(actions.step(scratch, 0, steps));
        if (actions.saves(steps))
        {
            apply(restore.write(scratch, 0, IMAGE_BYTES, actions.device()));
            if (!restore.appended())
            {
                throw new IllegalStateException("an image is longer than " + IMAGE_BYTES + " bytes");
            }
        }
        if ((steps - 1) % MsixActions.STEPS != 1)                               // the second is the monitor's alone
        {
            trap(1, actions.isFunction() && (steps - 1) % MsixActions.STEPS != 2);
        }
        changed();
    }

    /** Has the vCPU of the vector trap. */
    private void trap(final int times, final boolean isConfig)
    {
        final int vm = topology.vmOfDevice(actions.device());
        final int vcpu = targets.vcpu(vm, topology.firstLpiOfDevice(actions.device()) + actions.vector());
        for (int i = 0; i < times; i++)
        {
            host.trap(vcpu, isConfig ? costs.msixConfig(vcpu) : costs.msixTable(vcpu));
        }
    }

    private void changed()
    {
        final int vm = topology.vmOfDevice(actions.device());
        pins.settle(vm);
        held.changed(vm);
        host.changed(pinVcpus[vm]);
        final String broken = machine.functions().broken();
        if (broken != null)
        {
            throw new InvariantBrokenException(
                "P1", broken, OwnerId.NONE, NO_INTID, soundSequence, writer.sequence());
        }
        soundSequence = writer.sequence();
    }

    /** Applies commands one by one, each as one of this instant. */
    private void apply(final int end)
    {
        int at = 0;
        while (at < end)
        {
            final int bytes = CommandWord.length(scratch.getLong(at)) << 3;
            writer.time();
            writer.frame().putBytes(writer.at(), scratch, at, bytes);
            writer.apply(writer.at() + bytes);
            at += bytes;
        }
    }
}
