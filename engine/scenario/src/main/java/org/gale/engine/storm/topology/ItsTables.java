package org.gale.engine.storm.topology;

import java.util.List;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.VmShape;

import static org.gale.engine.storm.topology.TableSpace.PAGE;
import static org.gale.engine.storm.topology.TableSpace.aligned;
import static org.gale.engine.storm.topology.TableSpace.idBits;
import static org.gale.engine.storm.topology.TableSpace.ofDevices;
import static org.gale.engine.storm.topology.TableSpace.pages;

/**
 * Layout of the tables of a storm's ITSs in RAM: a device table of each, and behind them an ITT for each device, as
 * long as its events need. Immutable.
 */
public final class ItsTables
{
    public final int deviceIdBits;
    private final long deviceTablesAddress;
    final long endAddress;
    private final Topology topology;
    /** Address of the first ITT of each group of VMs. */
    private final long[] groupAddresses;
    /** Bytes of the ITTs of a VM of each group, those in front of each of its groups of devices, and of all. */
    private final long[][] vmBytes;

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
        this.deviceTablesAddress = address;
        this.groupAddresses = new long[groups.size()];
        this.vmBytes = new long[groups.size()][];
        long end = deviceTableAddress(topology.deal().itss());
        for (int i = 0; i < groupAddresses.length; i++)
        {
            groupAddresses[i] = end;
            vmBytes[i] = bytes(messages(), groups.get(i).devices());
            end += groups.get(i).count() * vmBytes(i);
        }
        this.endAddress = end;
    }

    /** Returns the address of the device table of an ITS. */
    public long deviceTableAddress(final int its)
    {
        return deviceTablesAddress + its * aligned((long)Long.BYTES << deviceIdBits, PAGE);
    }

    /** Returns the EventID bits of a device. */
    public int eventIdBits(final int device)
    {
        return bitsOf(messages() * topology.events(device));
    }

    /**
     * {@return the messages that an event of a device may have} A vector has two, with the EventIDs v and v + events,
     * of one LPI: guests give it the other one.
     */
    public int messages()
    {
        return topology.deal().isByTriggers() ? 2 : 1;
    }

    /** Returns the address of the ITT of a device. */
    public long ittAddress(final int device)
    {
        final int vm = topology.vmOfDevice(device);
        final int group = topology.groupOfVm(vm);
        final int deviceGroup = topology.deviceGroupOf(device);
        final DeviceShape shape = topology.groups().get(group).devices().get(deviceGroup);

        return groupAddresses[group] + (vm - topology.firstVm(group)) * vmBytes(group) + vmBytes[group][deviceGroup] +
            (device - topology.firstDeviceOf(vm, deviceGroup)) * ittBytes(messages(), shape);
    }

    /** Returns the number of pages that the set-up writes. */
    long writtenPages()
    {
        return topology.deal().itss() * pages((long)Long.BYTES * topology.totalDevices()) +
            ofDevices(topology, device -> pages((long)Long.BYTES * messages() * device.events()));
    }

    /** Returns the bytes of all ITTs of a VM of a group. */
    private long vmBytes(final int group)
    {
        return vmBytes[group][vmBytes[group].length - 1];
    }

    private static long[] bytes(final int messages, final List<DeviceShape> devices)
    {
        final long[] bytes = new long[devices.size() + 1];
        for (int i = 0; i < devices.size(); i++)
        {
            bytes[i + 1] = bytes[i] + devices.get(i).count() * ittBytes(messages, devices.get(i));
        }

        return bytes;
    }

    private static long ittBytes(final int messages, final DeviceShape device)
    {
        return aligned((long)Long.BYTES << bitsOf(messages * device.events()), PAGE);
    }

    private static int bitsOf(final int events)
    {
        return Math.max(1, idBits(events));
    }
}
