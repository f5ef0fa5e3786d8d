package org.gale.engine.storm.flow;

import java.util.concurrent.TimeUnit;
import org.gale.engine.storm.result.GeneratorPace;
import org.gale.engine.storm.scenario.OpenStream;

/**
 * Meter of the pace of a generator that follows a clock: how much it offered in each second, and how long its lane was
 * full. Owned by the generator's thread; read after it has ended.
 */
public final class PaceMeter
{
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final double KEPT = 0.999;
    /** Standard deviations below its mean that a Poisson process may offer without a fault of the generator. */
    private static final double DEVIATIONS = 4;

    private final boolean hasModels;
    private double askedPerS;
    private double poissonPerS;                                     // the part of it that Poisson processes offer
    private boolean hasChanged;
    private long askedNs;
    private double asked;                                           // in the second in hand, up to that time
    private double poisson;
    private double askedBefore;                                     // in the seconds before
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
     * @param askedPerS events a second; 0 for a closed loop, which has none, and for models of devices
     * @param hasModels true if models of devices say when an event comes
     */
    PaceMeter(final double askedPerS, final boolean isPoisson, final boolean hasModels)
    {
        this.hasModels = hasModels;
        this.askedPerS = askedPerS;
        this.poissonPerS = isPoisson ? askedPerS : 0;
    }

    /** Creates the pace of a stream of the whole host; one without a clock asks for nothing. */
    static PaceMeter of(final OpenStream asked)
    {
        return new PaceMeter(asked.events(1), asked.spacing().isPoisson(), false);
    }

    /**
     * Changes the rate.
     *
     * @param allPerS     events a second that are asked for from now on
     * @param somePoisson of them, those of Poisson processes
     */
    void rate(final long nowNs, final double allPerS, final double somePoisson)
    {
        endSeconds(nowNs);
        ask(nowNs);
        hasChanged |= askedPerS != allPerS && nowNs != beginNs;
        askedPerS = allPerS;
        poissonPerS = somePoisson;
    }

    /** Begins anew: everything so far is forgotten. */
    void begin(final long nowNs)
    {
        beginNs = nowNs;
        secondNs = nowNs;
        hasChanged = false;
        askedNs = nowNs;
        asked = 0;
        poisson = 0;
        askedBefore = 0;
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

    /** Returns the events that were offered. */
    long reached()
    {
        return offered;
    }

    /** Returns the events that were skipped. */
    long skipped()
    {
        return skipped;
    }

    /** Ends the pace. A second that is not complete is left out, unless it is the only one. */
    void end(final long nowNs)
    {
        endSeconds(nowNs);
        ask(nowNs);
        full(nowNs, false);
        endNs = nowNs;
    }

    /**
     * Returns the pace of the whole.
     *
     * @param lagNs      99th percentile of the generator's lag
     * @param responseNs 99th percentile of the response time; 0 if none was taken
     */
    public GeneratorPace result(final long lagNs, final long responseNs)
    {
        final long ns = Math.max(1, endNs - beginNs);
        final double reachedPerS = offered * 1e9 / ns;
        final boolean isShort = seconds == 0 && offered < allowed();
        final double allPerS = hasChanged ? (askedBefore + asked) * SECOND_NS / ns : askedPerS;

        return new GeneratorPace(allPerS, reachedPerS, seconds == 0 ? reachedPerS : least,
            shortSeconds + (isShort ? 1 : 0), (double)fullNs / ns, skipped, lagNs, responseNs, hasModels);
    }

    /** Returns the least number of events that keeps up with what was asked for in the second in hand. */
    private double allowed()
    {
        return KEPT * asked - DEVIATIONS * Math.sqrt(poisson);
    }

    private void ask(final long nowNs)
    {
        final double second = (double)(nowNs - askedNs) / SECOND_NS;
        asked += askedPerS * second;
        poisson += poissonPerS * second;
        askedNs = nowNs;
    }

    private void endSeconds(final long nowNs)
    {
        while (nowNs - secondNs >= SECOND_NS)
        {
            secondNs += SECOND_NS;
            ask(secondNs);
            seconds++;
            shortSeconds += inSecond < allowed() ? 1 : 0;
            least = Math.min(least, inSecond);
            inSecond = 0;
            askedBefore += asked;
            asked = 0;
            poisson = 0;
        }
    }
}
