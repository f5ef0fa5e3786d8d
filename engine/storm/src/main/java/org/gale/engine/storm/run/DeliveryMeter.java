package org.gale.engine.storm.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Route;
import org.gale.engine.storm.result.MeasuredDeliveries;
import org.gale.engine.storm.topology.Topology;

/**
 * Meter of the interrupts that are delivered in the measured part of a run, by group of VMs and by route. On the
 * engine's thread; read after the run.
 */
final class DeliveryMeter
{
    private final Topology topology;
    private final StormLedgers ledgers;
    /** Null where the machine has no routes. */
    private final DirectQueries queries;
    private final long[] beforeByGroup;
    private final long[] beforeByRoute = new long[Route.COUNT];
    private final long beforeStart;

    /** Makes a meter whose measured part begins now. */
    DeliveryMeter(final Topology topology, final StormLedgers ledgers, final Machine machine)
    {
        this.topology = topology;
        this.ledgers = ledgers;
        this.queries = machine.queries() instanceof DirectQueries direct ? direct : null;
        this.beforeByGroup = new long[topology.groups().size()];
        begin();
        this.beforeStart = LongStream.of(beforeByGroup).sum();
    }

    /** Returns the interrupts that were delivered since the run began. */
    long sinceStart()
    {
        final long[] now = new long[beforeByGroup.length];
        countGroups(now);

        return LongStream.of(now).sum() - beforeStart;
    }

    /** Begins the measured part. */
    void begin()
    {
        countGroups(beforeByGroup);
        for (final Route route : Route.values())
        {
            beforeByRoute[route.number()] = queries == null ? 0 : queries.delivered(route);
        }
    }

    /**
     * Returns what was delivered since the measured part began.
     *
     * @param all interrupts, by the meter of rates
     */
    MeasuredDeliveries deliveries(final long all)
    {
        final long[] now = new long[beforeByGroup.length];
        countGroups(now);
        final List<Long> byGroup = new ArrayList<>();
        for (int group = 0; group < now.length; group++)
        {
            byGroup.add(now[group] - beforeByGroup[group]);
        }
        final Map<String, Long> byRoute = new LinkedHashMap<>();
        if (queries != null)
        {
            for (final Route route : Route.values())
            {
                byRoute.put(route.label(), queries.delivered(route) - beforeByRoute[route.number()]);
            }
        }

        return new MeasuredDeliveries(all, byGroup, byRoute);
    }

    private void countGroups(final long[] to)
    {
        Arrays.fill(to, 0);
        for (int vm = 0; vm < topology.vms(); vm++)
        {
            to[topology.groupOfVm(vm)] += ledgers.delivered(vm);
        }
    }
}
