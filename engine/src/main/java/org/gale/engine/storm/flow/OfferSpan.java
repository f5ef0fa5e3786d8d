package org.gale.engine.storm.flow;

/**
 * Second reading of the measured part of a generator, beside its {@link PaceMeter}: the time, the events that were sent
 * in it, and those of them that follow a clock. Owned by the generator's thread; read after it has ended.
 */
public final class OfferSpan
{
    private long beginNs;
    private long sentBefore;
    private long refusalsBefore;
    private long ns;
    private long sent;
    private long refusals;
    private long paced;

    /**
     * Begins anew.
     *
     * @param sentSoFar    events that were sent before
     * @param refusedSoFar batches that the lane refused before
     */
    void begin(final long nowNs, final long sentSoFar, final long refusedSoFar)
    {
        beginNs = nowNs;
        sentBefore = sentSoFar;
        refusalsBefore = refusedSoFar;
    }

    /**
     * Ends the part.
     *
     * @param sentSoFar    events that were sent by now
     * @param refusedSoFar batches that the lane refused by now
     * @param pacedEvents  events of the part that follow a clock
     */
    void end(final long nowNs, final long sentSoFar, final long refusedSoFar, final long pacedEvents)
    {
        ns = Math.max(1, nowNs - beginNs);
        sent = sentSoFar - sentBefore;
        refusals = refusedSoFar - refusalsBefore;
        paced = pacedEvents;
    }

    /** Returns the length of the part, ns; 0 before its end. */
    public long ns()
    {
        return ns;
    }

    /** Returns the events that were sent in the part. */
    public long sent()
    {
        return sent;
    }

    /** Returns the events that follow a clock. */
    public long paced()
    {
        return paced;
    }

    /** Returns the batches of the part that the lane refused, in whole or from an event on. */
    public long refusals()
    {
        return refusals;
    }
}
