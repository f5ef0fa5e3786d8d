package org.gale.tests.simulator;

import org.gale.engine.agent.AgentFaults;
import org.gale.engine.journal.JournalFaults;
import org.gale.engine.machine.MachineFactory;
import org.gale.engine.system.Machines;

/**
 * Deliberate mistakes of the parts of a simulated run.
 *
 * @param machines     makes the machine of a life, and of the replay that resumes it
 * @param agent        maker of its engine
 * @param journal      maker of its journal's opening
 * @param skipsCommand true to lose the last command whenever the run is resumed
 */
record SimulationFaults(MachineFactory machines, AgentFaults agent, JournalFaults journal, boolean skipsCommand)
{
    static final SimulationFaults NONE =
        new SimulationFaults(Machines.FACTORY, AgentFaults.NONE, JournalFaults.NONE, false);

    static SimulationFaults of(final MachineFactory machines)
    {
        return new SimulationFaults(machines, AgentFaults.NONE, JournalFaults.NONE, false);
    }

    static SimulationFaults of(final AgentFaults agent)
    {
        return new SimulationFaults(Machines.FACTORY, agent, JournalFaults.NONE, false);
    }

    static SimulationFaults of(final JournalFaults journal)
    {
        return new SimulationFaults(Machines.FACTORY, AgentFaults.NONE, journal, false);
    }

    static SimulationFaults skippingCommand()
    {
        return new SimulationFaults(Machines.FACTORY, AgentFaults.NONE, JournalFaults.NONE, true);
    }
}
