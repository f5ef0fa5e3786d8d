package org.gale.engine.storm.topology;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.gale.engine.command.Commands;
import org.gale.engine.storm.scenario.HostShape;
import org.gale.engine.storm.scenario.Partitions;
import org.gale.engine.storm.scenario.Share;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VmShape;

/**
 * Topology of a storm: VMs with their VPEs, devices, events and LPIs. VPEs and devices of all VMs are numbered in one
 * row, VM by VM in the order of their groups. LPIs are numbered within their VM, device by device and event by event,
 * from 0; their IDs begin at {@link #firstLpiId}.
 *
 * <p>It is the one place with this arithmetic, and callers ask per VM and per device. A table has the VM of each VPE.
 * A search among the groups, of which most storms have one and none more than {@value HostShape#GROUP_LIMIT}, finds the
 * VM of a device. Hot classes copy the numbers they need. Immutable.
 */
public final class Topology
{
    private final HostShape shape;
    private final Partitions partitions;
    private final Share share;
    private final VmGroupPlace[] groups;
    /** Index of the group of each VM. */
    private final byte[] groupOfVm;
    /** VM of each VPE. */
    private final int[] vmOfVpe;
    /** First device of each group. */
    private final int[] firstDevices;
    private final int vms;
    private final int vpes;
    private final int pes;
    private final int devices;
    private final int lpis;
    private final int firstLpiId;
    private final ItsDeal deal;

    private Topology(final StormConfig config, final int firstLpiId, final boolean isResident)
    {
        this.shape = config.shape();
        this.share = config.share();
        this.groups = new VmGroupPlace[shape.groups().size()];
        this.groupOfVm = new byte[(int)shape.vms()];
        this.vmOfVpe = new int[(int)shape.vpes()];
        this.firstDevices = new int[groups.length];
        assert groups.length <= HostShape.GROUP_LIMIT : groups.length;
        this.pes = config.value(StormSettings.PES).intValue();
        this.firstLpiId = firstLpiId;
        this.partitions = isResident ? Partitions.byVm(shape) : Partitions.of(shape, pes);
        int vm = 0;
        int vpe = 0;
        int device = 0;
        for (int i = 0; i < groups.length; i++)
        {
            final VmGroupPlace group = new VmGroupPlace(shape.groups().get(i), vm, vpe, device);
            groups[i] = group;
            firstDevices[i] = device;
            Arrays.fill(groupOfVm, vm, group.endVm(), (byte)i);
            for (int index = vpe; index < group.endVpe(); index++)
            {
                vmOfVpe[index] = vm + (index - vpe) / group.vpes;
            }
            vm = group.endVm();
            vpe = group.endVpe();
            device = group.endDevice();
        }
        this.vms = vm;
        this.vpes = vpe;
        this.devices = device;
        this.lpis = (int)shape.lpis();
        this.deal = ItsDeal.ONE;
        assert vms == shape.vms() && vpes == shape.vpes() && devices == shape.devices() : config;
        assert firstLpiId >= 0 : firstLpiId;
    }

    /** Makes the topology of a storm on a machine whose LPIs have the IDs from 0. */
    public static Topology of(final StormConfig config)
    {
        return new Topology(config, 0, false);
    }

    /** Makes the topology of a storm on such a machine that has a PE for each VPE, so that VMs share none. */
    public static Topology ofResident(final StormConfig config)
    {
        return new Topology(config, 0, true);
    }

    /**
     * Makes the topology of a storm.
     *
     * @param firstLpiId ID of each VM's first LPI
     */
    public static Topology of(final StormConfig config, final int firstLpiId)
    {
        return new Topology(config, firstLpiId, false);
    }

    /** Makes the topology of a share of another one, with another deal of its devices. */
    private Topology(final Topology whole, final Share share, final ItsDeal deal)
    {
        this.shape = whole.shape;
        this.partitions = whole.partitions;
        this.share = share;
        this.groups = whole.groups;
        this.groupOfVm = whole.groupOfVm;
        this.vmOfVpe = whole.vmOfVpe;
        this.firstDevices = whole.firstDevices;
        this.vms = whole.vms;
        this.vpes = whole.vpes;
        this.pes = whole.pes;
        this.devices = whole.devices;
        this.lpis = whole.lpis;
        this.firstLpiId = whole.firstLpiId;
        this.deal = deal;
    }

