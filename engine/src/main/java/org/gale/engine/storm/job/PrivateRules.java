package org.gale.engine.storm.job;

import java.util.function.BiConsumer;
import org.gale.engine.storm.model.TraceTraffic;
import org.gale.engine.storm.setting.DeviceShape;
import org.gale.engine.storm.setting.SettingValues;
import org.gale.engine.storm.setting.StormSettings;

/**
 * Rules of groups of devices whose events are private interrupts of vCPUs: such a group is one device, which has an
 * event for each vCPU of its VM.
 */
final class PrivateRules
{
    private final Job job;
    private final boolean isVirtual;
    private final BiConsumer<String, String> faults;

    /**
     * Creates the rules of a job.
     *
     * @param isVirtual true if the storm runs on the virtual clock
     * @param faults    takes the path of a key and a message for each rule that is broken
     */
    PrivateRules(final Job job, final boolean isVirtual, final BiConsumer<String, String> faults)
    {
        this.job = job;
        this.isVirtual = isVirtual;
        this.faults = faults;
    }

    /** Returns what a group of devices says, and for private interrupts the numbers that it leaves out. */
    static DeviceGroup sized(final DeviceGroup device, final long vpes)
    {
        if (!isAny(device))
        {
            return device;
        }
        final SettingValues one = SettingValues.NONE.with(StormSettings.DEVICES, 1L);
        final SettingValues defaults = hasTimers(device) ? one :
            one.with(StormSettings.EVENTS, vpes).with(JobForms.TARGET, DeviceShape.Target.VECTOR);

        return new DeviceGroup(device.name(), defaults.withAll(device.values()), device.traffic());
    }

    /** Returns whether a group of devices has private interrupts: all of its events, or the timers of its trace. */
    private static boolean isAny(final DeviceGroup device)
    {
        return device.traffic().kind().isPrivate() || hasTimers(device);
    }

    private static boolean hasTimers(final DeviceGroup device)
    {
        return device.traffic().values().valueOr(TraceTraffic.TIMERS, false);
    }

    /** Checks the groups of devices of a VM. */
    void check(final VmGroup group, final long vpes)
    {
        String first = null;
        for (final DeviceGroup given : group.devices())
        {
            if (isAny(given))
            {
                check(JobPaths.path(group) + ".devices." + given.name(), sized(given, vpes), vpes, first);
                first = first == null ? given.name() : first;
            }
        }
    }

    /**
     * Checks one group of devices.
     *
     * @param first name of an earlier group of private interrupts, or null
     */
    private void check(final String path, final DeviceGroup device, final long vpes, final String first)
    {
        final boolean isTraced = hasTimers(device);
        final String kind = isTraced ? "timer" : device.traffic().kind().name();
        final String key = path + (isTraced ? ".traffic.timers" : ".traffic.kind");
        final SettingValues values = device.values();
        if (job.host().kind() == HostSpec.Kind.GICV4)
        {
            faults.accept(key, kind + " needs private interrupts, and a machine of kind " +
                HostSpec.Kind.GICV4.label() + " injects messages alone (try machine: {kind: kvm}, or kind: open)");
        }
        if (!isVirtual && values.valueOr(JobForms.PRIORITY, 0L) > 0)
        {
            faults.accept(path + ".priority", values.get(JobForms.PRIORITY) + " is not 0: on the wall clock each " +
                kind + " is taken first (leave priority out)");
        }
        if (first != null)
        {
            faults.accept(key,
                "a vCPU has one " + kind + ", which " + first + " is (leave one of them out)");
        }
        if (values.get(StormSettings.DEVICES) != 1)
        {
            faults.accept(path + ".count", values.get(StormSettings.DEVICES) + " is not 1: a vCPU has one " + kind +
                " (leave count out)");
        }
        if (!isTraced && values.get(StormSettings.EVENTS) != vpes)
        {
            faults.accept(path + ".events", values.get(StormSettings.EVENTS) + " is not " + vpes +
                ", the VPEs of the VM: each has one " + kind + " (leave events out)");
        }
        if (!isTraced && values.get(JobForms.TARGET) != DeviceShape.Target.VECTOR)
        {
            faults.accept(path + ".target", values.get(JobForms.TARGET).label() + " is not " +
                DeviceShape.Target.VECTOR.label() + ": each VPE takes its own " + kind + " (leave target out)");
        }
    }
}
