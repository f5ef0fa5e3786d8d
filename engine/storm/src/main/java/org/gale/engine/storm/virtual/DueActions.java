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
    private final ActionRate ofEvents;                              // of steps, where events count
    private final int each;

    /** @param rate of the whole storm */
    DueActions(final VirtualClock clock, final Topology topology, final ActionRate rate)
    {
        this(clock, topology, rate, 1);
    }

    /**
     * Makes actions of several steps.
     *
     * @param rate of the whole storm
     * @param each steps of an action
     */
    DueActions(final VirtualClock clock, final Topology topology, final ActionRate rate, final int each)
    {
        this.clock = clock;
        this.each = each;
        this.rate = rate.isByEvents() || !topology.isPartition() ? rate : ActionRate.perSecond(
            topology.partitions().byVcpus(rate.count())[topology.share().index()]);
        this.ofEvents = rate.isByEvents() ? new ActionRate(each * rate.count(), rate.events()) : null;
    }

    /** Returns how many steps of actions were due by now, after a number of events. */
    long by(final long events)
    {
        return ofEvents != null ? ofEvents.due(events) : clock.nanoTime() / 1000 * rate.count() * each / SECOND_US;
    }
}
