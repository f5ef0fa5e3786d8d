package org.gale.engine.storm.topology;

import java.util.List;
import org.gale.engine.storm.setting.DeviceShape;
import org.gale.engine.storm.setting.VmShape;

import static org.gale.engine.storm.topology.TableSpace.PAGE;
import static org.gale.engine.storm.topology.TableSpace.aligned;
import static org.gale.engine.storm.topology.TableSpace.idBits;
import static org.gale.engine.storm.topology.TableSpace.ofDevices;
import static org.gale.engine.storm.topology.TableSpace.pages;

/**
 * Layout of the tables of a storm's ITS in RAM: a device table, and behind it an ITT for each device, as long as its
 * events need. Immutable.
 */
public final class ItsTables
{
    public final int deviceIdBits;
    public final long deviceTableAddress;
    final long endAddress;
    private final Topology topology;
    /** Address of the first ITT of each group of VMs. */
    private final long[] groupAddresses;
    /** Bytes of the ITTs of a VM of each group. */
    private final long[] vmBytes;

    /**
     * Makes the layout.
     *
     * @param address of the first table
     */
    ItsTables(final Topology topology, final long address)
    {
        final List<VmShape> groups = topology.groups();
        this.topology = topology;
        this.deviceIdBits = Math.max(1, idBits(topology.totalDevices()));
        this.deviceTableAddress = address;
        this.groupAddresses = new long[groups.size()];
        this.vmBytes = new long[groups.size()];
        long end = aligned(deviceTableAddress + ((long)Long.BYTES << deviceIdBits), PAGE);
        for (int i = 0; i < groupAddresses.length; i++)
        {
            groupAddresses[i] = end;
            vmBytes[i] = bytes(groups.get(i).devices());
            end += groups.get(i).count() * vmBytes[i];
        }
        this.endAddress = end;
    }

    /** Returns the EventID bits of a device. */
    public int eventIdBits(final int device)
    {
        return bitsOf(topology.events(device));
    }

    /** Returns the address of the ITT of a device. */
    public long ittAddress(final int device)
    {
        final int vm = topology.vmOfDevice(device);
        final int group = topology.groupOfVm(vm);
        final int deviceGroup = topology.deviceGroupOf(device);
        final List<DeviceShape> devices = topology.groups().get(group).devices();

        return groupAddresses[group] + (vm - topology.firstVm(group)) * vmBytes[group] +
            bytes(devices.subList(0, deviceGroup)) +
            (device - topology.firstDeviceOf(vm, deviceGroup)) * ittBytes(devices.get(deviceGroup));
    }

    /** Returns the number of pages that the set-up writes. */
    long writtenPages()
    {
        return pages((long)Long.BYTES * topology.totalDevices()) +
            ofDevices(topology, device -> pages((long)Long.BYTES * device.events()));
    }

    private static long bytes(final List<DeviceShape> devices)
    {
        return devices.stream().mapToLong(device -> device.count() * ittBytes(device)).sum();
    }

    private static long ittBytes(final DeviceShape device)
    {
        return aligned((long)Long.BYTES << bitsOf(device.events()), PAGE);
    }

    private static int bitsOf(final int events)
    {
        return Math.max(1, idBits(events));
    }
}
