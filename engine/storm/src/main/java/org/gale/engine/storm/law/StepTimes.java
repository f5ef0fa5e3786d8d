package org.gale.engine.storm.law;

import java.util.EnumMap;
import java.util.Map;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.law.HostLaw.Step;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.Distribution;

/**
 * Law of the times that steps of vCPUs take: an exit, a put, a load and an entry take at least what the job says,
 * where that is one time. They take longer where the host has interrupts of its own. Owned by the thread of the
 * run.
 */
final class StepTimes
{
    private final Map<Step, Times> times = new EnumMap<>(Step.class);

    /** Times of a step: what the job has for it at least, and the shortest that it was. */
    private static final class Times
    {
        long leastNs;
        long shortestNs = Long.MAX_VALUE;
    }

    /** @param costs of the job; null for steps that may take any time */
    StepTimes(final CostModel costs)
    {
        for (final Step step : Step.values())
        {
            times.put(step, new Times());
        }
        if (costs != null)
        {
            atLeast(Step.EXITING, ns(costs, Cost.EXIT));
            atLeast(Step.PREEMPTING, ns(costs, Cost.EXIT));
            atLeast(Step.PUTTING, Math.min(ns(costs, Cost.PUT), ns(costs, Cost.PUT_DIRECT)));
            atLeast(Step.PREEMPTED, Math.min(ns(costs, Cost.PUT), ns(costs, Cost.PUT_DIRECT)));
            atLeast(Step.LOADING, Math.min(ns(costs, Cost.LOAD), ns(costs, Cost.LOAD_DIRECT)));
            atLeast(Step.ENTERING, ns(costs, Cost.ENTER));
        }
    }

    private static long ns(final CostModel costs, final Cost cost)
    {
        return costs.time(cost) instanceof Distribution.Constant one ? one.ns() : 0;
    }

    private void atLeast(final Step step, final long ns)
    {
        times.get(step).leastNs = ns;
    }

    /**
     * Notes that a step has ended.
     *
     * @param next step: the same one if it begins anew on another PE
     * @param ns   that it took
     */
    void took(final Step step, final Step next, final long ns)
    {
        if (next != step)
        {
            final Times own = times.get(step);
            own.shortestNs = Math.min(own.shortestNs, ns);
        }
    }

    /** {@return the first step that took less than its cost, in words, or null} */
    String broken()
    {
        for (final Map.Entry<Step, Times> entry : times.entrySet())
        {
            final Times own = entry.getValue();
            if (own.shortestNs < own.leastNs)
            {
                return "a vCPU was " + entry.getKey() + " for " + NumberText.count(own.shortestNs) +
                    " ns, and by its costs that takes " + NumberText.count(own.leastNs);
            }
        }

        return null;
    }
}
