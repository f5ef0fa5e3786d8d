package org.gale.engine.storm.run;

import org.gale.engine.lanes.EventTally;
import org.gale.engine.storm.topology.Topology;

/** Counts of the events that attached producers sent, by group of VMs of their devices. On the engine's thread. */
final class AttachedEvents implements EventTally
{
    private final Topology topology;
    private final long[] groups;
    private long ofNoDevice;

    AttachedEvents(final Topology topology)
    {
        this.topology = topology;
        this.groups = new long[topology.groups().size()];
    }

    @Override
    public void event(final int deviceId, final int eventId)
    {
        if (Integer.compareUnsigned(deviceId, topology.totalDevices()) < 0)
        {
            groups[topology.groupOfVm(topology.vmOfDevice(deviceId))]++;
        }
        else
        {
            ofNoDevice++;
        }
    }

    /** Returns the events of the devices of a group. */
    long of(final int group)
    {
        return groups[group];
    }

    /** Returns the events that named a device which no group has. */
    long ofNoDevice()
    {
        return ofNoDevice;
    }
}
