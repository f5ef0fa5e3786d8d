package org.gale.engine.storm.scenario;

import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.storm.figure.Latency;

/** Stages that the work of handlers adds to those of interrupts. Pure functions. */
public final class LaterStages
{
    private LaterStages()
    {
    }

    /** Returns the stages that some groups of VMs add. */
    public static List<Latency> of(final List<VmShape> groups)
    {
        return Stream.of(LaterKind.SOFTIRQ, LaterKind.THREAD)
            .filter(kind -> groups.stream().anyMatch(group -> isOne(group, kind)))
            .map(LaterKind::stage).toList();
    }

    private static boolean isOne(final VmShape group, final LaterKind kind)
    {
        return group.guest().later().kind() == kind ||
            group.devices().stream().anyMatch(device -> device.later() != null && device.later().kind() == kind);
    }

    /** Returns whether handlers of some groups of VMs leave work. */
    public static boolean isAny(final List<VmShape> groups)
    {
        return !of(groups).isEmpty();
    }
}
