package org.gale.ringbuf;

import java.util.concurrent.TimeUnit;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * Idle strategy of an agent whose lanes are empty: a short spin, then yields, then parks that double up to a limit.
 *
 * <p>The spin is short because two threads that spin on one core alternate in complete time slices. The parks, up to
 * {@link #PARK_NS_LIMIT}, are for an engine without load. Their cost is visible in the response times of a paced storm
 * whose arrivals are further apart than the yields last.
 */
public final class AgentIdle
{
    /** Number of spins before the first yield. */
    public static final int SPIN_LIMIT = 20;
    /** Number of yields before the first park: about a millisecond on a core that no other thread uses. */
    public static final int YIELD_LIMIT = 2_000;
    /** Length of the first park. */
    public static final long PARK_NS_MIN = TimeUnit.MICROSECONDS.toNanos(1);
    /** Limit of the length of a park. */
    public static final long PARK_NS_LIMIT = TimeUnit.MICROSECONDS.toNanos(500);

    private AgentIdle()
    {
    }

    /** Makes a strategy for one agent; strategies have state and are not shared. */
    public static IdleStrategy newStrategy()
    {
        return new BackoffIdleStrategy(SPIN_LIMIT, YIELD_LIMIT, PARK_NS_MIN, PARK_NS_LIMIT);
    }
}
