package org.gale.ringbuf;

import java.util.concurrent.TimeUnit;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * How an agent waits when its lanes are empty: a short spin, then yields, then parks that double up to a bound.
 * <p>
 * The spin is short because two threads that spin on one core take turns of a whole time slice. The parks are for an
 * engine that nobody loads; what they cost, up to {@link #PARK_NS_LIMIT}, is seen in the response times of a paced
 * storm only where its arrivals are further apart than the yields last.
 */
public final class AgentIdle
{
    /** Spins before the first yield. */
    public static final int SPIN_LIMIT = 20;
    /** Yields before the first park: about a millisecond when nobody else wants the core. */
    public static final int YIELD_LIMIT = 2_000;
    /** The first park. */
    public static final long PARK_NS_MIN = TimeUnit.MICROSECONDS.toNanos(1);
    /** The longest park. */
    public static final long PARK_NS_LIMIT = TimeUnit.MICROSECONDS.toNanos(500);

    private AgentIdle()
    {
    }

    /** A strategy for one agent; strategies have state and are not shared. */
    public static IdleStrategy newStrategy()
    {
        return new BackoffIdleStrategy(SPIN_LIMIT, YIELD_LIMIT, PARK_NS_MIN, PARK_NS_LIMIT);
    }
}
