package org.gale.engine.host;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;

/** Place where agents run: a thread for each, or the scheduler of a simulation. */
@FunctionalInterface
public interface AgentHost
{
    /**
     * Begins to run an agent, beside the caller or in turns with it. Its {@code onClose} is called after its last
     * cycle, also after one that failed.
     *
     * @param agent does a bounded amount of work a cycle, does not block, and returns 0 when there is nothing to do
     * @param idle  the agent's wait between cycles; a simulation may ignore it
     */
    RunningAgent start(Agent agent, IdleStrategy idle);
}
