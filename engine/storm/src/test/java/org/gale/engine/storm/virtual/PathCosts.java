package org.gale.engine.storm.virtual;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.Distribution;

/** Costs of which no two sums of a path are equal, and the stages of interrupts. */
final class PathCosts
{
    static final long HANDLER = 2003;
    static final long SIGNAL = 101;
    static final long EXIT = 211;
    static final long ENTER = 307;
    static final long HOST_IRQ = 503;
    static final long INJECT = 401;
    static final long KICK = 601;
    static final long SCHEDULE = 5003;
    static final long PUT = 701;
    static final long LOAD = 809;
    static final long EOI = 71;
    static final CostModel ALL = costs();

    private PathCosts()
    {
    }

    private static CostModel costs()
    {
        final Map<Cost, Long> times = new LinkedHashMap<>(Map.of(Cost.SIGNAL, SIGNAL, Cost.EXIT, EXIT,
            Cost.ENTER, ENTER, Cost.HOST_IRQ, HOST_IRQ, Cost.INJECT, INJECT, Cost.KICK, KICK, Cost.SCHEDULE, SCHEDULE,
            Cost.PUT, PUT, Cost.LOAD, LOAD, Cost.EOI, EOI));
        times.put(Cost.TRAP, 1009L);
        times.put(Cost.TRANSITION_STEP, 1013L);
        CostModel costs = CostModel.of(CostModel.ZERO);
        for (final Map.Entry<Cost, Long> time : times.entrySet())
        {
            costs = with(costs, time.getKey(), time.getValue());
        }

        return costs;
    }

    /** Returns costs with another constant time. */
    static CostModel with(final CostModel costs, final Cost cost, final long ns)
    {
        return costs.with(cost, Distribution.constant(ns));
    }

    /** Returns all stages of an interrupt. */
    static Map<String, Long> stages(final Outlier interrupt)
    {
        final Map<String, Long> shown = interrupt.stages();
        final Map<String, Long> stages = new LinkedHashMap<>();
        for (final String stage : List.of("signalled", "woken", "waiting", "acknowledged", "deactivated"))
        {
            stages.put(stage, shown.getOrDefault(stage, 0L));
        }

        return stages;
    }

    /** Returns the stages of an interrupt with its own handler. */
    static Map<String, Long> stages(
        final long signalledNs, final long wokenNs, final long waitingNs, final long acknowledgedNs)
    {
        final Map<String, Long> stages = new LinkedHashMap<>();
        stages.put("signalled", signalledNs);
        stages.put("woken", wokenNs);
        stages.put("waiting", waitingNs);
        stages.put("acknowledged", acknowledgedNs);
        stages.put("deactivated", HANDLER + EOI);

        return stages;
    }
}
