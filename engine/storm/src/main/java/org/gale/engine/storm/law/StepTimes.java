package org.gale.engine.storm.law;

import java.util.EnumMap;
import java.util.Map;
import org.gale.engine.config.NumberText;
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
    private final Map<VcpuStep, Times> times = new EnumMap<>(VcpuStep.class);

    /** Times of a step: what the job has for it at least, and the shortest that it was. */
    private static final class Times
    {
        long leastNs;
        long shortestNs = Long.MAX_VALUE;
    }

    /** @param costs of the job; null for steps that may take any time */
    StepTimes(final CostModel costs)
    {
        for (final VcpuStep step : VcpuStep.values())
        {
            times.put(step, new Times());
        }
        if (costs != null)
        {
            atLeast(VcpuStep.EXITING, ns(costs, Cost.EXIT));
            atLeast(VcpuStep.PREEMPTING, ns(costs, Cost.EXIT));
            atLeast(VcpuStep.PUTTING, Math.min(ns(costs, Cost.PUT), ns(costs, Cost.PUT_DIRECT)));
            atLeast(VcpuStep.PREEMPTED, Math.min(ns(costs, Cost.PUT), ns(costs, Cost.PUT_DIRECT)));
            atLeast(VcpuStep.LOADING, Math.min(ns(costs, Cost.LOAD), ns(costs, Cost.LOAD_DIRECT)));
            atLeast(VcpuStep.ENTERING, ns(costs, Cost.ENTER));
        }
    }

    private static long ns(final CostModel costs, final Cost cost)
    {
        return costs.time(cost) instanceof Distribution.Constant one ? one.ns() : 0;
    }

    private void atLeast(final VcpuStep step, final long ns)
    {
        times.get(step).leastNs = ns;
    }

    /**
     * Notes that a step has ended.
     *
     * @param next step: the same one if it begins anew on another PE
     * @param ns   that it took
     */
    void took(final VcpuStep step, final VcpuStep next, final long ns)
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
        for (final Map.Entry<VcpuStep, Times> entry : times.entrySet())
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
