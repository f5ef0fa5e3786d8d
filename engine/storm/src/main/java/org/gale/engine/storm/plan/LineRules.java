package org.gale.engine.storm.plan;

import java.util.function.BiConsumer;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.HostKind;
import org.gale.engine.storm.scenario.JobPaths;
import org.gale.engine.storm.scenario.LineSettings;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VmShape;

/**
 * Rules of groups of devices that raise lines. In the numbers of a VM the devices of a line are one device. Pure
 * functions.
 */
final class LineRules
{
    /** The most SPIs of a VM of KVM. */
    private static final long KVM_LIMIT = 1024;
    /** The most lines of a job, as many as a machine has SPIs. */
    private static final long LIMIT = 1 << 16;

    private LineRules()
    {
    }

    /** Returns whether the devices of a group raise lines. */
    static boolean isOne(final DeviceShape device)
    {
        return device.given().traffic().isOfLines();
    }

    /** Returns how many devices of a group share a line. */
    private static long share(final DeviceShape device)
    {
        return device.given().values().valueOrDefault(LineSettings.SHARE);
    }

    /** Returns what a group of devices says, with the devices of each line as one. */
    static DeviceShape sized(final DeviceShape device)
    {
        if (!isOne(device))
        {
            return device;
        }
        final SettingValues values = device.values();
        final long devices = values.valueOr(StormSettings.DEVICES, share(device)) / share(device);
        final SettingValues sized = values.with(StormSettings.DEVICES, Math.max(1, devices));

        return new DeviceShape(device.name(), values.has(StormSettings.EVENTS) || values.has(StormSettings.LPIS) ?
            sized : sized.with(StormSettings.EVENTS, 1L), device.given());
    }

    /** Checks that each guest takes its lines first on the wall clock, where a turn takes one interrupt. */
    private static void checkPriorities(final VmShape group, final BiConsumer<String, String> faults)
    {
        for (final DeviceShape device : group.devices())
        {
            final String path = JobPaths.path(group, device) + '.' + DeviceShape.PRIORITY.name();
            final long priority = device.values().valueOrDefault(DeviceShape.PRIORITY);
            if (isOne(device) && priority > 0)
            {
                faults.accept(path, priority + " is not 0: on the wall clock each line is taken first (leave " +
                    "priority out)");
            }
            if (!isOne(device) && !device.given().traffic().isPrivate() && priority == 0)
            {
                faults.accept(path, "0 is that of the lines next to it, which are taken first on the wall clock (try " +
                    "priority: 1)");
            }
        }
    }

    /**
     * Checks a group of VMs.
     *
     * @param isVirtual true if the storm runs on the virtual clock
     * @param lines  of a VM
     * @param all    lines of the job up to here
     * @param faults takes the path of a key and a message for each rule that is broken
     */
    static void check(
        final HostKind kind, final boolean isVirtual, final VmShape group, final long lines, final long all,
        final BiConsumer<String, String> faults)
    {
        if (!isVirtual && lines > 0)
        {
            checkPriorities(group, faults);
        }
        for (final DeviceShape device : group.devices())
        {
            final String path = JobPaths.path(group, device);
            final long share = share(device);
            final long count = device.values().valueOr(StormSettings.DEVICES, share);
            if (isOne(device) && kind == HostKind.GICV4)
            {
                faults.accept(path + ".traffic.kind", "line needs SPIs, and a machine of kind gicv4 injects messages " +
                    "alone (try machine: {kind: kvm}, or kind: open)");
            }
            if (isOne(device) && count % share != 0)
            {
                faults.accept(path + ".count", count + " is not a multiple of share, " + share +
                    " devices on each line (try count: " + (count / share + 1) * share + ')');
            }
        }
        final boolean isKvm = kind == HostKind.KVM;
        if ((isKvm && lines > KVM_LIMIT) || all > LIMIT)
        {
            faults.accept(JobPaths.path(group) + ".devices", NumberText.counted(isKvm ? lines : all, "line") +
                " of " + (isKvm ? "a VM are more than the " + NumberText.count(KVM_LIMIT) + " SPIs that KVM gives it" :
                    "all VMs are more than the " + NumberText.count(LIMIT) + " SPIs of a machine"));
        }
    }
}
