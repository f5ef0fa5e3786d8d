package org.gale.engine.storm.plan;

import java.util.function.BiConsumer;
import org.gale.engine.storm.scenario.HostKind;
import org.gale.engine.storm.scenario.JobPaths;
import org.gale.engine.storm.scenario.LaterWork;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.VirtualSettings;
import org.gale.engine.storm.scenario.VmShape;

/** Rules of the work that handlers of a group of VMs leave for later. Pure functions. */
final class LaterRules
{
    private static final String THREADED = ".guest.threaded";
    private static final String SOFTIRQ = ".guest.softirq";
    private static final String WORK = ".work";

    private LaterRules()
    {
    }

    /**
     * Checks the work of a group.
     *
     * @param faults takes the path and the message of each mistake
     */
    static void check(final HostKind host, final boolean isVirtual, final VmShape group,
        final BiConsumer<String, String> faults)
    {
        final SettingValues values = group.values();
        final LaterWork.Kind kind = VirtualSettings.guest(values).later().kind();
        final String path = JobPaths.path(group);
        if (!values.has(VirtualSettings.THREAD_WORK) && VirtualSettings.OF_THREADS.stream().anyMatch(values::has))
        {
            faults.accept(path + THREADED + WORK, "is missing: a thread has the time of its work (try work: 100us)");
        }
        if (!values.has(VirtualSettings.SOFTIRQ_WORK) && VirtualSettings.OF_SOFTIRQS.stream().anyMatch(values::has))
        {
            faults.accept(path + SOFTIRQ + WORK, "is missing: a softirq has the time of its work (try work: 30us)");
        }
        if (values.has(VirtualSettings.THREAD_WORK) && values.has(VirtualSettings.SOFTIRQ_WORK))
        {
            faults.accept(path + THREADED, "is for guests without softirqs: a handler leaves its work to a softirq " +
                "or to a thread (leave one of both out)");
        }
        if (kind != LaterWork.Kind.NONE && !isVirtual)
        {
            faults.accept(path + (kind == LaterWork.Kind.THREAD ? THREADED : SOFTIRQ),
                "is of virtual time: on the wall clock a handler takes no time (try clock: virtual, or leave it out)");
        }
        else if (kind == LaterWork.Kind.THREAD && host != HostKind.GICV5 && host != HostKind.KVM)
        {
            faults.accept(path + THREADED, "is of a machine of kind gicv5 or kvm, whose interrupts stay active until " +
                "a thread ends, and this is " + host.label() + " (try machine: {kind: kvm}, or leave it out)");
        }
    }
}
