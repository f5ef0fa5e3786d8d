package org.gale.engine.storm;

import org.gale.ringbuf.Lane;
import org.gale.ringbuf.LaneProducer;

/**
 * Number of events of a generator that are in its lane or pending, counted by the batches that the engine completed.
 * Owned by the generator's thread.
 */
final class InFlight
{
    private static final int BATCHES = Lane.CAPACITY_WORDS_DEFAULT;
    private static final int MASK = BATCHES - 1;

    private final LaneProducer lane;
    private final long[] ends = new long[BATCHES];
    private final long[] events = new long[BATCHES];
    private int oldest;
    private int next;
    private long sent;
    private long completed;

    InFlight(final LaneProducer lane)
    {
        this.lane = lane;
    }

    /** Returns the number of events in flight. */
    long count()
    {
        final long completedPosition = lane.completed();
        while (oldest != next && ends[oldest & MASK] - completedPosition <= 0)
        {
            completed = events[oldest & MASK];
            oldest++;
        }

        return sent - completed;
    }

    /** Adds the batch that was published last. */
    void add(final int count)
    {
        sent += count;
        ends[next & MASK] = lane.position();
        events[next & MASK] = sent;
        next++;
    }
}
