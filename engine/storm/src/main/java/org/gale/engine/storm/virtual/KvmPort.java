package org.gale.engine.storm.virtual;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.KvmPlace;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.machine.HostVerbs;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.run.PrivateBook;
import org.gale.engine.storm.topology.PrivateTimers;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.storm.topology.VmNumbers;

/**
 * Guests of KVM, whose vCPUs are scheduled. KVM injects their timers: a wire that rises wakes a vCPU that blocked, and
 * one in its guest exits and enters again, which flushes the wire to its PE (K-PPI-4, K-PPI-8). A guest that moves the
 * comparator traps, and enters again with the wire low.
 */
final class KvmPort extends ResidentPort
{
    private final HostVerbs kvm;
    private final UnsafeBuffer query = new UnsafeBuffer(new byte[2 * Long.BYTES]);
    private final VmNumbers numbers;
    private final int[] pes;
    private final boolean[] isInGuest;                              // by vCPU, as KVM has it
    private final boolean[] isStale;

    /** @param numbers of the VMs */
    KvmPort(final Topology topology, final Machine machine, final CommandWriter writer, final PrivateBook book,
        final VmNumbers numbers)
    {
        super(topology, machine, writer, book);
        this.numbers = numbers;
        this.kvm = machine.hostVerbs(KvmVerb.FAMILY);
        this.pes = new int[topology.totalVpes()];
        this.isInGuest = new boolean[pes.length];
        this.isStale = new boolean[pes.length];
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
        KvmVerb.PLACE.encode(query, 0, 0, number(vcpu), topology.vpeId(vcpu), 0);

        return KvmPlace.isWoken(kvm.number(query, 0));
    }

    /** {@inheritDoc} A guest that lowers the wire of its timer exits and enters again. */
    @Override
    void drive(final int vcpu, final boolean isHigh)
    {
        write(KvmVerb.LINE, vcpu, isHigh ? 1 : 0, PrivateTimers.PPI);
        isStale[vcpu] = isInGuest[vcpu];
        if (!isHigh)
        {
            refresh(vcpu);
        }
    }

    @Override
    void driveSpi(final int vm, final int spi, final boolean isHigh)                    // K-SPI-1
    {
        writer.time();
        writer.apply(KvmVerb.lineOfSpi(writer.frame(), writer.at(), numbers.applyAsInt(vm), spi, isHigh));
        writer.checkOk(KvmVerb.IRQ_LINE.spelling());
    }

    @Override
    public boolean isStale(final int vcpu)
    {
        return isStale[vcpu];
    }

    @Override
    public boolean isTrapped(final int vcpu, final int lpi)
    {
        return isTimer(vcpu, lpi);
    }

    @Override
    public void refresh(final int vcpu)
    {
        if (isStale[vcpu])
        {
            isStale[vcpu] = false;
            write(KvmVerb.EXIT, vcpu, 0, 0);
            write(KvmVerb.RUN, vcpu, 0, pes[vcpu]);
        }
    }

    @Override
    public void load(final int vcpu, final int pe)
    {
        pes[vcpu] = pe;
        isInGuest[vcpu] = true;
        write(KvmVerb.RUN, vcpu, 0, pe);
    }

    @Override
    public void put(final int vcpu)
    {
        leave(KvmVerb.PUT, vcpu);
    }

    @Override
    public void block(final int vcpu)
    {
        leave(KvmVerb.BLOCK, vcpu);
    }

    private void leave(final KvmVerb verb, final int vcpu)
    {
        isInGuest[vcpu] = false;
        isStale[vcpu] = false;                                      // the next entry flushes the wire
        write(verb, vcpu, 0, 0);
    }

    private void write(final KvmVerb verb, final int vcpu, final int modifier, final int argument)
    {
        writer.time();
        writer.apply(verb.encode(
            writer.frame(), writer.at(), modifier, number(vcpu), topology.vpeId(vcpu), argument));
        writer.checkOk(verb.spelling());
    }

    /** {@return the number of the VM of a vCPU} */
    private int number(final int vcpu)
    {
        return numbers.applyAsInt(topology.vmOfVpe(vcpu));
    }
}
