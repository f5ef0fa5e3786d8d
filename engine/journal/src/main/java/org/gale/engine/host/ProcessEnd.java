package org.gale.engine.host;

import java.util.concurrent.locks.LockSupport;

/** Actions and waits for the end of the process, for code that does not cause it. */
public final class ProcessEnd
{
    private ProcessEnd()
    {
    }

    /**
     * Runs an action when the process ends in good order or by a signal, but not when it is halted.
     *
     * @param name of the thread that runs it
     */
    public static void before(final String name, final Runnable action)
    {
        Runtime.getRuntime().addShutdownHook(new Thread(action, name));
    }

    /** Waits for another thread to end the process. Never returns. */
    public static void await()
    {
        while (true)
        {
            LockSupport.park(ProcessEnd.class);
        }
    }
}
