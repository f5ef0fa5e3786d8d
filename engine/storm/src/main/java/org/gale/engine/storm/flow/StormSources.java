package org.gale.engine.storm.flow;

import org.agrona.concurrent.NanoClock;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.topology.Topology;
import org.gale.ringbuf.LaneProducer;

/** Sources of the events of a storm, by its order: one sequence for the whole host, or a stream for each device. */
public final class StormSources
{
    private StormSources()
    {
    }

    /** Returns the traffic that a storm asks for. */
    public static Traffic traffic(
        final StormConfig config, final TrafficSource source, final LaneProducer lane, final NanoClock clock)
    {
        if (config.shape().order() == HostShape.Order.GROUP)
        {
            return new StreamTraffic(config, source.topology(), lane, clock);
        }

        return config.isClosedLoop() ? new ClosedLoopTraffic(config, source, lane, clock) :
            new OpenLoopTraffic(config, source, lane, clock);
    }

    /**
     * Returns the due events that a storm asks for, before its first phase.
     *
     * @param topology of the storm, or of a partition whose streams are asked for
     */
    public static DueEvents due(final StormConfig config, final TrafficSource source, final Topology topology)
    {
        return config.shape().order() == HostShape.Order.GROUP ?
            new DueStreams(config, topology) : new DueSequence(config, source);
    }
}
