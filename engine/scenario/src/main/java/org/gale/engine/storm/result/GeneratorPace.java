package org.gale.engine.storm.result;

/**
 * Pace of a storm's generator after the warm-up.
 *
 * @param askedPerS    events a second that were asked for, without bursts; 0 in a closed loop
 * @param reachedPerS  events a second that the generator offered
 * @param leastPerS    events of the slowest second
 * @param shortSeconds seconds in which less than 99.9 % was offered
 * @param fullShare    share of the time in which the lane was full, 0 to 1
 * @param skipped      events that were not offered, because too many were in flight
 * @param lagNs        99th percentile of the generator's lag
 * @param responseNs   99th percentile of the response time; 0 if none was taken
 * @param hasModels    true if models of devices offered events on the wall clock, at times of their own
 */
public record GeneratorPace(
    double askedPerS,
    double reachedPerS,
    double leastPerS,
    long shortSeconds,
    double fullShare,
    long skipped,
    long lagNs,
    long responseNs,
    boolean hasModels)
{
    private static final double FULL_SHARE = 0.01;
    /** Share of the rate that was asked for, from which on the whole was offered: only some seconds were late. */
    private static final double KEPT = 0.999;
    private static final long LAG_PART = 10;

    /** Reason for which a rate was not kept. */
    public enum Limit
    {
        /** The rate was kept. */
        NONE,
        /** Less was offered than asked for, and the lane was not full. */
        GENERATOR,
        /** Less was offered than asked for, because the lane was full. */
        ENGINE,
        /** The rate was offered, but the lane was full for more than a hundredth of the time. */
        LANE,
        /** The rate was offered, but late beside the response time. */
        LAG,
        /** Events were skipped, because as many were in flight as allowed. */
        IN_FLIGHT,
        /** Models of devices went on late beside the response time. */
        MODELS
    }

    /** Returns the reason for which the rate was not kept. */
    public Limit limit()
    {
        if (askedPerS == 0)
        {
            return hasModels && isLate() ? Limit.MODELS : Limit.NONE;
        }
        if (skipped > 0 && shortSeconds > 0)
        {
            return Limit.IN_FLIGHT;
        }
        if (shortSeconds > 0)
        {
            return fullShare >= FULL_SHARE ? Limit.ENGINE :
                isLate() && reachedPerS >= KEPT * askedPerS ? Limit.LAG : Limit.GENERATOR;
        }
        if (fullShare >= FULL_SHARE)
        {
            return Limit.LANE;
        }

        return isLate() ? Limit.LAG : Limit.NONE;
    }

    private boolean isLate()
    {
        return responseNs > 0 && LAG_PART * lagNs >= responseNs;
    }

    /** Returns whether the generator kept the rate that was asked for. */
    public boolean isKept()
    {
        return limit() == Limit.NONE;
    }
}
