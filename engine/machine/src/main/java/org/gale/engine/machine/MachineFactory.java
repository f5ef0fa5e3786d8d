package org.gale.engine.machine;

import org.gale.engine.config.MachineConfig;

/**
 * Factory of machines. Room {@code system} gives one to the parts that need a machine, so that they do not depend on a
 * certain one. Any thread may use a factory; the thread that made a machine owns the machine.
 */
@FunctionalInterface
public interface MachineFactory
{
    /** Makes a machine at reset. */
    Machine create(MachineConfig config);
}
