package org.gale.engine.storm.run;

import org.gale.engine.lanes.EventTally;
import org.gale.engine.storm.topology.Topology;

/**
 * Counts of the events that attached producers sent, by group of VMs of their devices. A storm maps each event of its
 * devices. An event that a device does not have is untranslated, and reaches no VM. On the engine's thread.
 */
final class AttachedEvents implements EventTally
{
    private final Topology topology;
    private final long[] groups;
    private final long[] ofNoVm;                                    // by group
    private long ofNoDevice;

    AttachedEvents(final Topology topology)
    {
        this.topology = topology;
        this.groups = new long[topology.groups().size()];
        this.ofNoVm = new long[groups.length];
    }

    @Override
    public void event(final int its, final int deviceId, final int eventId)
    {
        if (!topology.isDevice(its, deviceId))
        {
            ofNoDevice++;
            return;
        }
        final int group = topology.groupOfVm(topology.vmOfDevice(deviceId));
        groups[group]++;
        ofNoVm[group] += Integer.compareUnsigned(eventId, topology.events(deviceId)) < 0 ? 0 : 1;
    }

    /** Returns the events of the devices of a group. */
    long of(final int group)
    {
        return groups[group];
    }

    /** Returns those of them that reached no VM, because their device does not have them. */
    long ofNoVm(final int group)
    {
        return ofNoVm[group];
    }

    /** Returns the events that named a device which no group has. */
    long ofNoDevice()
    {
        return ofNoDevice;
    }
}
