package org.gale.engine.storm.virtual;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.storm.model.Draw;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.tables.memory.Mix;

/**
 * Draws of the costs of a run, and of the handlers of each group. Each has random numbers of its own, which follow from
 * the seed and its name, so that another cost or group changes nothing. Owned by one thread.
 */
final class CostDraws
{
    private static final long COSTS = 0x636f737473L;
    private static final long HANDLERS = 0x68616e646cL;

    private final Draw signal;
    private final Draw exit;
    private final Draw enter;
    private final Draw hostIrq;
    private final Draw inject;
    private final Draw kick;
    private final Draw schedule;
    private final Draw put;
    private final Draw load;
    private final Draw eoi;
    private final Draw trap;
    private final Draw step;
    private final Draw[] handlers;
    private final long pollNs;
    private final int listRegisters;

    CostDraws(final CostModel costs, final List<VmShape> groups, final long seed)
    {
        final Map<Cost, Draw> draws = new EnumMap<>(Cost.class);
        for (final Cost cost : Cost.TIMES)
        {
            draws.put(cost, Draw.of(costs.time(cost), Mix.of(seed ^ COSTS, cost.label().hashCode())));
        }
        signal = draws.get(Cost.SIGNAL);
        exit = draws.get(Cost.EXIT);
        enter = draws.get(Cost.ENTER);
        hostIrq = draws.get(Cost.HOST_IRQ);
        inject = draws.get(Cost.INJECT);
        kick = draws.get(Cost.KICK);
        schedule = draws.get(Cost.SCHEDULE);
        put = draws.get(Cost.PUT);
        load = draws.get(Cost.LOAD);
        eoi = draws.get(Cost.EOI);
        trap = draws.get(Cost.TRAP);
        step = draws.get(Cost.TRANSITION_STEP);
        pollNs = costs.pollNs();
        listRegisters = costs.lrLimit();
        handlers = new Draw[groups.size()];
        for (int group = 0; group < handlers.length; group++)
        {
            handlers[group] = Draw.of(groups.get(group).guest().handler(), Mix.of(seed ^ HANDLERS, group));
        }
    }

    long signal()
    {
        return signal.nextNs();
    }

    long exit()
    {
        return exit.nextNs();
    }

    long enter()
    {
        return enter.nextNs();
    }

    long hostIrq()
    {
        return hostIrq.nextNs();
    }

    long inject()
    {
        return inject.nextNs();
    }

    long kick()
    {
        return kick.nextNs();
    }

    long schedule()
    {
        return schedule.nextNs();
    }

    long put()
    {
        return put.nextNs();
    }

    long load()
    {
        return load.nextNs();
    }

    long eoi()
    {
        return eoi.nextNs();
    }

    long trap()
    {
        return trap.nextNs();
    }

    long step()
    {
        return step.nextNs();
    }

    long handler(final int group)
    {
        return handlers[group].nextNs();
    }

    /** Returns for how long a PE polls. */
    long poll()
    {
        return pollNs;
    }

    /** Returns the number of list registers of a vCPU. */
    int listRegisters()
    {
        return listRegisters;
    }
}
