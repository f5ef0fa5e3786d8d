package org.gale.engine.storm.flow;

import java.util.concurrent.TimeUnit;

/**
 * Pace of a generator that follows a clock: how much it offered in each second, and how long its lane was full. Owned
 * by the generator's thread; read after it has ended.
 */
public final class Pace
{
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final double KEPT = 0.999;
    /** Standard deviations below its mean that a Poisson process may offer without a fault of the generator. */
    private static final double DEVIATIONS = 4;

    private final double ratePerS;
    private final double allowed;
    private long beginNs;
    private long secondNs;
    private long inSecond;
    private long offered;
    private long seconds;
    private long shortSeconds;
    private long least = Long.MAX_VALUE;
    private long fullSinceNs;
    private long fullNs;
    private long skipped;
    private long endNs;

    /**
     * Creates a pace.
     *
     * @param ratePerS asked for; 0 for a closed loop, which has none
     */
    Pace(final double ratePerS, final boolean isPoisson)
    {
        this.ratePerS = ratePerS;
        this.allowed = KEPT * ratePerS - (isPoisson ? DEVIATIONS * Math.sqrt(ratePerS) : 0);
    }

    /** Begins anew: everything so far is forgotten. */
    void begin(final long nowNs)
    {
        beginNs = nowNs;
        secondNs = nowNs;
        inSecond = 0;
        offered = 0;
        seconds = 0;
        shortSeconds = 0;
        least = Long.MAX_VALUE;
        fullSinceNs = fullSinceNs == 0 ? 0 : nowNs;
        fullNs = 0;
        skipped = 0;
        endNs = nowNs;
    }

    /** Notes the time, and how many events the lane took. */
    void offered(final long nowNs, final int count)
    {
        endSeconds(nowNs);
        inSecond += count;
        offered += count;
    }

    /** Notes whether the lane had no room for an event. */
    void full(final long nowNs, final boolean isFull)
    {
        if (isFull)
        {
            fullSinceNs = fullSinceNs == 0 ? nowNs : fullSinceNs;
        }
        else if (fullSinceNs != 0)
        {
            fullNs += nowNs - fullSinceNs;
            fullSinceNs = 0;
        }
    }

    /** Notes events that were not offered, because too many were in flight. */
    void skipped(final int count)
    {
        skipped += count;
    }

    /** Ends the pace. A second that is not complete is left out, unless it is the only one. */
    void end(final long nowNs)
    {
        endSeconds(nowNs);
        full(nowNs, false);
        endNs = nowNs;
    }

    /**
     * Returns the pace of the whole.
     *
     * @param lagNs      99th percentile of the generator's lag
     * @param responseNs 99th percentile of the response time; 0 if none was taken
     */
    public StormPace result(final long lagNs, final long responseNs)
    {
        final long ns = Math.max(1, endNs - beginNs);
        final double reachedPerS = offered * 1e9 / ns;
        final boolean isShort = seconds == 0 && reachedPerS < allowed(ns / 1e9);

        return new StormPace(ratePerS, reachedPerS, seconds == 0 ? reachedPerS : least,
            shortSeconds + (isShort ? 1 : 0), (double)fullNs / ns, skipped, lagNs, responseNs);
    }

    /** Returns the least rate that keeps up over a part of a second. */
    private double allowed(final double second)
    {
        return KEPT * ratePerS - (KEPT * ratePerS - allowed) / Math.sqrt(second);
    }

    private void endSeconds(final long nowNs)
    {
        while (nowNs - secondNs >= SECOND_NS)
        {
            seconds++;
            shortSeconds += inSecond < allowed ? 1 : 0;
            least = Math.min(least, inSecond);
            inSecond = 0;
            secondNs += SECOND_NS;
        }
    }
}
