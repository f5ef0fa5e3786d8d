package org.gale.engine.storm.law;

import java.util.Map;
import org.gale.engine.storm.scenario.ModelShape;

/**
 * Law of a timer. It expires at an even rate, each time at most its jitter later. An expiry raises the wire, or merges
 * because the wire is high, which a handler lowers. Owned by the thread that drives the model.
 */
final class TimerLaw extends QueueLaw
{
    private static final long SECOND_NS = 1_000_000_000;
    private static final long ROUNDING_NS = 1;

    private final long hz;
    private final long jitterNs;
    private long number;                                            // of times that were set
    private long firstLeastNs = Long.MIN_VALUE;                     // bounds of the even time of the first expiry
    private long firstMostNs = NEVER;
    private long armedNs = NEVER;
    private boolean isHigh;
    private boolean isToRaise;
    private long expiries;
    private long raised;
    private long merged;
    private long handled;

    TimerLaw(final Call call, final ModelShape shape)
    {
        super(call);
        hz = Keys.number(shape, "hz");
        jitterNs = Keys.number(shape, "jitter");
    }

    @Override
    public void armed(final long ns)
    {
        touch();
        final long sinceFirstNs = number / hz * SECOND_NS + number % hz * SECOND_NS / hz;
        firstLeastNs = Math.max(firstLeastNs, ns - sinceFirstNs - jitterNs - ROUNDING_NS);
        firstMostNs = Math.min(firstMostNs, ns - sinceFirstNs + ROUNDING_NS);
        if (firstLeastNs > firstMostNs)
        {
            breaks("its expiry " + number + " comes at " + ns + " ns, which is not at its rate");
        }
        number++;
        armedNs = ns;
    }

    @Override
    public void expired(final int source)
    {
        touch();
        if (nowNs() < armedNs)
        {
            breaks("it expires " + (armedNs - nowNs()) + " ns early");
        }
        expiries++;
        isToRaise = !isHigh;
        merged += isHigh ? 1 : 0;
    }

    @Override
    void raised()
    {
        if (!isToRaise)
        {
            breaks(isHigh ? "it raises a wire that is high" : "it raises its wire without an expiry");
        }
        isToRaise = false;
        isHigh = true;
        raised++;
    }

    @Override
    void acted()
    {
        if (isToRaise)
        {
            loses("it expires with its wire low, and does not raise it");
        }
    }

    @Override
    void begun()
    {
        if (!isHigh)
        {
            breaks("its handler begins, and its wire is low");      // it is high until the handler ends
        }
    }

    @Override
    void completed()
    {
        breaks("a timer completes no requests");
    }

    @Override
    void ended()
    {
        handled += isHigh ? 1 : 0;
        isHigh = false;
        if (expiries != handled + merged)
        {
            breaks(expiries + " expiries are not " + handled + " handled and " + merged + " merged");
        }
    }

    @Override
    void staysHigh(final boolean isLineHigh)
    {
        if (isLineHigh)
        {
            breaks("its wire stays high after its handler");
        }
    }

    @Override
    long dueNs()
    {
        return armedNs;
    }

    @Override
    void addTo(final Map<String, Long> counts)
    {
        counts.merge("timer.expiries", expiries, Long::sum);
        counts.merge("timer.raised", raised, Long::sum);
        counts.merge("timer.merged", merged, Long::sum);
        counts.merge("timer.handled", handled, Long::sum);
    }
}
