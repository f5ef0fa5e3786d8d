package org.gale.engine.storm.topology;

import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.VmShape;

/** Place of a group of equal VMs among all VMs, VPEs and devices of a storm. Immutable. */
final class VmGroupPlace
{
    final int firstVm;
    final int firstVpe;
    final int firstDevice;
    final int vms;
    final int vpes;
    final int devices;
    final int lpis;
    final int maxEvents;
    /** Index within the VM of the first device of each group of devices. */
    private final int[] deviceStarts;
    /** Number within the VM of the first LPI of each group of devices. */
    private final int[] lpiStarts;
    /** Events of a device of each group of devices. */
    private final int[] events;

    /** Makes the place behind what the groups before have. */
    VmGroupPlace(final VmShape shape, final int firstVm, final int firstVpe, final int firstDevice)
    {
        final int groups = shape.devices().size();
        this.firstVm = firstVm;
        this.firstVpe = firstVpe;
        this.firstDevice = firstDevice;
        this.vms = shape.count();
        this.vpes = shape.vpes();
        this.devices = (int)shape.deviceCount();
        this.lpis = (int)shape.lpis();
        this.deviceStarts = new int[groups];
        this.lpiStarts = new int[groups];
        this.events = new int[groups];
        int device = 0;
        int lpi = 0;
        int mostEvents = 0;
        for (int i = 0; i < groups; i++)
        {
            final DeviceShape group = shape.devices().get(i);
            deviceStarts[i] = device;
            lpiStarts[i] = lpi;
            events[i] = group.events();
            mostEvents = Math.max(mostEvents, group.events());
            device += group.count();
            lpi += (int)group.lpis();
        }
        this.maxEvents = mostEvents;
    }

    /** Returns the VM behind the last one of the group. */
    int endVm()
    {
        return firstVm + vms;
    }

    /** Returns the VPE behind the last one of the group. */
    int endVpe()
    {
        return firstVpe + vms * vpes;
    }

    /** Returns the device behind the last one of the group. */
    int endDevice()
    {
        return firstDevice + vms * devices;
    }

    /** {@return the VM of a device} */
    int vmOfDevice(final int device)
    {
        return firstVm + (device - firstDevice) / devices;
    }

    /** {@return the group of devices of a device, an index within the group of VMs} */
    int groupOfDevice(final int device)
    {
        return indexOf(deviceStarts, (device - firstDevice) % devices);
    }

    /** Returns the number of events of a device. */
    int events(final int device)
    {
        return events[groupOfDevice(device)];
    }

    /** {@return the LPI, numbered within its VM, that the first event of a device raises} */
    int firstLpiOfDevice(final int device)
    {
        final int group = groupOfDevice(device);

        return lpiStarts[group] + ((device - firstDevice) % devices - deviceStarts[group]) * events[group];
    }

    /** {@return the device with the event that raises an LPI of a VM} */
    int deviceOfLpi(final int vm, final int lpi)
    {
        final int group = indexOf(lpiStarts, lpi);

        return firstDevice + (vm - firstVm) * devices + deviceStarts[group] + (lpi - lpiStarts[group]) / events[group];
    }

    /** {@return the event of its device that raises an LPI} */
    int eventOfLpi(final int lpi)
    {
        final int group = indexOf(lpiStarts, lpi);

        return (lpi - lpiStarts[group]) % events[group];
    }

    /** {@return the group of devices that an LPI of a VM belongs to} */
    int groupOfLpi(final int lpi)
    {
        return indexOf(lpiStarts, lpi);
    }

    /** {@return the number of an LPI of a VM among those of its group of devices} */
    int lpiOfGroup(final int lpi)
    {
        return lpi - lpiStarts[indexOf(lpiStarts, lpi)];
    }

    /** {@return the first device of a group of devices of a VM} */
    int firstDeviceOf(final int vm, final int group)
    {
        return firstDevice + (vm - firstVm) * devices + deviceStarts[group];
    }

    /** {@return the index of the last of some ascending starts that is not beyond a number} */
    static int indexOf(final int[] starts, final int number)
    {
        int low = 0;
        int high = starts.length - 1;
        while (low < high)
        {
            final int middle = (low + high + 1) >>> 1;
            if (starts[middle] > number)
            {
                high = middle - 1;
            }
            else
            {
                low = middle;
            }
        }

        return low;
    }
}
