package org.gale.engine.host;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;

/**
 * Wait of a helper that shares a core with a thread in a hurry: it yields after each cycle that did work, and parks
 * until it is woken, or for some milliseconds, after one that did none. Stateless.
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
