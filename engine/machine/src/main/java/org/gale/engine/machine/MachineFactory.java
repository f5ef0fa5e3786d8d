package org.gale.engine.machine;

import org.gale.engine.command.Semantics;
import org.gale.engine.config.MachineConfig;

/**
 * Factory of machines. Room {@code system} gives one to the parts that need a machine, so that they do not depend on a
 * certain one. Any thread may use a factory; the thread that made a machine owns the machine.
 */
@FunctionalInterface
public interface MachineFactory
{
    /**
     * Makes a machine at reset that applies commands as a version of their meaning does.
     *
     * @param config    of the machine
     * @param semantics the version, one of those that can be read
     * @return the machine
     */
    Machine create(MachineConfig config, int semantics);

    /** Makes a machine at reset for commands of the version that is written. */
    default Machine create(final MachineConfig config)
    {
        return create(config, Semantics.VERSION);
    }
}
