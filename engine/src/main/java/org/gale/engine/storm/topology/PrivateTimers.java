package org.gale.engine.storm.topology;

import java.util.Arrays;
import java.util.List;
import org.gale.engine.storm.setting.DeviceShape;

/**
 * Timers of the vCPUs of a storm, each a private interrupt with a wire. The timers of a VM are a group of one device
 * with an event for each vCPU. Such an event has the number of an LPI of its VM, by which the storm knows it; the LPI
 * itself stays silent. Immutable.
 */
public final class PrivateTimers
{
    /** PPI of the virtual timer of a PE. */
    public static final int PPI = 27;
    /** Number of a vCPU without a timer. */
    public static final int NONE = -1;

    private final int[] lpis;                                       // by vCPU, or NONE
    private final boolean[] devices;
    private final boolean isAny;

    /** Finds the timers of a storm. */
    public PrivateTimers(final Topology topology)
    {
        lpis = new int[topology.totalVpes()];
        devices = new boolean[topology.totalDevices()];
        Arrays.fill(lpis, NONE);
        boolean found = false;
        for (int vm = 0; vm < topology.vms(); vm++)
        {
            final List<DeviceShape> groups = topology.groups().get(topology.groupOfVm(vm)).devices();
            for (int group = 0; group < groups.size(); group++)
            {
                if (groups.get(group).stream().isPrivate())
                {
                    found = true;
                    add(topology, vm, topology.firstDeviceOf(vm, group));
                }
            }
        }
        isAny = found;
    }

    private void add(final Topology topology, final int vm, final int device)
    {
        devices[device] = true;
        for (int vpe = 0; vpe < topology.vpes(vm); vpe++)
        {
            lpis[topology.vpeIndex(vm, vpe)] = topology.firstLpiOfDevice(device) + vpe;
        }
    }

    /** Returns whether the storm has timers. */
    public boolean isAny()
    {
        return isAny;
    }

    /** Returns whether a device is the timers of a VM. */
    public boolean isTimers(final int device)
    {
        return devices[device];
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
