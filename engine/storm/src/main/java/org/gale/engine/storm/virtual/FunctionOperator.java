package org.gale.engine.storm.virtual;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.storm.profile.FunctionPlug;
import org.gale.engine.storm.profile.FunctionRestore;
import org.gale.engine.storm.profile.HostModel;
import org.gale.engine.storm.profile.MsixActions;
import org.gale.engine.storm.profile.PlugControl;
import org.gale.engine.storm.result.StormControl;
import org.gale.engine.storm.scenario.ActionRate;
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
    private static final int PLUG_WRITES = 2;                       // address and data of a vector
    private static final int PLUG_CONTROLS = 3;                     // unmask, disable, enable

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
    private final FunctionPlug plug;
    private final PlugControl control;
    private final ActionRate askedPlugs;
    private final DueActions plugs;
    private final int[] pinVcpus;                                   // by VM, which takes its pin
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[IMAGE_BYTES]);
    private long soundSequence;
    private long steps;
    private long stepsDue;
    private long retargeted;
    private long plugSteps;
    private long plugStepsDue;
    private boolean isPlugging;

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
        final long own = topology.isPartition() ? Mix.of(seed, topology.share().index()) : seed;
        final FunctionPlaces places = new FunctionPlaces(topology, config);
        this.actions = new MsixActions(topology, places, own);
        this.plug = new FunctionPlug(topology, places, own, model.acts().order());
        this.control = new PlugControl(topology, machine, model.acts().order());
        this.askedPlugs = model.acts().plugs();
        this.restore = new FunctionRestore(machine);
        this.masks = new DueActions(parts.clock(), topology, model.toggles(), MsixActions.STEPS);
        this.retargets = new DueActions(parts.clock(), topology, model.moves());
        this.plugs = new DueActions(parts.clock(), topology, model.acts().plugs(), FunctionPlug.STEPS);
        this.pinVcpus = new int[topology.vms()];
        for (final int vm : topology.ownVms())
        {
            pinVcpus[vm] = targets.vcpu(vm, 0);
        }
    }

    /** Returns what was done so far: masks as transitions, retargets as moves, and plugs. */
    HostModel.Done done()
    {
        final long begun = HostModel.Done.begun(steps, MsixActions.STEPS);

        return new HostModel.Done(HostModel.Done.begun(stepsDue, MsixActions.STEPS), begun,
            steps / MsixActions.STEPS, retargeted, retargeted).with(new HostModel.Plugs(
                HostModel.Done.begun(plugStepsDue, FunctionPlug.STEPS),
                HostModel.Done.begun(plugSteps, FunctionPlug.STEPS), plugSteps / FunctionPlug.STEPS));
    }

    /** Returns the control of a wrong order of plugs. */
    List<StormControl> controls()
    {
        return control.controls(askedPlugs);
    }

    @Override
    public void begin()
    {
        soundSequence = writer.sequence();
        writer.expectPlugs(() -> isPlugging ? -1 : plugSteps / FunctionPlug.STEPS);
        for (final int vm : topology.ownVms())
        {
            pins.settle(vm);
            host.changed(pinVcpus[vm]);
        }
    }

    @Override
    public boolean isOpen()
    {
        return steps % MsixActions.STEPS != 0 || plugSteps % FunctionPlug.STEPS != 0;
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
            mask();
        }
        final long due = retargets.by(events);
        while (retargeted < due)
        {
            retargeted++;
            final int end = actions.retarget(scratch, 0, retargeted, steps);
            apply(end);
            trap(end == 0 ? 0 : TABLE_WRITES, false);
            changed(actions.device());
        }
        plugStepsDue = Math.max(plugSteps, plugs.by(events));
        while (plugSteps < plugStepsDue)
        {
            plug();
        }
    }

    @Override
    public void step()
    {
        if (steps % MsixActions.STEPS != 0)
        {
            mask();
        }
        else
        {
            plug();
        }
    }

    /** Takes the next step of a plug. A mask that is open on its function goes to its end before the second one. */
    private void plug()
    {
        final int device = plug.device(plugSteps + 1);
        final boolean isFirst = FunctionPlug.isFirst(plugSteps + 1);
        while (!isFirst && actions.isOpenOn(device, steps))
        {
            mask();
        }
        if (isFirst)
        {
            apply(plug.mask(scratch, 0, device, true));
        }
        else
        {
            isPlugging = true;
            plug.unplug(device);
            control.unplugs(device);
            control.begins();
            do
            {
                apply(plug.write(scratch, 0, IMAGE_BYTES));
            }
            while (!plug.appended());
            control.ended();
        }
        plugSteps++;
        isPlugging = false;
        final int vcpu = targets.vcpu(topology.vmOfDevice(device), topology.firstLpiOfDevice(device));
        trap(vcpu, isFirst ? 1 : PLUG_CONTROLS, true);
        trap(vcpu, isFirst ? 0 : PLUG_WRITES * topology.events(device), false);
        changed(device);
    }

    private void mask()
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
        changed(actions.device());
    }

    /** Has the vCPU of the vector trap. */
    private void trap(final int times, final boolean isConfig)
    {
        final int vm = topology.vmOfDevice(actions.device());
        trap(targets.vcpu(vm, topology.firstLpiOfDevice(actions.device()) + actions.vector()), times, isConfig);
    }

    private void trap(final int vcpu, final int times, final boolean isConfig)
    {
        for (int i = 0; i < times; i++)
        {
            host.trap(vcpu, isConfig ? costs.msixConfig(vcpu) : costs.msixTable(vcpu));
        }
    }

    private void changed(final int device)
    {
        final int vm = topology.vmOfDevice(device);
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
