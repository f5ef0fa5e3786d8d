package org.gale.tests.oracle;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Costs of a job, and the times of the handlers of each group. */
final class Costs
{
    private static final long OF_COSTS = 0x636f737473L;
    private static final long OF_HANDLERS = 0x68616e646cL;

    private final Map<String, Times> times = new HashMap<>();
    final int listRegisters;
    final long pollNs;

    Costs(final StormJob job)
    {
        job.root.get("costs").properties().forEach(cost ->
        {
            if (!cost.getKey().equals("base") && !cost.getKey().equals("lr-limit"))
            {
                times.put(cost.getKey(), Times.of(cost.getValue().asText(),
                    new SplittableRandom(Numbers.mix(job.seed ^ OF_COSTS, cost.getKey().hashCode()))));
            }
        });
        for (final StormJob.Group group : job.groups)
        {
            times.put("handler " + group.index(), Times.of(group.handler(),
                new SplittableRandom(Numbers.mix(job.seed ^ OF_HANDLERS, group.index()))));
        }
        listRegisters = Integer.parseInt(job.cost("lr-limit"));
        pollNs = Numbers.ns(job.cost("poll"));
    }

    /** Returns the next time of a cost. */
    long of(final String cost)
    {
        return times.get(cost).nextNs();
    }

    /** Returns the next time of a handler of a group, with the end of its interrupt. */
    long handler(final StormJob.Group group)
    {
        return of("handler " + group.index()) + of("eoi");
    }
}
