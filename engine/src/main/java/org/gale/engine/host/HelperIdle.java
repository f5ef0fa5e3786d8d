package org.gale.engine.host;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;

/**
 * Idle strategy of a helper that shares a core with a thread in a hurry. It yields after each cycle that did work.
 * After one that did none it parks for some milliseconds, or until it is woken. Stateless.
 */
public final class HelperIdle implements IdleStrategy
{
    private static final long PARK_NS = TimeUnit.MILLISECONDS.toNanos(5);

    @Override
    @SuppressWarnings("ThreadPriorityCheck")                // two cores: the producer of commands wants this one too
    public void idle(final int workCount)
    {
        if (workCount == 0)
        {
            idle();
        }
        else
        {
            Thread.yield();
        }
    }

    @Override
    public void idle()
    {
        LockSupport.parkNanos(this, PARK_NS);
    }

    @Override
    public void reset()
    {
        // Stateless.
    }
}
