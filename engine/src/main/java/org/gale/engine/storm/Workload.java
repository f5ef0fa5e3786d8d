package org.gale.engine.storm;

import java.util.List;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.machine.Machine;
import org.gale.engine.software.CommandSink;

/**
 * Workload of one storm: its machine, the commands that set it up, the events that a generator offers, and the guests
 * that take them. A profile makes it. All of it follows from the configuration and the seed, so that a storm that is
 * resumed has the same.
 */
public interface Workload
{
    /** Returns the machine that the storm needs. */
    MachineConfig machine();

    /** Returns the ID of each VM's first LPI, which the first event of its first device raises. */
    int firstLpi();

    /** Returns about how many bytes a snapshot of that machine takes at most. */
    long snapshotBytes();

    /** Returns the number of steps of the set-up, of which each emits a part of its commands. */
    int setupSteps();

    /**
     * Emits the commands of a step. Each step is emitted once, in order, by the thread of the generator.
     *
     * @param step less than {@link #setupSteps}
     */
    void setUp(int step, CommandSink sink);

    /** Returns the events in the order in which the generator offers them. */
    EventSource events();

    /**
     * Returns the guests: a source of the commands of a duty cycle. TURNs let guests acknowledge; HOST commands, such
     * as a move of a vCPU, lie in front of them. On the engine's thread.
     *
     * @param machine of the storm, of which the source only asks queries
     * @param clock   of the engine, for time slices and rates
     */
    TurnSource guests(Machine machine, NanoClock clock);

    /** Returns what the accounting of this workload shows besides the identity. */
    List<AccountingRow> accounting(Machine machine);
}
