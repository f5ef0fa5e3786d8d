package org.gale.engine.storm.law;

import org.agrona.BitUtil;
import org.gale.engine.config.NumberText;

/**
 * Law of events in flight: those that were sent, without those that the engine has completed, are never more than the
 * limit. Batches stand with their ends in a ring of its own. Owned by the thread that offers the events.
 */
final class FlightLaw
{
    private final long limit;
    private final long[] ends;                                      // positions in the lane
    private final long[] counts;
    private final int mask;
    private int oldest;
    private int next;
    private long inFlight;

    /**
     * Makes the law of a lane.
     *
     * @param batches the most batches that the lane holds
     */
    FlightLaw(final long limit, final int batches)
    {
        this.limit = limit;
        final int slots = BitUtil.findNextPositivePowerOfTwo((int)Math.min(limit, batches) + 1);
        ends = new long[slots];
        counts = new long[slots];
        mask = slots - 1;
    }

    /**
     * Notes a batch that was sent.
     *
     * @param end       of the batch in the lane
     * @param completed position up to which the engine has completed the lane, before the batch
     * @return how the law is broken, or null
     */
    String sent(final long count, final long end, final long completed)
    {
        while (oldest != next && ends[oldest & mask] - completed <= 0)
        {
            inFlight -= counts[oldest & mask];
            oldest++;
        }
        inFlight += count;
        if (inFlight > limit || next - oldest > mask)
        {
            return NumberText.counted(inFlight, "event") + " in flight, and " + NumberText.count(limit) +
                " are allowed";
        }
        ends[next & mask] = end;
        counts[next & mask] = count;
        next++;

        return null;
    }
}
