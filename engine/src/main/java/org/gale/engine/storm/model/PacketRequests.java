package org.gale.engine.storm.model;

/**
 * Packets of a vector as requests, from their arrival to the end of the handler that takes them. Any number of packets
 * may wait: their times are not kept, but drawn again by a second sequence of the same numbers. Owned by the thread
 * that drives the run.
 */
final class PacketRequests
{
    private final Draw gapsAgain;
    private final RequestSink sink;
    private long arrivedNs;
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
        this.arrivedNs = beginNs;
    }

    /**
     * Notes the end of a handler.
     *
     * @param taken packets that handlers have taken so far
     */
    void handled(final long nowNs, final long taken)
    {
        while (noted < taken)
        {
            arrivedNs += gapsAgain.nextNs();
            noted++;
            sink.completed(arrivedNs, nowNs);
        }
    }
}
