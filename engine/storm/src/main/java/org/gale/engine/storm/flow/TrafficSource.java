package org.gale.engine.storm.flow;

import org.gale.engine.software.CommandSink;
import org.gale.engine.storm.topology.Topology;

/** Set-up and events of a storm, which a generator offers. */
public interface TrafficSource
{
    /**
     * Returns the set-up of the machine, which has emitted nothing yet.
     *
     * @param sink takes each command before the next one is emitted
     */
    Setup setUp(CommandSink sink);

    /** Returns the topology of the storm. */
    Topology topology();

    /** Returns the events in the order in which the generator offers them. */
    EventSource events();
}
