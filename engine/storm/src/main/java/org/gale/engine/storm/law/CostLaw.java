package org.gale.engine.storm.law;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.Distribution;
import org.gale.engine.storm.scenario.VmShape;

/**
 * Law of the costs of a host and of the handlers of its guests: each time is one that the job gives for the step that
 * takes it. A constant is compared each time, and others by their quantiles. Owned by the thread of the run.
 */
public final class CostLaw
{
    private final Map<Cost, Times> costs = new EnumMap<>(Cost.class);
    private final Times[] handlers;                                 // by vCPU
    private String broken;

    /** Times of one step. */
    private final class Times
    {
        private final String name;
        private final long constantNs;                              // or -1
        private final DrawLaw drawn;

        Times(final String name, final Distribution times)
        {
            this.name = name;
            constantNs = times instanceof Distribution.Constant constant ? constant.ns() : -1;
            drawn = new DrawLaw(name, times);
        }

        void note(final long ns)
        {
            if (constantNs < 0)
            {
                final String fault = drawn.drawn(ns);
                broken = broken == null ? fault : broken;
            }
            else if (ns != constantNs && broken == null)
            {
                broken = name + " takes " + NumberText.count(ns) + " ns, and the job has " +
                    NumberText.count(constantNs);
            }
        }
    }

    /** Makes the law of a host with some groups of VMs. */
    public CostLaw(final CostModel model, final List<VmShape> groups)
    {
        for (final Cost cost : Cost.TIMES)
        {
            if (!cost.isFixed())
            {
                costs.put(cost, new Times("the cost " + cost.label(), model.time(cost)));
            }
        }
        handlers = groups.stream().flatMap(group ->
        {
            final Times own = new Times("a handler of group " + group.name(), group.guest().handler());

            return Stream.generate(() -> own).limit((long)group.count() * group.vpes());
        }).toArray(Times[]::new);
    }

    /** Notes the time of a step, and returns it. */
    public long drawn(final Cost cost, final long ns)
    {
        costs.get(cost).note(ns);

        return ns;
    }

    /** Notes the time of a handler of a vCPU, and returns it. */
    public long handler(final int vcpu, final long ns)
    {
        handlers[vcpu].note(ns);

        return ns;
    }

    /** {@return the first time that is not one of the job, in words, or null} */
    public String broken()
    {
        return broken;
    }
}
