package org.gale.engine.host;

/** Agent that an {@link AgentHost} runs. */
public interface RunningAgent
{
    /** Ends the agent's wait, so that it finds at once that there is work. */
    void wake();

    /** Ends the agent: when this returns, no cycle of it is under way, and none follows. */
    void end();

    /**
     * Returns the exception or error that ended the agent. Read after {@link #end}.
     *
     * @return the failure, or null if there is none
     */
    Throwable failure();

    /**
     * Throws if the agent failed. Called after {@link #end}.
     *
     * @throws IllegalStateException with the failure as its cause
     */
    default void checkFailure()
    {
        if (failure() != null)
        {
            throw new IllegalStateException("an agent failed: " + failure(), failure());
        }
    }
}
