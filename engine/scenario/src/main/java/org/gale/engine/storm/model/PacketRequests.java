package org.gale.engine.storm.model;

/**
 * Packets of a vector as requests, from their arrival to the end of the handler that takes them. Any number of packets
 * may wait: the times of the last ones are kept, and those of others are drawn again by a second sequence of the same
 * numbers. Owned by the thread that drives the run.
 */
final class PacketRequests
{
    /** Number of packets whose times are kept at least. */
    static final int KEPT = 256;

    private final Draw gapsAgain;
    private final RequestSink sink;
    private long againNs;
    /** Packets whose times were drawn again, or passed over. */
    private long again;
    private long noted;

    /**
     * Makes the requests of a vector.
     *
     * @param gapsAgain sequence of its own, equal to that of the arrivals
     * @param beginNs   time from which the first gap counts
     */
    PacketRequests(final Draw gapsAgain, final long beginNs, final RequestSink sink)
    {
        this.gapsAgain = gapsAgain;
        this.sink = sink;
        this.againNs = beginNs;
    }

    /**
     * Notes the end of a handler.
     *
     * @param taken packets that handlers have taken so far
     */
    void handled(final long nowNs, final long taken, final PacketArrivals arrivals)
    {
        while (noted < taken)
        {
            final long keptNs = arrivals.arrivedNs(noted);
            sink.completed(keptNs == PacketArrivals.NOT_KEPT ? againNs(noted) : keptNs, nowNs);
            noted++;
        }
    }

    /** Draws up to the time of a packet again. Each packet is drawn again once at most. */
    private long againNs(final long packet)
    {
        while (again <= packet)
        {
            againNs += gapsAgain.nextNs();
            again++;
        }

        return againNs;
    }
}
