package org.gale.engine.storm.virtual;

import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Route;
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
    private final int firstLpiId;

    ResidentPort(final Topology topology, final Machine machine, final CommandWriter writer)
    {
        this.machine = machine;
        this.writer = writer;
        this.firstLpiId = topology.firstLpiId();
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
    public Route route(final int vm, final int lpi)
    {
        return null;
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
    public int acknowledge(final int vcpu)
    {
        final long result = writer.instruction(pe(vcpu), GicInstruction.CDIA.code(), 0);

        return GicCdIa.isValid(result) ? Intid.id(GicCdIa.intid(result)) - firstLpiId : NONE;
    }

    @Override
    public void end(final int vcpu, final int lpi)
    {
        writer.instruction(pe(vcpu), GicInstruction.CDEOI.code(), 0);
        writer.instruction(
            pe(vcpu), GicInstruction.CDDI.code(), GicCdIntid.of(Intid.of(Intid.TYPE_LPI, firstLpiId + lpi)));
    }

    @Override
    public void send(final int vcpu, final int lpi)                                     // B-INT-20
    {
        writer.instruction(pe(vcpu), GicInstruction.CDPEND.code(),
            GicCdPend.of(Intid.of(Intid.TYPE_LPI, firstLpiId + lpi), true));
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
