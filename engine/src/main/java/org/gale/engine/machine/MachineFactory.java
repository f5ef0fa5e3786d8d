package org.gale.engine.machine;

import org.gale.engine.config.MachineConfig;

/**
 * Factory of machines. Whoever needs a machine is given one by room {@code system}, and need not know which it is. Any
 * thread may use a factory; the thread that made a machine owns the machine.
 */
@FunctionalInterface
public interface MachineFactory
{
    /**
     * Makes a machine at reset.
     *
     * @param config of the machine
     * @return the machine
     */
    Machine create(MachineConfig config);
}
