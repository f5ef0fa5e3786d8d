package org.gale.engine.host;

/** Agent that an {@link AgentHost} runs. */
public interface RunningAgent
{
    /** Ends the agent's wait: it finds at once that there is work. */
    void wake();

    /** Ends the agent: when this returns, no cycle of it is under way, and none follows. */
    void end();

    /** Returns the exception or error that ended the agent, or null. Read after {@link #end}. */
    Throwable failure();
}
