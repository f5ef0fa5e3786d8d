package org.gale.engine.storm.plan;

import java.util.function.BiConsumer;
import org.gale.engine.storm.model.TrafficKinds;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.JobPaths;
import org.gale.engine.storm.scenario.LaterKind;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VirtualSettings;
import org.gale.engine.storm.scenario.VmShape;

/** Rules of the work that handlers of a group of VMs leave for later. Pure functions. */
final class LaterRules
{
    private static final String THREADED = "threaded";
    private static final String SOFTIRQ = "softirq";
    private static final String WORK = ".work";
    private static final String GUEST = ".guest.";
    private static final String NO_THREAD = "is missing: a thread has the time of its work (try work: 100us)";
    private static final String NO_SOFTIRQ = "is missing: a softirq has the time of its work (try work: 30us)";

    private LaterRules()
    {
    }

    /** Checks the work of a group, and that of its groups of devices. */
    static void check(final boolean isVirtual, final VmShape group, final long durationNs,
        final BiConsumer<String, String> faults)
    {
        check(isVirtual, group.values(), JobPaths.path(group) + GUEST, faults);
        if (VirtualSettings.OF_THREADS.stream().anyMatch(group.values()::has) &&
            !group.values().has(VirtualSettings.THREAD_WORK))
        {
            faults.accept(JobPaths.path(group) + GUEST + THREADED + WORK, NO_THREAD);
        }
        final boolean isAnySoftirq = group.values().has(VirtualSettings.SOFTIRQ_WORK) ||
            group.devices().stream().anyMatch(device -> device.values().has(VirtualSettings.SOFTIRQ_WORK));
        if (!isAnySoftirq && VirtualSettings.OF_SOFTIRQS.stream().anyMatch(group.values()::has))
        {
            faults.accept(JobPaths.path(group) + GUEST + SOFTIRQ + WORK,
                NO_SOFTIRQ);
        }
        if (group.values().has(VirtualSettings.SOFTIRQ_SLICE) && !group.guest().isWorking())
        {
            faults.accept(JobPaths.path(group) + GUEST + VirtualSettings.SOFTIRQ_SLICE.name(),
                "is for guests with work of their own, which ksoftirqd takes turns with (try work: on, or leave it " +
                "out)");
        }
        deferred(group, durationNs, faults);
        for (final DeviceShape device : group.devices())
        {
            final String path = JobPaths.path(group, device) + '.';
            check(isVirtual, device.values(), path, faults);
            ofDevices(group, device, path, faults);
            final String kind = device.given().traffic().name();
            if (VirtualSettings.hasLater(device.values()) && !TrafficKinds.leavesWork(kind))
            {
                faults.accept(path + key(device.values()),
                    "is for devices, and handlers of kind " + kind + " leave no work (leave it out)");
            }
        }
    }

    /** Checks the work of a group of devices against that of its guest. */
    private static void ofDevices(final VmShape group, final DeviceShape device, final String path,
        final BiConsumer<String, String> faults)
    {
        final SettingValues values = device.values();
        final LaterKind ofGuest = group.guest().later().kind();
        final boolean isThread = VirtualSettings.OF_THREADS.stream().anyMatch(values::has);
        final boolean isSoftirq = VirtualSettings.OF_DEVICE_SOFTIRQS.stream().anyMatch(values::has);
        if (values.has(VirtualSettings.LEAVES) && (isThread || isSoftirq))
        {
            faults.accept(path + VirtualSettings.LEAVES.name(),
                "is for handlers that leave no work, and these leave some (leave one of both out)");
        }
        else if (values.has(VirtualSettings.LEAVES) && ofGuest == LaterKind.NONE)
        {
            faults.accept(path + VirtualSettings.LEAVES.name(),
                "is for a guest whose handlers leave work, and these of the group leave none (leave it out)");
        }
        if (isThread && !values.has(VirtualSettings.THREAD_WORK) && ofGuest != LaterKind.THREAD)
        {
            faults.accept(path + THREADED + WORK, NO_THREAD);
        }
        if (isSoftirq && !values.has(VirtualSettings.SOFTIRQ_WORK) && ofGuest != LaterKind.SOFTIRQ)
        {
            faults.accept(path + SOFTIRQ + WORK, NO_SOFTIRQ);
        }
    }

