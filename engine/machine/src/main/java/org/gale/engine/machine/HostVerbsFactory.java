package org.gale.engine.machine;

import java.util.List;
import org.gale.engine.config.MachineConfig;

/** Factory of the families of host verbs of a machine, which room {@code system} gives to the machine. */
@FunctionalInterface
public interface HostVerbsFactory
{
    /** Makes no family. */
    HostVerbsFactory NONE = (port, config) -> List.of();

    /**
     * Makes the families of a machine at reset.
     *
     * @param port   of the machine, for drivers that act from within a command
     * @param config of the machine
     * @return the families, each with a number of its own
     */
    List<GuestHost> create(DriverPort port, MachineConfig config);
}
