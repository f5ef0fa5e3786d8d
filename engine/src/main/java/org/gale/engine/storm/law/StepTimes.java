package org.gale.engine.storm.law;

import java.util.Arrays;
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
    private static final int STEPS = Step.values().length;

    private final long[] leastNs = new long[STEPS];                 // each by step, as the job has it
    private final long[] shortestNs = new long[STEPS];              // as it was

    /** @param costs of the job; null for steps that may take any time */
    StepTimes(final CostModel costs)
    {
        Arrays.fill(shortestNs, Long.MAX_VALUE);
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
        leastNs[step.ordinal()] = ns;
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
            shortestNs[step.ordinal()] = Math.min(shortestNs[step.ordinal()], ns);
        }
    }

    /** {@return the first step that took less than its cost, in words, or null} */
    String broken()
    {
        for (int step = 0; step < STEPS; step++)
        {
            if (shortestNs[step] < leastNs[step])
            {
                return "a vCPU was " + Step.values()[step] + " for " + NumberText.count(shortestNs[step]) +
                    " ns, and by its costs that takes " + NumberText.count(leastNs[step]);
            }
        }

        return null;
    }
}
