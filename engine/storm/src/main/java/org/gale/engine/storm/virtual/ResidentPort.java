package org.gale.engine.storm.virtual;

import java.util.BitSet;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Route;
import org.gale.engine.storm.run.PrivateBook;
import org.gale.engine.storm.topology.GuestIpis;
import org.gale.engine.storm.topology.PrivateTimers;
import org.gale.engine.storm.topology.SharedLines;
import org.gale.engine.storm.topology.SpareLpis;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.operand.GicCdIa;
import org.gale.tables.operand.GicCdIntid;
import org.gale.tables.operand.GicCdPend;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.Intid;

/** Guests of a GICv5 whose VPEs are all resident, each on a PE of its own. */
class ResidentPort implements GuestPort
{
    final Machine machine;
    final CommandWriter writer;
    final Topology topology;
    private final int firstLpiId;
    private final BitSet second = new BitSet();                     // by VM and LPI: taken as its second LPI
    private final boolean[] hasSpares;                              // by VM
    private final PrivateBook book;
    private final PrivateTimers timers;
    private final SharedLines lines;

    ResidentPort(
        final Topology topology, final Machine machine, final CommandWriter writer, final PrivateBook book)
    {
        this.topology = topology;
        this.machine = machine;
        this.writer = writer;
        this.firstLpiId = topology.firstLpiId();
        this.hasSpares = new boolean[topology.vms()];
        for (int vm = 0; vm < hasSpares.length; vm++)
        {
            hasSpares[vm] = SpareLpis.has(topology, vm);
        }
        this.book = book;
        this.timers = book.timers();
        this.lines = book.lines().lines();
    }

    /** Returns the PE of a vCPU that is in its guest. */
    int pe(final int vcpu)
    {
        return vcpu;
    }

    @Override
    public boolean isScheduled()
    {
        return false;
    }

    @Override
    public boolean isSignalled(final int vcpu)
    {
        return machine.virqs().next(pe(vcpu)) == pe(vcpu);
    }

    @Override
    public boolean isForwarded(final int vcpu)
    {
        return false;
    }

    @Override
    public boolean isDirect(final int vcpu)
    {
        return false;
    }

    @Override
    public Route route(final int vm, final int lpi)
    {
        return null;
    }

    @Override
    public boolean overlaps()
    {
        return false;
    }

    @Override
    public boolean isHeld(final int vcpu)
    {
        return false;
    }

    @Override
    public boolean isWoken(final int vcpu)
    {
        return false;
    }

    @Override
    public void raise(final int vcpu)
    {
        book.raised(vcpu);
        drive(vcpu, true);
    }

    /** Drives the wire of the timer of a vCPU, which is that of its PE. */
    void drive(final int vcpu, final boolean isHigh)
    {
        writer.time();
        writer.apply(Commands.wire(
            writer.frame(), writer.at(), Commands.WIRE_PPI, pe(vcpu), PrivateTimers.PPI, isHigh));
    }

    @Override
    public boolean isOfLine(final int vcpu, final int lpi)
    {
        return lines.isAny() && lines.spi(topology.vmOfVpe(vcpu), lpi) != SharedLines.NONE;
    }

    @Override
    public void driveLine(final int vcpu, final int lpi, final boolean isHigh)
    {
        final int vm = topology.vmOfVpe(vcpu);
        driveSpi(vm, lines.spi(vm, lpi), isHigh);
    }

    /** Drives the line of an SPI, whose wire is handed to its VM. */
    void driveSpi(final int vm, final int spi, final boolean isHigh)                    // B-SPI-8
    {
        writer.time();
        writer.apply(Commands.wire(writer.frame(), writer.at(), Commands.WIRE_SPI, 0, spi, isHigh));
    }

    @Override
    public boolean endsByExit(final int vcpu, final int lpi)
    {
        return lines.isAny() && lines.endsByExit(topology.vmOfVpe(vcpu), lpi);
    }