    /** Checks the deferral of interrupts, which drivers of NICs poll instead. */
    private static void deferred(final VmShape group, final long durationNs, final BiConsumer<String, String> faults)
    {
        final String ofGuest = JobPaths.path(group) + GUEST;
        final boolean isDeferring = group.values().valueOrDefault(VirtualSettings.SOFTIRQ_DEFER) > 0;
        paired(ofGuest, isDeferring, group.values().has(VirtualSettings.SOFTIRQ_FLUSH), faults);
        boolean isAny = false;
        for (int i = 0; i < group.devices().size(); i++)
        {
            final DeviceShape device = group.devices().get(i);
            final boolean isOwn = device.values().has(VirtualSettings.SOFTIRQ_DEFER) ||
                device.values().has(VirtualSettings.SOFTIRQ_FLUSH);
            final String path = isOwn ? JobPaths.path(group, device) + '.' : ofGuest;
            final boolean isOne = group.defer(i) > 0 && TrafficKinds.isPolled(device.given().traffic().name());
            isAny |= isOne;
            if (isOwn)
            {
                ofDevice(group, i, path, durationNs, faults);
            }
            if (isOne && !TrafficKinds.isRight(device.given().traffic().name(), device.given().values()))
            {
                faults.accept(path + VirtualSettings.SOFTIRQ_DEFER.name(), "is of right drivers and devices, and " +
                    device.name() + " makes a deliberate mistake (leave one of both out)");
            }
        }
        if (isDeferring && !isAny)
        {
            faults.accept(ofGuest + VirtualSettings.SOFTIRQ_DEFER.name(), "defers interrupts of devices of kind " +
                "packets that leave work to softirqs, and the group has none (try traffic: {kind: packets, rate: " +
                "50k}, or leave it out)");
        }
        if (isDeferring)
        {
            timed(ofGuest, durationNs, faults);
        }
    }

    /** Checks the deferral of the interrupts of a group of devices with keys of its own. */
    private static void ofDevice(final VmShape group, final int index, final String path, final long durationNs,
        final BiConsumer<String, String> faults)
    {
        final DeviceShape device = group.devices().get(index);
        final boolean hasFlush = device.values().has(VirtualSettings.SOFTIRQ_FLUSH);
        final boolean isDeferring = group.defer(index) > 0;
        if (!TrafficKinds.isPolled(device.given().traffic().name()))
        {
            faults.accept(path + (hasFlush && !device.values().has(VirtualSettings.SOFTIRQ_DEFER) ?
                VirtualSettings.SOFTIRQ_FLUSH : VirtualSettings.SOFTIRQ_DEFER).name(), "is for devices of kind " +
                "packets, whose drivers poll (try traffic: {kind: packets, rate: 50k}, or leave it out)");
            return;
        }
        paired(path, isDeferring, isDeferring ? group.flushNs(index) > 0 : hasFlush, faults);
        if (isDeferring)
        {
            timed(path, durationNs, faults);
        }
    }

    private static void paired(final String path, final boolean isDeferring, final boolean hasFlush,
        final BiConsumer<String, String> faults)
    {
        if (isDeferring && !hasFlush)
        {
            faults.accept(path + VirtualSettings.SOFTIRQ_FLUSH.name(),
                "is missing: a NIC whose interrupts are deferred is polled after a time (try flush: 20us)");
        }
        else if (hasFlush && !isDeferring)
        {
            faults.accept(path + VirtualSettings.SOFTIRQ_DEFER.name(),
                "is missing or 0: without it no poll waits for flush (try defer: 2, or leave flush out)");
        }
    }

    private static void timed(final String path, final long durationNs, final BiConsumer<String, String> faults)
    {
        if (durationNs == StormSettings.DURATION_UNLIMITED_NS)
        {
            faults.accept(path + VirtualSettings.SOFTIRQ_DEFER.name(), "needs a storm with a duration: a NIC that is " +
                "polled sends no interrupts to count (try duration: 1s)");
        }
    }

    private static String key(final SettingValues values)
    {
        return values.has(VirtualSettings.LEAVES) ? VirtualSettings.LEAVES.name() :
            VirtualSettings.OF_THREADS.stream().anyMatch(values::has) ? THREADED : SOFTIRQ;
    }

    private static void check(final boolean isVirtual, final SettingValues values,
        final String path, final BiConsumer<String, String> faults)
    {
        final boolean isThread = VirtualSettings.OF_THREADS.stream().anyMatch(values::has);
        final boolean isSoftirq = values.has(VirtualSettings.SOFTIRQ_WORK);
        if (isThread && isSoftirq)
        {
            faults.accept(path + THREADED, "is for handlers without softirqs: a handler leaves its work to a softirq " +
                "or to a thread (leave one of both out)");
        }
        if (!isVirtual && (isThread || VirtualSettings.OF_SOFTIRQS.stream().anyMatch(values::has)))
        {
            faults.accept(path + key(values),
                "needs virtual time: on the wall clock a handler takes no time (try clock: virtual, or leave it out)");
        }
    }
}
