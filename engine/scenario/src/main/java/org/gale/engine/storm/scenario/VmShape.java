package org.gale.engine.storm.scenario;

import java.util.List;

/**
 * Group of equal VMs. As a job gives it, it has the values that were given; that of a storm has all. Immutable.
 */
public final class VmShape extends ScenarioNode<List<DeviceShape>>
{
    private final int count;
    private final int vpes;
    private final GuestShape guest;

    /**
     * Makes a group.
     *
     * @param name    unique among groups and phases
     * @param values  number of VMs, VPEs and LPIs of each, and those of the guest
     * @param devices of each VM, in the order in which devices and LPIs are numbered
     */
    public VmShape(final String name, final SettingValues values, final List<DeviceShape> devices)
    {
        super(name, values, List.copyOf(devices));
        this.count = values.valueOr(StormSettings.VMS, 0L).intValue();
        this.vpes = values.valueOr(StormSettings.VPES, 0L).intValue();
        this.guest = VirtualSettings.guest(values);
    }

    /**
     * Makes a group of a storm on the wall clock, whose guests take the time of the host.
     *
     * @param name    unique among groups and phases
     * @param count   VMs
     * @param vpes    VPEs of a VM
     * @param devices of a VM, at least one group
     */
    public VmShape(final String name, final int count, final int vpes, final List<DeviceShape> devices)
    {
        this(name, SettingValues.NONE.with(StormSettings.VMS, (long)count).with(StormSettings.VPES, (long)vpes)
            .with(StormSettings.LPIS, lpis(devices)), devices);

        assert count > 0 && vpes > 0 && !devices.isEmpty() : name;
    }

    /** Makes a group of a storm on the virtual clock. */
    public VmShape(
        final String name,
        final int count,
        final int vpes,
        final List<DeviceShape> devices,
        final GuestShape guest)
    {
        this(name, new VmShape(name, count, vpes, devices).values().withAll(VirtualSettings.values(guest)), devices);
    }

    private static long lpis(final List<DeviceShape> devices)
    {
        return devices.stream().mapToLong(DeviceShape::lpis).sum();
    }

    /** Returns the devices of a VM, in the order in which devices and LPIs are numbered. */
    public List<DeviceShape> devices()
    {
        return children();
    }

    /** {@return the partition or the partitions that it names, or null} */
    public String partition()
    {
        return values().get(PartitionShape.OF_GROUP);
    }

    /** Returns this group in a partition, or in none for null. */
    public VmShape in(final String partition)
    {
        return new VmShape(name(), partition == null ? values().without(PartitionShape.OF_GROUP) :
            values().with(PartitionShape.OF_GROUP, partition), devices());
    }

    /** Returns this group with other devices. */
    public VmShape with(final List<DeviceShape> others)
    {
        return new VmShape(name(), values(), others);
    }

    /** Returns the number of VMs. */
    public int count()
    {
        return count;
    }

    /** Returns the number of VPEs of a VM. */
    public int vpes()
    {
        return vpes;
    }

    /** Returns the work that handlers of the events of a group of devices leave. */
    public LaterWork later(final int deviceGroup)
    {
        return VirtualSettings.later(devices().get(deviceGroup).values(), guest.later());
    }

    /** Returns the empty polls after which drivers of a group of devices let these interrupt; 0 where none defers. */
    public long defer(final int deviceGroup)
    {
        return later(deviceGroup).kind() == LaterKind.SOFTIRQ ? devices().get(deviceGroup).values()
            .valueOr(VirtualSettings.SOFTIRQ_DEFER, guest.softirqs().defer()) : 0;
    }

    /** Returns the time after which devices of a group are polled whose interrupts are deferred; 0 without one. */
    public long flushNs(final int deviceGroup)
    {
        return devices().get(deviceGroup).values()
            .valueOr(VirtualSettings.SOFTIRQ_FLUSH, guest.softirqs().flushNs());
    }

    /** Returns the guest as a virtual run simulates it. */
    public GuestShape guest()
    {
        return guest;
    }

    /** Returns the number of devices of a VM. */
    public long deviceCount()
    {
        return devices().stream().mapToLong(DeviceShape::count).sum();
    }

    /** Returns the number of LPIs of a VM. */
    public long lpis()
    {
        return lpis(devices());
    }
}
