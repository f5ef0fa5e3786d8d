package org.gale.engine.storm.topology;

import org.gale.engine.storm.setting.StormConfig;
import org.gale.engine.storm.setting.StormSettings;

/**
 * Topology of a storm: VMs with their VPEs, devices, events and LPIs. VPEs and devices of all VMs are numbered in one
 * row, VM by VM. LPIs are numbered within their VM, device by device and event by event, from 0; their IDs begin at
 * {@link #firstLpiId}.
 *
 * <p>It is the one place with this arithmetic, and callers ask per VM and per device. All VMs of a storm are alike
 * today, so that one division finds the VM of a VPE or device. Hot classes copy the numbers they need. Immutable.
 */
public final class Topology
{
    private final int vms;
    private final int vpes;
    private final int pes;
    private final int devices;
    private final int events;
    private final int firstLpiId;

    private Topology(final StormConfig config, final int firstLpiId)
    {
        this.vms = config.value(StormSettings.VMS).intValue();
        this.vpes = config.value(StormSettings.VPES).intValue();
        this.pes = config.value(StormSettings.PES).intValue();
        this.devices = config.value(StormSettings.DEVICES).intValue();
        this.events = config.value(StormSettings.EVENTS).intValue();
        this.firstLpiId = firstLpiId;
        assert config.value(StormSettings.LPIS) == (long)devices * events : config;
        assert firstLpiId >= 0 : firstLpiId;
    }

    /** Makes the topology of a storm on a machine whose LPIs have the IDs from 0. */
    public static Topology of(final StormConfig config)
    {
        return new Topology(config, 0);
    }

    /**
     * Makes the topology of a storm.
     *
     * @param firstLpiId ID of each VM's first LPI
     */
    public static Topology of(final StormConfig config, final int firstLpiId)
    {
        return new Topology(config, firstLpiId);
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
        assert isVm(vm) : vm;

        return vpes;
    }

    /** Returns the number of devices of a VM. */
    public int devices(final int vm)
    {
        assert isVm(vm) : vm;

        return devices;
    }

    /** Returns the number of events of a device, each of which raises an LPI of its own. */
    public int events(final int device)
    {
        assert isDevice(device) : device;

        return events;
    }

    /** Returns the number of LPIs of a VM. */
    public int lpis(final int vm)
    {
        assert isVm(vm) : vm;

        return devices * events;
    }

    /** Returns the number of VPEs of all VMs. */
    public int totalVpes()
    {
        return vms * vpes;
    }

    /** Returns the number of devices of all VMs. */
    public int totalDevices()
    {
        return vms * devices;
    }

    /** Returns the number of LPIs of all VMs, which is that of the events of all devices. */
    public int totalLpis()
    {
        return vms * devices * events;
    }

    /** Returns the number of VPEs of the VM with the most VPEs. */
    public int maxVpes()
    {
        return vpes;
    }

    /** Returns the number of LPIs of the VM with the most LPIs. */
    public int maxLpis()
    {
        return devices * events;
    }

    /** Returns the number of events of the device with the most events. */
    public int maxEvents()
    {
        return events;
    }

    /** {@return the index of a VPE among those of all VMs; a resident VPE has the PE of that index} */
    public int vpeIndex(final int vm, final int vpe)
    {
        assert isVm(vm) && vpe >= 0 && vpe < vpes : vm + "." + vpe;

        return vm * vpes + vpe;
    }

    /** {@return the VM of the VPE with an index among those of all VMs} */
    public int vmOfVpe(final int index)
    {
        assert isVpe(index) : index;

        return index / vpes;
    }

    /** {@return the ID within its VM of the VPE with an index among those of all VMs} */
    public int vpeId(final int index)
    {
        assert isVpe(index) : index;

        return index % vpes;
    }

    /** {@return the ID of a VM's first device} */
    public int firstDevice(final int vm)
    {
        assert isVm(vm) : vm;

        return vm * devices;
    }

    /** {@return the VM of a device} */
    public int vmOfDevice(final int device)
    {
        assert isDevice(device) : device;

        return device / devices;
    }

    /** {@return the LPI, numbered within its VM, that the first event of a device raises} */
    public int firstLpiOfDevice(final int device)
    {
        assert isDevice(device) : device;

        return device % devices * events;
    }

    /** {@return the device with the event that raises an LPI of a VM} */
    public int deviceOfLpi(final int vm, final int lpi)
    {
        assert isLpi(vm, lpi) : vm + "." + lpi;

        return vm * devices + lpi / events;
    }

    /** {@return the event of its device that raises an LPI of a VM} */
    public int eventOfLpi(final int vm, final int lpi)
    {
        assert isLpi(vm, lpi) : vm + "." + lpi;

        return lpi % events;
    }

    /** {@return the ID of each VM's first LPI} */
    public int firstLpiId()
    {
        return firstLpiId;
    }

    /** Returns whether a VM has an LPI, numbered from 0. */
    public boolean isLpi(final int vm, final int lpi)
    {
        return isVm(vm) && lpi >= 0 && lpi < devices * events;
    }

    private boolean isVm(final int vm)
    {
        return vm >= 0 && vm < vms;
    }

    private boolean isVpe(final int index)
    {
        return index >= 0 && index < totalVpes();
    }

    private boolean isDevice(final int device)
    {
        return device >= 0 && device < totalDevices();
    }

}
