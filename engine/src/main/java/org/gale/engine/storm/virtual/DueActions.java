package org.gale.engine.storm.virtual;

import org.gale.engine.storm.scenario.ActionRate;
import org.gale.engine.storm.topology.Topology;

/**
 * Actions of an operator that are due, by the number of events or by the clock while events come. A partition has its
 * part of a rate by the clock, by its vCPUs; by events it counts its own. Owned by one thread.
 */
final class DueActions
{
    private static final long SECOND_US = 1_000_000;

    private final VirtualClock clock;
    private final ActionRate rate;

    /** @param rate of the whole storm */
    DueActions(final VirtualClock clock, final Topology topology, final ActionRate rate)
    {
        this.clock = clock;
        this.rate = rate.isByEvents() || !topology.isPartition() ? rate : ActionRate.perSecond(
            topology.partitions().byVcpus(rate.count())[topology.share().index()]);
    }

    /** Returns how many actions were due by now, behind a number of events. */
    long by(final long events)
    {
        return steps(1, events);
    }

    /** Returns how many steps of actions were due by now, behind a number of events. */
    long steps(final int each, final long events)
    {
        return rate.isByEvents() ? new ActionRate(each * rate.count(), rate.events()).due(events) :
            clock.nanoTime() / 1000 * rate.count() * each / SECOND_US;
    }
}
