package org.gale.engine.storm.model;

import org.agrona.BitUtil;

/**
 * Arrivals of packets, some of which are drawn before they arrive. No guest changes when packets arrive, so that a
 * device can know ahead when its interrupt is due. The times of some that have arrived are kept. Owned by the thread
 * that drives the run.
 */
final class PacketArrivals
{
    /** Time of a packet that is not kept. */
    static final long NOT_KEPT = -1;

    private final Draw gaps;
    /** Times of the packets that were drawn last: in front of {@link #head} those that are kept. */
    private final long[] timesNs;
    private final int mask;
    private int head;
    private int ahead;
    private long drawnNs;
    private long arrived;
    private long lastNs;

    /**
     * Makes the arrivals of a vector.
     *
     * @param gaps       times between two packets, in the mean above 0
     * @param beginNs    time from which the first gap counts
     * @param aheadLimit packets that are drawn ahead at most, from 1
     * @param keptLimit  packets at least whose times are kept when they have arrived, from 0
     */
    PacketArrivals(final Draw gaps, final long beginNs, final int aheadLimit, final int keptLimit)
    {
        this.gaps = gaps;
        this.drawnNs = beginNs;
        this.timesNs = new long[BitUtil.findNextPositivePowerOfTwo(aheadLimit + keptLimit)];
        this.mask = timesNs.length - 1;
    }

    /** Lets all packets arrive that come until a time; returns how many these are. */
    int advance(final long nowNs)
    {
        int count = 0;
        while (timeNs(0) <= nowNs)
        {
            lastNs = timesNs[head];
            head = (head + 1) & mask;
            ahead--;
            arrived++;
            count++;
        }

        return count;
    }

    /** Returns the packets that have arrived. */
    long arrived()
    {
        return arrived;
    }

    /**
     * Returns the time of a packet that has arrived, if it is kept.
     *
     * @param packet number of the packet, from 0, less than {@link #arrived}
     * @return {@link #NOT_KEPT} if too many came after it
     */
    long arrivedNs(final long packet)
    {
        final long since = arrived - packet;

        return since + ahead <= timesNs.length ? timesNs[(int)(head - since) & mask] : NOT_KEPT;
    }

    /** Returns the time of the last packet that has arrived. */
    long lastNs()
    {
        return lastNs;
    }

    /**
     * Returns the time of a packet that has not arrived.
     *
     * @param index of the packet among those that have not, from 0
     */
    long timeNs(final int index)
    {
        while (ahead <= index)
        {
            drawnNs += gaps.nextNs();
            timesNs[(head + ahead) & mask] = drawnNs;
            ahead++;
        }

        return timesNs[(head + index) & mask];
    }
}
