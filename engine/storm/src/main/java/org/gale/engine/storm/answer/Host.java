package org.gale.engine.storm.answer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.HostKind;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.JobPaths;
import org.gale.engine.storm.scenario.VirtualSettings;

/**
 * Host of a question: its VMs, and what its work costs. Immutable.
 *
 * @param shape of the job
 * @param costs of the job
 * @param kind  of its machine
 */
public record Host(HostShape shape, CostModel costs, HostKind kind)
{
    /** Returns the host of a plan. */
    public static Host of(final StormPlan plan)
    {
        return new Host(plan.config().shape(), VirtualSettings.costs(plan.settings()),
            HostKind.ofProfile(plan.profile().name()));
    }

    /** Returns the costs that such a host may spend, in the order of their declaration. */
    public List<Cost> spent()
    {
        return Stream.of(Cost.values()).filter(cost -> !cost.isOfMigrations() && !cost.isOfMoves())
            .filter(cost -> kind == HostKind.MSIX || !cost.isOfFunctions()).toList();
    }

    /** Returns the number of all vCPUs. */
    int vcpus()
    {
        return (int)shape.vpes();
    }

    /** Returns the values that give a host each VM several times. */
    Map<String, String> times(final int count)
    {
        final Map<String, String> values = new LinkedHashMap<>();
        shape.groups().forEach(
            group -> values.put(JobPaths.path(group) + ".count", Long.toString((long)count * group.count())));

        return values;
    }

    /** Returns the values that change the rates of all streams and packets by a factor. */
    Map<String, String> scaled(final double factor)
    {
        return IoKnob.RATE.values(shape, factor);
    }
}
