package org.gale.engine.storm.latency;

import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.topology.LpiSpread;
import org.gale.engine.storm.topology.PrivateTimers;
import org.gale.engine.storm.topology.SharedLines;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.ist.L2Iste;

/** Places of interrupts of a storm: messages that make them pending, and VPEs that they go to. Immutable. */
public final class InterruptPlaces
{
    private final Topology topology;
    private final LpiSpread spread;
    private final PrivateTimers timers;
    private final SharedLines lines;

    /** Finds the places of a storm. */
    public InterruptPlaces(final StormConfig config, final Topology topology, final SharedLines lines)
    {
        this.lines = lines;
        this.topology = topology;
        this.spread = new LpiSpread(config, topology);
        this.timers = new PrivateTimers(topology);
    }

    /** {@return the number within its VM of the VPE that an interrupt goes to when the storm begins} */
    public int vpe(final Outlier interrupt)
    {
        return interrupt.isTimer() ? interrupt.vpe() :
            L2Iste.IAFFID.get(spread.entry(interrupt.vmId(), lpi(interrupt)));
    }

    /** {@return the partition of the VM of an interrupt} */
    public int partition(final Outlier interrupt)
    {
        return topology.partitions().ofVm(interrupt.vmId());
    }

    /** Returns the DeviceID of the message of an interrupt, or of the one in whose name it is sent. */
    public int deviceId(final Outlier interrupt)
    {
        return topology.deviceOfLpi(interrupt.vmId(), lpi(interrupt));
    }

    /** Returns the EventID of the message of an interrupt, or of the one in whose name it is sent. */
    public int eventId(final Outlier interrupt)
    {
        return topology.eventOfLpi(interrupt.vmId(), lpi(interrupt));
    }

    private int lpi(final Outlier interrupt)
    {
        return interrupt.isTimer() ? timers.lpi(topology.vpeIndex(interrupt.vmId(), interrupt.vpe())) :
            interrupt.isOfLine() ? lines.lpi(interrupt.vmId(), interrupt.spi()) :
            interrupt.lpiId() - topology.firstLpiId();
    }
}