    /**
     * Returns whether an ITS has a device of the storm under a DeviceID.
     *
     * @param its      number of an ITS, or {@link Commands#NO_ITS} to ask whether any has the device
     * @param deviceId unsigned
     */
    public boolean isDevice(final int its, final int deviceId)
    {
        return Integer.compareUnsigned(deviceId, devices) < 0 &&
            (its == Commands.NO_ITS || deal.itsOf(deviceId) == its);
    }

    /** Returns this topology on a machine with so many ITSs. */
    public Topology onItss(final int itss)
    {
        return new Topology(this, share, new ItsDeal(itss, deal.isByTriggers()));
    }

    /** Returns this topology where devices trigger vectors: vector v of function n means event v of device n. */
    public Topology byTriggers()
    {
        return new Topology(this, share, new ItsDeal(deal.itss(), true));
    }

    /** Returns the deal of the devices to the ITSs of the machine. */
    public ItsDeal deal()
    {
        return deal;
    }

    /** Returns the topology of one partition of this host: other VMs are numbered, and nothing else. */
    public Topology ofPartition(final int partition)
    {
        return new Topology(this, new Share(partition, partitions.count()), deal);
    }

    /** Returns whether this is the topology of one partition of several. */
    public boolean isPartition()
    {
        return !share.isWhole() && share.count() == partitions.count();
    }

    /** {@return the first PE of the partition; 0 for all of them} */
    public int firstOwnPe()
    {
        return isPartition() ? partitions.firstPe(share.index()) : 0;
    }

    /** {@return the PE after the last one of the partition, or of all partitions, whatever PEs a machine has beyond} */
    public int endOwnPe()
    {
        final int last = isPartition() ? share.index() : partitions.count() - 1;

        return partitions.firstPe(last) + partitions.pes(last);
    }

    /** Returns the shape of the host that this topology numbers. */
    public HostShape shape()
    {
        return shape;
    }

    /** Returns the partitions of the host. */
    public Partitions partitions()
    {
        return partitions;
    }

    /** Returns the share of the storm that is run: the others' VMs are numbered, and nothing else. */
    public Share share()
    {
        return share;
    }

    /** Returns whether a VM belongs to the share of the storm that is run. */
    public boolean isOwn(final int vm)
    {
        return share.has(partitions.ofVm(vm));
    }

    /** Returns the VMs of the share that is run, in their order. */
    public int[] ownVms()
    {
        return IntStream.range(0, vms).filter(this::isOwn).toArray();
    }

    /** {@return the PE of a vCPU where each one has its own} */
    public int peOfVpe(final int index)
    {
        return partitions.peOfVm(vmOfVpe(index)) + vpeId(index);
    }

    /** Returns the number of VPEs of the VMs of the share that is run. */
    public int ownVpes()
    {
        return Arrays.stream(ownVms()).map(this::vpes).sum();
    }

    /** Returns the number of LPIs of the VMs of the share that is run. */
    public int ownLpis()
    {
        return lpis(share);
    }

    /** Returns the number of LPIs of the VMs of a share. */
    public int lpis(final Share of)
    {
        int own = 0;
        for (int vm = 0; vm < vms; vm++)
        {
            own += of.has(partitions.ofVm(vm)) ? lpis(vm) : 0;
        }

        return own;
    }

    /** Returns the groups of VMs, in the order in which their VMs are numbered. */
    public List<VmShape> groups()
    {
        return shape.groups();
    }

    /** {@return the group of a VM, an index among {@link #groups}} */
    public int groupOfVm(final int vm)
    {
        assert isVm(vm) : vm;
        return groupOfVm[vm];
    }

    /** {@return the first VM of a group} */
    public int firstVm(final int group)
    {
        return groups[group].firstVm;
    }

    /** {@return the group of devices that a device belongs to, an index among those of its VM} */
    public int deviceGroupOf(final int device)
    {
        return placeOf(device).groupOfDevice(device);
    }

    /** {@return the group of devices that raises an LPI of a VM, an index among those of the VM} */
    public int deviceGroupOfLpi(final int vm, final int lpi)
    {
        assert isLpi(vm, lpi) : vm + "." + lpi;

        return ofVm(vm).groupOfLpi(lpi);
    }

    /** {@return the number of an LPI of a VM among those of its group of devices} */
    public int lpiOfDeviceGroup(final int vm, final int lpi)
    {
        assert isLpi(vm, lpi) : vm + "." + lpi;

        return ofVm(vm).lpiOfGroup(lpi);
    }

