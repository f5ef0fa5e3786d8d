package org.gale.engine.storm.plan;

import java.util.function.BiConsumer;
import org.gale.engine.storm.model.TrafficKinds;
import org.gale.engine.storm.scenario.DeviceShape;
import org.gale.engine.storm.scenario.JobPaths;
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

    private LaterRules()
    {
    }

    /** Checks the work of a group, and that of its groups of devices. */
    static void check(final boolean isVirtual, final VmShape group, final long durationNs,
        final BiConsumer<String, String> faults)
    {
        check(isVirtual, group.values(), JobPaths.path(group) + GUEST, faults);
        final boolean isAnySoftirq = group.values().has(VirtualSettings.SOFTIRQ_WORK) ||
            group.devices().stream().anyMatch(device -> device.values().has(VirtualSettings.SOFTIRQ_WORK));
        if (!isAnySoftirq && VirtualSettings.OF_SOFTIRQS.stream().anyMatch(group.values()::has))
        {
            faults.accept(JobPaths.path(group) + GUEST + SOFTIRQ + WORK,
                "is missing: a softirq has the time of its work (try work: 30us)");
        }
        deferred(group, durationNs, faults);
        for (final DeviceShape device : group.devices())
        {
            final String path = JobPaths.path(group, device) + '.';
            check(isVirtual, device.values(), path, faults);
            final String kind = device.given().traffic().name();
            if (device.later() != null && !TrafficKinds.leavesWork(kind))
            {
                faults.accept(path + key(device.values()),
                    "is for devices, and handlers of kind " + kind + " leave no work (leave it out)");
            }
        }
    }

    /** Checks the deferral of interrupts, which drivers of NICs poll instead. */
    private static void deferred(final VmShape group, final long durationNs, final BiConsumer<String, String> faults)
    {
        final boolean isDeferring = group.values().valueOrDefault(VirtualSettings.SOFTIRQ_DEFER) > 0;
        final String path = JobPaths.path(group) + GUEST;
        final String defer = path + VirtualSettings.SOFTIRQ_DEFER.name();
        if (isDeferring != group.values().has(VirtualSettings.SOFTIRQ_FLUSH))
        {
            faults.accept(isDeferring ? path + VirtualSettings.SOFTIRQ_FLUSH.name() : defer, isDeferring ?
                "is missing: a NIC whose interrupts are deferred is polled after a time (try flush: 20us)" :
                "is missing or 0: without it no poll waits for flush (try defer: 2, or leave flush out)");
        }
        if (!isDeferring)
        {
            return;
        }
        boolean isAny = false;
        for (int i = 0; i < group.devices().size(); i++)
        {
            final DeviceShape device = group.devices().get(i);
            final boolean isOne = group.defer(i) > 0 && TrafficKinds.isPolled(device.given().traffic().name());
            isAny |= isOne;
            if (isOne && !TrafficKinds.isRight(device.given().traffic().name(), device.given().values()))
            {
                faults.accept(defer, "is of right drivers and devices, and " + device.name() +
                    " makes a deliberate mistake (leave one of both out)");
            }
        }
        if (!isAny)
        {
            faults.accept(defer, "defers interrupts of devices of kind packets that leave work to softirqs, and the " +
                "group has none (try traffic: {kind: packets, rate: 50k}, or leave it out)");
        }
        if (durationNs == StormSettings.DURATION_UNLIMITED_NS)
        {
            faults.accept(defer, "needs a storm with a duration: a NIC that is polled sends no interrupts to count " +
                "(try duration: 1s)");
        }
    }

    private static String key(final SettingValues values)
    {
        return values.has(VirtualSettings.THREAD_WORK) ? THREADED : SOFTIRQ;
    }

    private static void check(final boolean isVirtual, final SettingValues values,
        final String path, final BiConsumer<String, String> faults)
    {
        final boolean isThread = values.has(VirtualSettings.THREAD_WORK);
        final boolean isSoftirq = values.has(VirtualSettings.SOFTIRQ_WORK);
        if (!isThread && VirtualSettings.OF_THREADS.stream().anyMatch(values::has))
        {
            faults.accept(path + THREADED + WORK, "is missing: a thread has the time of its work (try work: 100us)");
        }
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
