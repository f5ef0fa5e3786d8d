package org.gale.engine.storm.virtual;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.V4Verb;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.HostVerbs;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Route;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.storm.topology.VmNumbers;

/** Guests of a GICv4 host, whose vCPUs are direct or software-forwarded. */
final class DirectPort implements GuestPort
{
    private static final String YES = "1";

    private final Topology topology;
    private final Machine machine;
    private final CommandWriter writer;
    private final Waiting waiting;
    private final boolean hasSecondPend;
    private final DirectQueries queries;
    private final HostVerbs verbs;
    private final UnsafeBuffer query = new UnsafeBuffer(new byte[3 * Long.BYTES]);
    private final VmNumbers numbers;
    private final int[] vms;
    private final boolean[] wasDirect;                              // by vCPU of a VM that an image holds
    private final int[] indexes;
    private final int[] pes;

    /** @param numbers of the VMs */
    DirectPort(
        final Topology topology, final Machine machine, final CommandWriter writer, final Waiting waiting,
        final VmNumbers numbers)
    {
        this.numbers = numbers;
        this.topology = topology;
        this.machine = machine;
        this.writer = writer;
        this.waiting = waiting;
        this.hasSecondPend = !machine.config().gicv4().version41();
        this.queries = DirectQueries.of(machine);
        this.verbs = machine.hostVerbs(V4Verb.FAMILY);
        vms = new int[topology.totalVpes()];
        indexes = new int[vms.length];
        pes = new int[vms.length];
        wasDirect = new boolean[vms.length];
        numbers.beforeEnd(this::ending);
        for (int vcpu = 0; vcpu < vms.length; vcpu++)
        {
            vms[vcpu] = topology.vmOfVpe(vcpu);
            indexes[vcpu] = topology.vpeId(vcpu);
        }
    }

    /** Interrupts of the storm that wait for their acknowledges. */
    @FunctionalInterface
    interface Waiting
    {
        /** Returns whether an LPI of a VM, numbered within it, waits. */
        boolean isWaiting(int vm, int lpi);
    }

    @Override
    public boolean isScheduled()
    {
        return true;
    }

    @Override
    public boolean isSignalled(final int vcpu)
    {
        return machine.virqs().next(pes[vcpu]) == pes[vcpu];
    }

    @Override
    public boolean isForwarded(final int vcpu)
    {
        return !isDirect(vcpu);
    }

    @Override
    public boolean isDirect(final int vcpu)
    {
        final int number = number(vcpu);

        return number == VmNumbers.NONE ? wasDirect[vcpu] : queries.isDirect(number, indexes[vcpu]);
    }

    @Override
    public Route route(final int vm, final int lpi)
    {
        return queries.arrival(numbers.applyAsInt(vm), topology.firstLpiId() + lpi);
    }

    @Override
    public boolean overlaps()
    {
        return true;
    }

    @Override
    public boolean isHeld(final int vcpu)
    {
        final int number = number(vcpu);

        return number != VmNumbers.NONE && queries.isHeld(number, indexes[vcpu]);
    }

    @Override
    public boolean isWoken(final int vcpu)
    {
        final int number = number(vcpu);
        V4Verb.WOKEN.encode(query, 0, number, indexes[vcpu]);

        return number != VmNumbers.NONE && YES.equals(verbs.query(query, 0));
    }

    @Override
    public void raise(final int vcpu)
    {
        throw new IllegalStateException("vCPU " + vcpu + " has no timer");
    }

    @Override
    public boolean isOfLine(final int vcpu, final int lpi)
    {
        return false;
    }

    @Override
    public void driveLine(final int vcpu, final int lpi, final boolean isHigh)
    {
        throw new IllegalStateException("vCPU " + vcpu + " has no SPIs");
    }

    @Override
    public boolean endsByExit(final int vcpu, final int lpi)
    {
        return false;
    }

    @Override
    public boolean isStale(final int vcpu)
    {
        return false;
    }

    @Override
    public boolean isTrapped(final int vcpu, final int lpi)
    {
        return false;
    }

    @Override
    public void refresh(final int vcpu)
    {
        // There are no wires.
    }

    @Override
    public int acknowledge(final int vcpu)
    {
        writer.time();
        writer.apply(V4Verb.ACK.encode(writer.frame(), writer.at(), number(vcpu), indexes[vcpu]));
        final int lpi = (int)machine.outputs().lastValue() - topology.firstLpiId();
        if (lpi < 0)
        {
            return NONE;
        }
        if (hasSecondPend && !waiting.isWaiting(vms[vcpu], lpi))                // V4-P-SW2: pended again by a toggle
        {
            end(vcpu, lpi);
            return BESIDE;
        }

        return lpi;
    }

    @Override
    public void end(final int vcpu, final int lpi)
    {
        writer.time();
        writer.apply(V4Verb.EOI.encode(
            writer.frame(), writer.at(), number(vcpu), indexes[vcpu], (long)topology.firstLpiId() + lpi));
    }

    @Override
    public void drop(final int vcpu)
    {
        throw new IllegalStateException("LPIs of vCPU " + vcpu + " have no active state");
    }

    @Override
    public void deactivate(final int vcpu, final int lpi)
    {
        drop(vcpu);
    }

    @Override
    public void send(final int vcpu, final int lpi)
    {
        throw new IllegalStateException("vCPU " + vcpu + " has no CDPEND");
    }

    @Override
    public void inject(final int vm, final int lpi)
    {
        throw new IllegalStateException("a host of GICv4 has no VDPEND");
    }

    @Override
    public void load(final int vcpu, final int pe)
    {
        pes[vcpu] = pe;
        writer.time();
        writer.apply(V4Verb.LOAD.encode(writer.frame(), writer.at(), number(vcpu), indexes[vcpu], pe));
        writer.checkOk("load");
    }

    @Override
    public void put(final int vcpu)
    {
        writer.time();
        writer.apply(V4Verb.PUT.encode(writer.frame(), writer.at(), number(vcpu), indexes[vcpu]));
    }

    @Override
    public void block(final int vcpu)
    {
        writer.time();
        writer.apply(V4Verb.BLOCK.encode(writer.frame(), writer.at(), number(vcpu), indexes[vcpu]));
    }

    /** {@return the number of the VM of a vCPU} */
    private int number(final int vcpu)
    {
        return numbers.applyAsInt(vms[vcpu]);
    }

    /** Remembers which vCPUs of a VM are direct, while nobody can ask the machine. */
    private void ending(final int vm)
    {
        for (int vpe = 0; vpe < topology.vpes(vm); vpe++)
        {
            final int vcpu = topology.vpeIndex(vm, vpe);
            wasDirect[vcpu] = isDirect(vcpu);
        }
    }
}
