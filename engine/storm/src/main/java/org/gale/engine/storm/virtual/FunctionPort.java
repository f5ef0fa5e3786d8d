package org.gale.engine.storm.virtual;

import org.gale.engine.machine.Machine;
import org.gale.engine.storm.run.PrivateBook;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.operand.GicCdIa;
import org.gale.tables.operand.GicCdIntid;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.Intid;

/** Resident guests of functions, who take the level pins of their VMs beside their interrupts. */
final class FunctionPort extends ResidentPort
{
    private final PinWaits pins;

    FunctionPort(final Topology topology, final Machine machine, final CommandWriter writer, final PrivateBook book,
        final PinWaits pins)
    {
        super(topology, machine, writer, book);
        this.pins = pins;
    }

    /** {@inheritDoc} Its VM has migrated: the monitor has made its VPE resident. */
    @Override
    public void load(final int vcpu, final int pe)
    {
        // The last step of the migration, a command of its own, does so.
    }

    /** {@inheritDoc} Its VM migrates: the monitor makes its VPE non-resident. */
    @Override
    public void put(final int vcpu)
    {
        // The first step of the migration, a command of its own, does so.
    }

    /** {@inheritDoc} The handler of a pin takes no time: its device has lowered the level, or does when it is read. */
    @Override
    public int acknowledge(final int vcpu)
    {
        final long result = writer.instruction(pe(vcpu), GicInstruction.CDIA.code(), 0);
        if (!GicCdIa.isValid(result))
        {
            return NONE;
        }
        final int intid = GicCdIa.intid(result);
        if (Intid.type(intid) != Intid.TYPE_SPI)
        {
            return Intid.id(intid) - topology.firstLpiId();
        }
        writer.instruction(pe(vcpu), GicInstruction.CDEOI.code(), 0);
        writer.instruction(pe(vcpu), GicInstruction.CDDI.code(), GicCdIntid.of(intid));
        pins.settle(topology.vmOfVpe(vcpu));

        return BESIDE;
    }
}
