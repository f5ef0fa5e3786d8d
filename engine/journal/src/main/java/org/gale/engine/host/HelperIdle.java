package org.gale.engine.host;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;

/**
 * Idle strategy of a helper that shares a core with a thread in a hurry. It yields after each cycle that did work, and
 * parks for a moment if the rest of the work has time. After a cycle without work it parks until it is woken, or for a
 * second, which is for a wake-up that somebody forgot. Each wake-up preempts a thread in a hurry for some fifty
 * microseconds. Stateless.
 */
public final class HelperIdle implements IdleStrategy
{
    /** Work count of a cycle whose next one has time: the helper parks in between. */
    public static final int PACED = 2;

    private static final long PACE_NS = TimeUnit.MICROSECONDS.toNanos(500);
    /** Longest pause of a helper. */
    static final long PARK_NS = TimeUnit.SECONDS.toNanos(1);

    /** Returns the pause behind a cycle, ns. */
    static long pauseNs(final int workCount)
    {
        return workCount == 0 ? PARK_NS : workCount >= PACED ? PACE_NS : 0;
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck")                // two cores: the producer of commands wants this one too
    public void idle(final int workCount)
    {
        final long pauseNs = pauseNs(workCount);
        if (pauseNs > 0)
        {
            LockSupport.parkNanos(this, pauseNs);
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
