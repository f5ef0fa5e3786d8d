package org.gale.engine.storm.flow;

import java.util.Arrays;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.VmShape;
import org.gale.engine.storm.topology.Topology;

/**
 * Numbers of the streams of a storm. There is one stream for each group of devices of each VM of the share that is run,
 * in the order of the VMs, then of the groups of devices. Streams of the same group of devices in VMs of the same group
 * are of one kind. Immutable.
 */
public final class StreamNumbers
{
    private final Topology topology;
    private final int[] kinds;                                      // by stream
    private final int[] vms;
    private final int[] vmGroups;                                   // by kind
    private final int[] deviceGroups;

    /** Numbers the streams of a topology. */
    public StreamNumbers(final Topology topology)
    {
        this.topology = topology;
        int streams = 0;
        int kindCount = 0;
        for (final VmShape group : topology.groups())
        {
            kindCount += group.devices().size();
        }
        for (int vm = 0; vm < topology.vms(); vm++)
        {
            streams += topology.isOwn(vm) ? topology.groups().get(topology.groupOfVm(vm)).devices().size() : 0;
        }
        kinds = new int[streams];
        vms = new int[streams];
        vmGroups = new int[kindCount];
        deviceGroups = new int[kindCount];
        int stream = 0;
        int kind = 0;
        for (int group = 0; group < topology.groups().size(); group++)
        {
            final VmShape shape = topology.groups().get(group);
            stream = fill(stream, kind, topology.firstVm(group), shape);
            for (int device = 0; device < shape.devices().size(); device++)
            {
                vmGroups[kind] = group;
                deviceGroups[kind] = device;
                kind++;
            }
        }
    }

    /** Numbers the streams of a group of VMs, and returns the next stream. */
    private int fill(final int first, final int firstKind, final int firstVm, final VmShape shape)
    {
        int stream = first;
        for (int vm = firstVm; vm < firstVm + shape.count(); vm++)
        {
            for (int device = 0; topology.isOwn(vm) && device < shape.devices().size(); device++)
            {
                kinds[stream] = firstKind + device;
                vms[stream] = vm;
                stream++;
            }
        }

        return stream;
    }

    /** Returns the number of streams. */
    public int count()
    {
        return kinds.length;
    }

    /** Returns the number of kinds. */
    int kinds()
    {
        return vmGroups.length;
    }

    /** Returns the kind of a stream, 0 to {@link #kinds} − 1. */
    public int kind(final int stream)
    {
        return kinds[stream];
    }

    /** Returns the VM of a stream. */
    public int vm(final int stream)
    {
        return vms[stream];
    }

    /** Returns the group of VMs of a kind. */
    public int vmGroup(final int kind)
    {
        return vmGroups[kind];
    }

    /** Returns the group of devices of a kind, an index within its group of VMs. */
    public int deviceGroup(final int kind)
    {
        return deviceGroups[kind];
    }

    /** Returns the shape of the devices of a kind of streams. */
    public DeviceShape devices(final int kind)
    {
        return topology.groups().get(vmGroups[kind]).devices().get(deviceGroups[kind]);
    }

    /** Returns the stream of each device, 0 for one of another share. */
    int[] streamsOfDevices()
    {
        final int[] streams = new int[topology.totalDevices()];
        for (int stream = 0; stream < count(); stream++)
        {
            final int kind = kind(stream);
            final int first = topology.firstDeviceOf(vm(stream), deviceGroup(kind));
            Arrays.fill(streams, first, first + devices(kind).count(), stream);
        }

        return streams;
    }
}
