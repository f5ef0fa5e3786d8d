package org.gale.engine.storm.model;

/**
 * Arrivals of packets, some of which are drawn before they arrive. No guest changes when packets arrive, so that a
 * device can know ahead when its interrupt is due. Owned by the thread that drives the run.
 */
final class PacketArrivals
{
    private final Draw gaps;
    private final long[] aheadNs;
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
     */
    PacketArrivals(final Draw gaps, final long beginNs, final int aheadLimit)
    {
        this.gaps = gaps;
        this.drawnNs = beginNs;
        this.aheadNs = new long[aheadLimit == 1 ? 1 : Integer.highestOneBit(aheadLimit - 1) << 1];
        this.mask = aheadNs.length - 1;
    }

    /** Lets all packets arrive that come until a time; returns how many these are. */
    int advance(final long nowNs)
    {
        int count = 0;
        while (timeNs(0) <= nowNs)
        {
            lastNs = aheadNs[head];
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
            aheadNs[(head + ahead) & mask] = drawnNs;
            ahead++;
        }

        return aheadNs[(head + index) & mask];
    }
}
