package org.gale.engine.storm.plan;

import java.util.function.BiConsumer;
import org.gale.engine.storm.model.TrafficKinds;
import org.gale.engine.storm.scenario.Affinity;
import org.gale.engine.storm.scenario.HostKind;
import org.gale.engine.storm.scenario.JobPaths;
import org.gale.engine.storm.scenario.ModelShape;
import org.gale.engine.storm.scenario.MoveOrder;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.TraceSettings;
import org.gale.engine.storm.scenario.VirtualSettings;
import org.gale.engine.storm.scenario.VmShape;

/** Rules of guests that move their vectors. Pure functions. */
final class AffinityRules
{
    private static final String GUEST = ".guest.";
    private static final String AFFINITY = GUEST + "affinity";
    private static final String OFFLINE = AFFINITY + ".offline";

    private AffinityRules()
    {
    }

    /**
     * Checks the moves of the guests of a group.
     *
     * @param isDrawn true if the job has moves that are drawn, which need no balancer
     */
    static void check(final HostKind host, final boolean isVirtual, final boolean isDrawn, final VmShape group,
        final int vpes, final BiConsumer<String, String> faults)
    {
        final boolean isOffline = VirtualSettings.OF_OFFLINE.stream().anyMatch(group.values()::has);
        if (!isOffline && VirtualSettings.OF_AFFINITY.stream().noneMatch(group.values()::has))
        {
            return;
        }
        final String path = JobPaths.path(group);
        if (isOffline)
        {
            checkOffline(group, faults);
        }
        else if (!group.values().has(VirtualSettings.AFFINITY_EVERY) &&
            (!isDrawn || group.values().has(VirtualSettings.AFFINITY_POLICY)))
        {
            faults.accept(path + GUEST + VirtualSettings.AFFINITY_EVERY.name(),
                "is missing: a balancer has its period (try every: 10ms)");
        }
        if (group.guest().affinity().order().isInTwoSteps() && group.guest().affinity().hasBalancer() &&
            group.guest().affinity().everyNs() < 2 * MoveOrder.STEP_NS)
        {
            faults.accept(path + GUEST + VirtualSettings.AFFINITY_EVERY.name(), "is too short for moves in two steps " +
                "100us apart (" + VirtualSettings.AFFINITY_ORDER.name() + ' ' +
                group.guest().affinity().order().label() + "): 200us is the least (try every: 10ms)");
        }
        checkMachine(host, isVirtual, group, vpes, faults);
    }

    /** Checks the times at which vCPUs go offline: nothing else is to choose targets then, or to need the vCPU. */
    private static void checkOffline(final VmShape group, final BiConsumer<String, String> faults)
    {
        final String path = JobPaths.path(group);
        final Affinity affinity = group.guest().affinity();
        final Setting<?> missing = group.values().has(VirtualSettings.OFFLINE_EVERY) ? VirtualSettings.OFFLINE_FOR :
            VirtualSettings.OFFLINE_EVERY;
        if (!group.values().has(missing))
        {
            faults.accept(path + GUEST + missing.name(), "is missing: a vCPU is offline at times (try every: 50ms, " +
                "for: 10ms)");
        }
        else if (affinity.offline().forNs() >= affinity.offline().everyNs())
        {
            faults.accept(path + GUEST + VirtualSettings.OFFLINE_FOR.name(), "is not shorter than " +
                VirtualSettings.OFFLINE_EVERY.name() + ", and one vCPU is offline at a time (try every: 50ms, " +
                "for: 10ms)");
        }
        if (affinity.hasBalancer() || affinity.order().isInTwoSteps() || group.guest().isWorking())
        {
            faults.accept(path + OFFLINE, "does not go with a balancer, work: on or an order in two steps (leave one " +
                "of them out)");
        }
        if (affinity.offline().isManaged())
        {
            checkManaged(group, affinity, faults);
        }
        group.devices().stream().filter(device -> !TrafficKinds.hasVectors(device.given().traffic().name()) ||
            TracedDevices.asksFor(device, TraceSettings.TIMERS) || TracedDevices.asksFor(device, TraceSettings.IPIS))
            .findFirst().ifPresent(device -> faults.accept(path + OFFLINE, "does not go with timers, lines and IPIs, " +
            "which need each vCPU (leave out " + device.name() + ")"));
    }

    /** Checks managed vectors: nothing is to move them, and each queue is to come to its end. */
    private static void checkManaged(
        final VmShape group, final Affinity affinity, final BiConsumer<String, String> faults)
    {
        final String managed = JobPaths.path(group) + GUEST + VirtualSettings.OFFLINE_MANAGED.name();
        if (affinity.order() != MoveOrder.RIGHT || affinity.way() != Affinity.Way.IAFFID)
        {
            faults.accept(managed, "does not go with " + VirtualSettings.AFFINITY_ORDER.name() + " and " +
                VirtualSettings.AFFINITY_BY.name() + ": managed vectors do not move (leave them out)");
        }
        group.devices().stream().filter(device -> device.given().traffic().name().equals(ModelShape.TRACE)).findFirst()
            .ifPresent(device -> faults.accept(managed, "does not go with a trace, whose vectors were moved where it " +
            "was recorded (leave out " + device.name() + ")"));
        if (group.devices().stream().anyMatch(device -> TrafficKinds.isPolled(device.given().traffic().name())) &&
            group.guest().softirqs().defer() > 0)
        {
            faults.accept(managed, "does not go with " + VirtualSettings.SOFTIRQ_DEFER.name() +
                ": a driver that polls by a timer may never come to an end (leave one of them out)");
        }
    }

    private static void checkMachine(final HostKind host, final boolean isVirtual, final VmShape group,
        final int vpes, final BiConsumer<String, String> faults)
    {
        final String path = JobPaths.path(group);
        if (!isVirtual)
        {
            faults.accept(path + AFFINITY, "needs virtual time: on the wall clock no balancer of a guest runs " +
                "(try clock: virtual, or leave it out)");
        }
        else if (host == HostKind.GICV4)
        {
            faults.accept(path + AFFINITY, "needs a machine whose guests give LPIs other targets themselves, and " +
                "this is " + host.label() + " (try machine: {injection: {moves: 1/10k}})");
        }
        else if (host == HostKind.MSIX && group.guest().affinity().way() == Affinity.Way.ENTRY)
        {
            faults.accept(path + GUEST + VirtualSettings.AFFINITY_BY.name(), "is not of kind msix, " +
                "whose guests give a vector another message by its function (try machine: {functions: " +
                "{retargets: 1/1k}})");
        }
        else if (vpes < 2)
        {
            faults.accept(path + AFFINITY,
                "needs another vCPU to which vectors can move, and a VM has one (try vpes: 4, or leave it out)");
        }
        else if (group.devices().stream().noneMatch(device -> TrafficKinds.hasVectors(device.given().traffic().name())))
        {
            faults.accept(path + AFFINITY, "needs a device with vectors: timers, lines and IPIs do not move " +
                "(leave it out)");
        }
    }
}
