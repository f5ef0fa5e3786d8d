package org.gale.engine.gicv4;

import org.gale.engine.config.MachineConfig;
import org.gale.engine.gicv4.Variant.Mistake;
import org.gale.engine.machine.Machine;
import org.gale.engine.system.Machines;
import org.gale.tables.memory.PhysicalMemory;

/** Machines whose GICv4 host makes a deliberate mistake. */
public final class RependFaults
{
    private RependFaults()
    {
    }

    /** Makes a machine on which a move to a software-forwarded vCPU drops the pending state. */
    public static Machine losesRepend(final MachineConfig config)
    {
        if (config.gicv4() == null)
        {
            return Machines.FACTORY.create(config);
        }

        return new Gicv4Machine(config, PhysicalMemory.anonymous(config.ramBase(), config.ramBytes()),
            Gicv4Machine.INDEX_LIMIT_DEFAULT, new Variant(Mistake.MOVE_DROPS_PENDING));
    }
}