    /** Returns whether an LPI stands for the timer of a vCPU. */
    boolean isTimer(final int vcpu, final int lpi)
    {
        return timers.lpi(vcpu) == lpi;
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
        // The guest's interrupt follows the wire of the PE.
    }

    @Override
    public int acknowledge(final int vcpu)
    {
        final long result = writer.instruction(pe(vcpu), GicInstruction.CDIA.code(), 0);
        if (!GicCdIa.isValid(result))
        {
            return NONE;
        }
        final int intid = GicCdIa.intid(result);
        if (Intid.type(intid) == Intid.TYPE_SPI)
        {
            return lines.lpi(topology.vmOfVpe(vcpu), Intid.id(intid));
        }
        if (Intid.type(intid) != Intid.TYPE_PPI)
        {
            return taken(vcpu, Intid.id(intid) - firstLpiId);
        }
        book.acknowledged(vcpu);

        return timers.lpi(vcpu);
    }

    /** Notes under which of its two IDs a vCPU has taken an LPI, and returns its number. */
    private int taken(final int vcpu, final int id)
    {
        final int vm = topology.vmOfVpe(vcpu);
        if (!hasSpares[vm])
        {
            return id;
        }
        final int lpi = SpareLpis.first(topology, vm, id);
        second.set(index(vm, lpi), id != lpi);

        return lpi;
    }

    /** Returns the distance from the first ID of an LPI to the one under which it was taken. */
    private int secondOffset(final int vm, final int lpi)
    {
        return hasSpares[vm] && second.get(index(vm, lpi)) ? topology.lpis(vm) : 0;
    }

    private int index(final int vm, final int lpi)
    {
        return vm * topology.maxLpis() + lpi;
    }

    @Override
    public void end(final int vcpu, final int lpi)
    {
        final boolean isTimer = isTimer(vcpu, lpi);
        if (isTimer)
        {
            drive(vcpu, false);
        }
        drop(vcpu);
        writer.instruction(pe(vcpu), GicInstruction.CDDI.code(), GicCdIntid.of(isTimer ?
            Intid.of(Intid.TYPE_PPI, PrivateTimers.PPI) : intid(vcpu, lpi)));
    }

    @Override
    public void drop(final int vcpu)
    {
        writer.instruction(pe(vcpu), GicInstruction.CDEOI.code(), 0);
    }

    @Override
    public void deactivate(final int vcpu, final int lpi)
    {
        writer.instruction(pe(vcpu), GicInstruction.CDDI.code(), GicCdIntid.of(intid(vcpu, lpi)));
    }

    /** {@return the INTID of an LPI, or of the SPI for which one stands} */
    private int intid(final int vcpu, final int lpi)
    {
        return isOfLine(vcpu, lpi) ? Intid.of(Intid.TYPE_SPI, lines.spi(topology.vmOfVpe(vcpu), lpi)) :
            Intid.of(Intid.TYPE_LPI, firstLpiId + lpi + secondOffset(topology.vmOfVpe(vcpu), lpi));
    }

    @Override
    public void send(final int vcpu, final int lpi)                                     // B-INT-20
    {
        writer.instruction(pe(vcpu), GicInstruction.CDPEND.code(),
            GicCdPend.of(Intid.of(Intid.TYPE_LPI, firstLpiId + lpi), true));
    }

    @Override
    public void inject(final int vm, final int lpi)
    {
        writer.time();
        writer.apply(GuestIpis.inject(writer.frame(), writer.at(), topology, vm, lpi, 0));
    }

    @Override
    public void load(final int vcpu, final int pe)
    {
        throw new IllegalStateException("vCPU " + vcpu + " is resident");
    }

    @Override
    public void put(final int vcpu)
    {
        throw new IllegalStateException("vCPU " + vcpu + " is resident");
    }

    @Override
    public void block(final int vcpu)
    {
        throw new IllegalStateException("vCPU " + vcpu + " is resident");
    }
}
