package org.gale.engine.storm.topology;

import java.util.Arrays;
import java.util.List;
import org.gale.engine.config.PpiSet;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.ModelShape;

/**
 * Timers of the vCPUs of a storm, each a private interrupt with a wire. The timers of a VM are the events of one
 * device, or its last ones, with an event for each vCPU. Such an event has the number of an LPI of its VM, by which
 * the storm knows it; the LPI itself stays silent. Immutable.
 */
public final class PrivateTimers
{
    /** PPI of the virtual timer of a PE. */
    public static final int PPI = PpiSet.VIRTUAL_TIMER;
    /** Number of a vCPU without a timer. */
    public static final int NONE = -1;

    private final int[] lpis;                                       // by vCPU, or NONE
    private final int[] firstEvents;                                // by device: its timers begin there
    private final boolean isAny;

    /** Finds the timers of a storm. */
    public PrivateTimers(final Topology topology)
    {
        lpis = new int[topology.totalVpes()];
        firstEvents = new int[topology.totalDevices()];
        Arrays.fill(lpis, NONE);
        Arrays.fill(firstEvents, Integer.MAX_VALUE);
        boolean found = false;
        for (int vm = 0; vm < topology.vms(); vm++)
        {
            final List<DeviceShape> groups = topology.groups().get(topology.groupOfVm(vm)).devices();
            for (int group = 0; group < groups.size(); group++)
            {
                final ModelShape model = groups.get(group).stream().model();
                final int count = model == null ? 0 : model.timers(topology.vpes(vm));
                if (count > 0)
                {
                    found = true;
                    add(topology, vm, topology.firstDeviceOf(vm, group), model.firstTimer(), count);
                }
            }
        }
        isAny = found;
    }

    private void add(
        final Topology topology, final int vm, final int device, final int firstEvent, final int count)
    {
        firstEvents[device] = firstEvent;
        for (int vpe = 0; vpe < count; vpe++)
        {
            lpis[topology.vpeIndex(vm, vpe)] = topology.firstLpiOfDevice(device) + firstEvent + vpe;
        }
    }

    /** Returns whether the storm has timers. */
    public boolean isAny()
    {
        return isAny;
    }

    /** Returns whether an event of a device is the tick of a timer. */
    public boolean isTimer(final int device, final int event)
    {
        return event >= firstEvents[device];
    }

    /** {@return the number within its VM of the VPE whose timer an event of a device is} */
    public int vpe(final int device, final int event)
    {
        return event - firstEvents[device];
    }

    /** {@return the LPI, numbered within its VM, that stands for the timer of a vCPU; {@link #NONE} without one} */
    public int lpi(final int vcpu)
    {
        return lpis[vcpu];
    }

    /** Returns whether a vCPU has a timer. */
    public boolean has(final int vcpu)
    {
        return lpis[vcpu] != NONE;
    }
}
