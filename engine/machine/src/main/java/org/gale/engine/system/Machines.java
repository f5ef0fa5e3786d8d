package org.gale.engine.system;

import java.util.List;
import org.gale.engine.config.JvmFlags;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.gicv4.Gicv4Machine;
import org.gale.engine.gicv5.Gicv5Machine;
import org.gale.engine.hypervisor.KvmHostVerbs;
import org.gale.engine.hypervisor.ResidentHostVerbs;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.MachineFactory;
import org.gale.tables.memory.PhysicalMemory;

/**
 * Factory of all machines that a configuration can describe. Stateless, for any thread.
 */
public final class Machines
{
    /** Makes machines with anonymous RAM. */
    public static final MachineFactory FACTORY = config ->
    {
        JvmFlags.MACHINE.check();

        return create(config, PhysicalMemory.anonymous(config.ramBase(), config.ramBytes()));
    };

    private Machines()
    {
    }

    /**
     * Makes a machine at reset.
     *
     * @param config of the machine
     * @param memory its RAM, as the configuration says; closed with the machine
     * @return the machine
     */
    public static Machine create(final MachineConfig config, final PhysicalMemory memory)
    {
        return config.gicv4() != null ?
            new Gicv4Machine(config, memory, Gicv4Machine.INDEX_LIMIT_DEFAULT) :
            new Gicv5Machine(config, memory, Gicv5Machine.INDEX_LIMIT_DEFAULT,
                (port, of) -> List.of(new KvmHostVerbs(port, of), new ResidentHostVerbs(port, of)));
    }
}
