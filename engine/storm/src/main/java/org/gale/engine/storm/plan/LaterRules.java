package org.gale.engine.storm.plan;

import java.util.function.BiConsumer;
import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.storm.scenario.HostKind;
import org.gale.engine.storm.scenario.JobPaths;
import org.gale.engine.storm.scenario.VirtualSettings;
import org.gale.engine.storm.scenario.VmShape;

/** Rules of the work that handlers of a group of VMs leave for later. Pure functions. */
final class LaterRules
{
    private static final String THREADED = ".guest.threaded";

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
        final GuestShape guest = VirtualSettings.guest(group.values());
        final String path = JobPaths.path(group) + THREADED;
        if (!guest.later().isAny())
        {
            if (group.values().has(VirtualSettings.THREAD_WAKE))
            {
                faults.accept(path + ".work", "is missing: a thread has the time of its work (try work: 100us)");
            }
        }
        else if (!isVirtual)
        {
            faults.accept(path,
                "is of virtual time: on the wall clock a handler takes no time (try clock: virtual, or leave it out)");
        }
        else if (host != HostKind.GICV5 && host != HostKind.KVM)
        {
            faults.accept(path, "is of a machine of kind gicv5 or kvm, whose interrupts stay active until a thread " +
                "ends, and this is " + host.label() + " (try machine: {kind: kvm}, or leave it out)");
        }
    }
}
