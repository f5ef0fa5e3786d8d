package org.gale.engine.storm.virtual;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.KvmPlace;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.machine.HostVerbs;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.topology.Topology;

/** Guests of KVM, whose vCPUs are scheduled. */
final class KvmPort extends ResidentPort
{
    private final Topology topology;
    private final HostVerbs kvm;
    private final UnsafeBuffer query = new UnsafeBuffer(new byte[2 * Long.BYTES]);
    private final int[] pes;

    KvmPort(final Topology topology, final Machine machine, final CommandWriter writer)
    {
        super(topology, machine, writer);
        this.topology = topology;
        this.kvm = machine.hostVerbs(KvmVerb.FAMILY);
        this.pes = new int[topology.totalVpes()];
    }

    @Override
    int pe(final int vcpu)
    {
        return pes[vcpu];
    }

    @Override
    public boolean isScheduled()
    {
        return true;
    }

    @Override
    public boolean isWoken(final int vcpu)
    {
        KvmVerb.PLACE.encode(query, 0, 0, topology.vmOfVpe(vcpu), topology.vpeId(vcpu), 0);

        return KvmPlace.isWoken(kvm.number(query, 0));
    }

    @Override
    public void load(final int vcpu, final int pe)
    {
        pes[vcpu] = pe;
        write(KvmVerb.RUN, vcpu, pe);
    }

    @Override
    public void put(final int vcpu)
    {
        write(KvmVerb.PUT, vcpu, 0);
    }

    @Override
    public void block(final int vcpu)
    {
        write(KvmVerb.BLOCK, vcpu, 0);
    }

    private void write(final KvmVerb verb, final int vcpu, final int argument)
    {
        writer.time();
        writer.apply(verb.encode(
            writer.frame(), writer.at(), 0, topology.vmOfVpe(vcpu), topology.vpeId(vcpu), argument));
        writer.checkOk(verb.spelling());
    }
}
