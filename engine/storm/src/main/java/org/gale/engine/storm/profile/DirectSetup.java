package org.gale.engine.storm.profile;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.V4Verb;
import org.gale.engine.software.CommandSink;
import org.gale.engine.storm.flow.Setup;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.topology.LpiSpread;
import org.gale.engine.storm.topology.Topology;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.ist.L2Iste;

/**
 * Set-up of a GICv4 host for a storm, in its verbs: a step creates each VM with its events, and the last step places
 * the vCPUs. The seed gives each LPI its priority and its vCPU.
 */
final class DirectSetup implements Setup
{
    /** Shift of the five implemented bits of a GICv4 priority, which has eight. */
    private static final int PRIORITY_SHIFT = 3;

    private final Topology topology;
    private final LpiSpread spread;
    private final SettingValues own;
    private final boolean isVirtual;
    private final boolean[] isDirect;
    private final CommandSink sink;
    private final UnsafeBuffer command = new UnsafeBuffer(new byte[CommandWord.WORD_LIMIT * Long.BYTES]);

    DirectSetup(
        final Topology topology,
        final LpiSpread spread,
        final SettingValues own,
        final boolean isVirtual,
        final CommandSink sink)
    {
        this.topology = topology;
        this.spread = spread;
        this.own = own;
        this.isVirtual = isVirtual;
        this.isDirect = new DirectVcpus(topology, own, isVirtual).first();
        this.sink = sink;
        checkPool();
    }

    /** Compares the vCPUs that begin direct with the vPEIDs that the job gives, by a second reading of these. */
    private void checkPool()
    {
        long direct = 0;
        for (final boolean begins : isDirect)
        {
            direct += begins ? 1 : 0;
        }
        if (own.has(DirectSettings.VPEIDS) && direct > own.get(DirectSettings.VPEIDS))
        {
            throw new IllegalStateException(direct + " vCPUs begin direct, and the pool has " +
                own.get(DirectSettings.VPEIDS) + " vPEIDs");
        }
    }

    @Override
    public int stepCount()
    {
        return topology.vms() + 1;
    }

    @Override
    public void step(final int index)
    {
        if (index == 0 && own.valueOr(DirectSettings.LEGACY, false))
        {
            emit(V4Verb.LEGACY);
        }
        if (index < topology.vms())
        {
            setUpVm(index);
        }
        else
        {
            place();
        }
    }

    /** Loads each vCPU on a CPU of its own; in virtual time all of them block, and a scheduler loads them. */
    private void place()
    {
        for (int vcpu = 0; vcpu < topology.totalVpes(); vcpu++)
        {
            if (!topology.isOwn(topology.vmOfVpe(vcpu)))
            {
                continue;
            }
            if (isVirtual)
            {
                emit(V4Verb.BLOCK, topology.vmOfVpe(vcpu), topology.vpeId(vcpu));
            }
            else
            {
                emit(V4Verb.LOAD, topology.vmOfVpe(vcpu), topology.vpeId(vcpu),
                    topology.peOfVpe(vcpu));
            }
        }
    }

    private void setUpVm(final int vm)
    {
        final int vcpus = topology.vpes(vm);
        emit(V4Verb.CREATE_VM, vcpus);                              // those of other shares, too: VMs are numbered
        if (!topology.isOwn(vm))
        {
            return;
        }
        for (int vcpu = 0; vcpu < vcpus; vcpu++)
        {
            if (isDirect[topology.vpeIndex(vm, vcpu)])
            {
                emit(V4Verb.ENABLE, vm, vcpu);
            }
        }
        final int firstDevice = topology.firstDevice(vm);
        for (int device = firstDevice; device < firstDevice + topology.devices(vm); device++)
        {
            mapEvents(vm, device);
        }
    }

    private void mapEvents(final int vm, final int device)
    {
        final int firstLpi = topology.firstLpiOfDevice(device);
        for (int event = 0; event < topology.events(device); event++)
        {
            final int entry = spread.entry(vm, firstLpi + event);
            final int vintid = topology.firstLpiId() + firstLpi + event;
            emit(V4Verb.MAP, vm, device, event, L2Iste.iaffid(entry), vintid);
            emit(V4Verb.CONFIG, vm, vintid, (long)L2Iste.priority(entry) << PRIORITY_SHIFT, 1);
        }
    }

    private void emit(final V4Verb verb, final long... operands)
    {
        sink.accept(command, verb.encode(command, 0, operands) / Long.BYTES);
    }
}
