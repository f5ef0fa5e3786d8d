package org.gale.engine.storm.scenario;

import java.util.List;

/**
 * Shape of a group of equal VMs.
 *
 * @param name    unique among groups and phases
 * @param count   VMs
 * @param vpes    VPEs of a VM
 * @param devices of a VM, in the order in which devices and LPIs are numbered, at least one group
 * @param guest   as a virtual run simulates it
 */
public record VmShape(String name, int count, int vpes, List<DeviceShape> devices, GuestShape guest)
{
    /** Makes a shape with the default guest. */
    public VmShape(final String name, final int count, final int vpes, final List<DeviceShape> devices)
    {
        this(name, count, vpes, devices, GuestShape.DEFAULT);
    }

    public VmShape
    {
        devices = List.copyOf(devices);
        assert count > 0 && vpes > 0 && !devices.isEmpty() : name;
    }

    /** Returns the number of devices of a VM. */
    public long deviceCount()
    {
        long count = 0;
        for (final DeviceShape device : devices)
        {
            count += device.count();
        }

        return count;
    }

    /** Returns the number of LPIs of a VM. */
    public long lpis()
    {
        long lpis = 0;
        for (final DeviceShape device : devices)
        {
            lpis += device.lpis();
        }

        return lpis;
    }
}
