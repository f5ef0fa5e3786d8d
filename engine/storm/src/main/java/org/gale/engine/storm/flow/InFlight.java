package org.gale.engine.storm.flow;

import org.agrona.BitUtil;
import org.gale.ringbuf.LaneProducer;

/**
 * Number of events of a generator that are in its lane or pending, counted by the batches that the engine completed.
 * Owned by the generator's thread.
 */
final class InFlight
{
    private final LaneProducer lane;
    private final long limit;
    private final long[] ends;
    private final long[] events;
    private final int mask;
    private int oldest;
    private int next;
    private long sent;
    private long completed;

    /**
     * Creates a count.
     *
     * @param limit   limit of the events in flight
     * @param batches the most batches that the lane holds
     */
    InFlight(final LaneProducer lane, final long limit, final int batches)
    {
        this.lane = lane;
        this.limit = limit;
        assert limit > 0 && batches > 0 : limit + ", " + batches;
        final int slots = BitUtil.findNextPositivePowerOfTwo((int)Math.min(limit, batches));
        this.ends = new long[slots];
        this.events = new long[slots];
        this.mask = slots - 1;
    }

    /** Returns how many events more may be in flight. */
    long room()
    {
        final long completedPosition = lane.completed();
        while (oldest != next && ends[oldest & mask] - completedPosition <= 0)
        {
            completed = events[oldest & mask];
            oldest++;
        }

        return limit - (sent - completed);
    }

    /** Adds the batch that was published last. */
    void add(final int count)
    {
        assert count > 0 && next - oldest <= mask : "batches in flight: " + (next - oldest);

        sent += count;
        ends[next & mask] = lane.position();
        events[next & mask] = sent;
        next++;
    }
}
