package org.gale.engine.storm.flow;

import java.util.concurrent.TimeUnit;

/**
 * Second reading of the measured part of a generator, next to its {@link PaceMeter}: the time, the events that were
 * sent in it, and those of them that follow a clock, also those of its slowest second. Owned by the generator's thread;
 * read after it has ended.
 */
public final class OfferSpan
{
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private long beginNs;
    private long second;                                            // complete seconds
    private long secondEndNs;
    private long countOfSecond;
    private long least;
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
        second = 0;
        secondEndNs = nowNs + SECOND_NS;
        countOfSecond = 0;
        least = Long.MAX_VALUE;
        sentBefore = sentSoFar;
        refusalsBefore = refusedSoFar;
    }

    /** Notes that some events that follow a clock were sent. */
    void offered(final long nowNs, final int count)
    {
        if (nowNs - secondEndNs >= 0)
        {
            passSeconds(nowNs);
        }
        countOfSecond += count;
    }

    /** Ends the seconds that are over: events are of the first of them, and of the others none. */
    private void passSeconds(final long nowNs)
    {
        final long passed = (nowNs - beginNs) / SECOND_NS - second;
        least = Math.min(least, passed > 1 ? 0 : countOfSecond);
        second += passed;
        secondEndNs += passed * SECOND_NS;
        countOfSecond = 0;
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
        offered(nowNs, 0);
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

    /** Returns the events of the slowest second that is complete; {@link Long#MAX_VALUE} if none is. */
    public long leastOfSecond()
    {
        return least;
    }

    /** Returns the batches of the part that the lane refused, in whole or from an event on. */
    public long refusals()
    {
        return refusals;
    }
}
