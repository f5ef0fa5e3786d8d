package org.gale.engine.storm.topology;

import java.util.Arrays;
import java.util.List;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.ModelShape;

/**
 * IPIs of a storm whose senders are unknown, as a recording shows the CPUs that took them alone. Each is an LPI of its
 * VM and has the number of an event of a device, which sends no message for it: the host makes the LPI pending.
 * Immutable.
 */
public final class InjectedIpis
{
    private final int[] firstEvents;                                // by device
    private final int[] endEvents;

    /** Finds the IPIs of a storm. */
    public InjectedIpis(final Topology topology)
    {
        firstEvents = new int[topology.totalDevices()];
        endEvents = new int[topology.totalDevices()];
        for (int vm = 0; vm < topology.vms(); vm++)
        {
            final List<DeviceShape> groups = topology.groups().get(topology.groupOfVm(vm)).devices();
            for (int group = 0; group < groups.size(); group++)
            {
                final ModelShape model = groups.get(group).stream().model();
                if (model != null && model.ipis() > 0)
                {
                    final int device = topology.firstDeviceOf(vm, group);
                    final int end = device + groups.get(group).count();
                    Arrays.fill(firstEvents, device, end, model.firstIpi());
                    Arrays.fill(endEvents, device, end, model.firstIpi() + model.ipis());
                }
            }
        }
    }

    /** Returns whether the host injects an event of a device. */
    public boolean isOne(final int device, final int event)
    {
        return event >= firstEvents[device] && event < endEvents[device];
    }
}