    /** {@return the first device of a group of devices of a VM} */
    public int firstDeviceOf(final int vm, final int deviceGroup)
    {
        return ofVm(vm).firstDeviceOf(vm, deviceGroup);
    }

    /** Returns the number of VMs. */
    public int vms()
    {
        return vms;
    }

    /** Returns the number of PEs of the machine. */
    public int pes()
    {
        return pes;
    }

    /** Returns the number of VPEs of a VM. */
    public int vpes(final int vm)
    {
        return ofVm(vm).vpes;
    }

    /** Returns the number of devices of a VM. */
    public int devices(final int vm)
    {
        return ofVm(vm).devices;
    }

    /** Returns the number of events of a device, each of which raises an LPI of its own. */
    public int events(final int device)
    {
        return placeOf(device).events(device);
    }

    /** Returns the number of LPIs of a VM. */
    public int lpis(final int vm)
    {
        return ofVm(vm).lpis;
    }

    /** Returns the number of VPEs of all VMs. */
    public int totalVpes()
    {
        return vpes;
    }

    /** Returns the number of devices of all VMs. */
    public int totalDevices()
    {
        return devices;
    }

    /** Returns the number of LPIs of all VMs, which is that of the events of all devices. */
    public int totalLpis()
    {
        return lpis;
    }

    /** Returns the number of VPEs of the VM with the most VPEs. */
    public int maxVpes()
    {
        return most(group -> group.vpes);
    }

    /** Returns the number of LPIs of the VM with the most LPIs. */
    public int maxLpis()
    {
        return most(group -> group.lpis);
    }

    /** Returns the number of events of the device with the most events. */
    public int maxEvents()
    {
        return most(group -> group.maxEvents);
    }

    /** {@return the index of a VPE among those of all VMs; a resident VPE has the PE of that index} */
    public int vpeIndex(final int vm, final int vpe)
    {
        final VmGroupPlace group = ofVm(vm);
        assert vpe >= 0 && vpe < group.vpes : vm + "." + vpe;

        return group.firstVpe + (vm - group.firstVm) * group.vpes + vpe;
    }

    /** {@return the VM of the VPE with an index among those of all VMs} */
    public int vmOfVpe(final int index)
    {
        assert index >= 0 && index < vpes : index;
        return vmOfVpe[index];
    }

    /** {@return the ID within its VM of the VPE with an index among those of all VMs} */
    public int vpeId(final int index)
    {
        return index - vpeIndex(vmOfVpe(index), 0);
    }

    /** {@return the ID of a VM's first device} */
    public int firstDevice(final int vm)
    {
        final VmGroupPlace group = ofVm(vm);

        return group.firstDevice + (vm - group.firstVm) * group.devices;
    }

    /** {@return the VM of a device} */
    public int vmOfDevice(final int device)
    {
        return placeOf(device).vmOfDevice(device);
    }

    /** {@return the LPI, numbered within its VM, that the first event of a device raises} */
    public int firstLpiOfDevice(final int device)
    {
        return placeOf(device).firstLpiOfDevice(device);
    }

    /** {@return the device with the event that raises an LPI of a VM} */
    public int deviceOfLpi(final int vm, final int lpi)
    {
        assert isLpi(vm, lpi) : vm + "." + lpi;

        return ofVm(vm).deviceOfLpi(vm, lpi);
    }

    /** {@return the event of its device that raises an LPI of a VM} */
    public int eventOfLpi(final int vm, final int lpi)
    {
        assert isLpi(vm, lpi) : vm + "." + lpi;

        return ofVm(vm).eventOfLpi(lpi);
    }

    /** {@return the ID of each VM's first LPI} */
    public int firstLpiId()
    {
        return firstLpiId;
    }

    /** Returns whether a VM has an LPI, numbered from 0. */
    public boolean isLpi(final int vm, final int lpi)
    {
        return isVm(vm) && lpi >= 0 && lpi < ofVm(vm).lpis;
    }

    private int most(final ToIntFunction<VmGroupPlace> number)
    {
        return Arrays.stream(groups).mapToInt(number).max().orElse(0);
    }

    private VmGroupPlace ofVm(final int vm)
    {
        return groups[groupOfVm(vm)];
    }

    private VmGroupPlace placeOf(final int device)
    {
        assert device >= 0 && device < devices : device;

        return groups[VmGroupPlace.indexOf(firstDevices, device)];
    }

    private boolean isVm(final int vm)
    {
        return vm >= 0 && vm < vms;
    }
}
