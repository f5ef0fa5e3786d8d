package org.gale.engine.storm.result;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.host.HostMeter;

/**
 * Time in which the threads of a storm wanted to run and did not, over its measured part. A source that this host does
 * not have reads {@link HostMeter#MISSING}.
 *
 * @param ns          length of the measured part, ns
 * @param cores       number of processors, over which stolen time is a total
 * @param threads     engine, generator and helpers, in this order
 * @param stolenNs    time that the hypervisor below this host gave to others
 * @param throttledNs time for which the control group was throttled
 */
public record Stalls(long ns, int cores, List<OfThread> threads, long stolenNs, long throttledNs)
{
    /** Name of the generator among the threads. */
    public static final String GENERATOR = "generator";

    /** Part of the run above which stalls, and not the engine, make the tail of the latencies. */
    public static final double TAIL_SHARE = 0.01;
    /** Stalls of a run that was not measured. */
    public static final Stalls NONE = new Stalls(0, 1, List.of(), HostMeter.MISSING, HostMeter.MISSING);
    /** Name of the threads other than engine and generator. */
    public static final String HELPERS = "helpers";

    /**
     * Stalls of a thread.
     *
     * @param name      engine, generator or helpers
     * @param waitNs    time runnable without a core
     * @param longestNs longest gap between two duty cycles
     */
    public record OfThread(String name, long waitNs, long longestNs)
    {
    }

    /**
     * Returns the share of the measured part that a thread was runnable without a core. The host accounts a wait when
     * it ends, so that a wait from before the measured part may count; one thread waits for the complete part at most.
     */
    public double share(final OfThread thread)
    {
        final double share = share(thread.waitNs());

        return thread.name().equals(HELPERS) ? share : Math.min(1, share);
    }

    /** Returns the share of the time of all processors that was stolen. */
    public double stolenShare()
    {
        return share(stolenNs) / cores;
    }

    /** Returns the share of the measured part in which the control group was throttled. */
    public double throttledShare()
    {
        return share(throttledNs);
    }

    /** Returns the reasons why the host made the tail, in words: each took more than 1 % of the measured part. */
    public List<String> reasons()
    {
        final List<String> reasons = new ArrayList<>();
        for (final OfThread thread : threads)
        {
            if (!thread.name().equals(HELPERS) && share(thread) > TAIL_SHARE)
            {
                reasons.add("the " + thread.name() + " waited for a core");
            }
        }
        if (stolenShare() > TAIL_SHARE)
        {
            reasons.add("the hypervisor stole time");
        }
        if (throttledShare() > TAIL_SHARE)
        {
            reasons.add("the control group was throttled");
        }

        return reasons;
    }

    /** Returns the sources that this host does not have, in words. */
    public List<String> missing()
    {
        final List<String> missing = new ArrayList<>();
        if (threads.stream().anyMatch(thread -> thread.waitNs() == HostMeter.MISSING))
        {
            missing.add("waits for a core");
        }
        if (stolenNs == HostMeter.MISSING)
        {
            missing.add("stolen time");
        }
        if (throttledNs == HostMeter.MISSING)
        {
            missing.add("throttled time");
        }

        return missing;
    }

    private double share(final long partNs)
    {
        return partNs == HostMeter.MISSING || ns == 0 ? 0 : (double)partNs / ns;
    }
}
