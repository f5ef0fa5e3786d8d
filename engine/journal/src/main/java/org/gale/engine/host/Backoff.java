package org.gale.engine.host;

import java.util.concurrent.locks.LockSupport;

/** Waits that grow longer: spins, then yields, then parks. Stateless. */
public final class Backoff
{
    private static final int SPINS = 200;
    private static final int YIELDS = 2_000;
    private static final long PARK_NS = 50_000;

    private Backoff()
    {
    }

    /**
     * Waits a moment.
     *
     * @param turn number of waits so far for the same thing, from 0
     */
    @SuppressWarnings("ThreadPriorityCheck")                // the other thread may need this core
    public static void idle(final int turn)
    {
        if (turn < SPINS)
        {
            Thread.onSpinWait();
        }
        else if (turn < YIELDS)
        {
            Thread.yield();
        }
        else
        {
            LockSupport.parkNanos(PARK_NS);
        }
    }
}
