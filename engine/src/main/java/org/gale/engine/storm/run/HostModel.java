package org.gale.engine.storm.run;

import org.gale.engine.storm.setting.ActionRate;

/**
 * Model of a workload's host, as a run in virtual time needs it.
 *
 * @param kind     machine and its way to run guests
 * @param sliceNs  time that a vCPU may run while others wait
 * @param preempts true if a vCPU that is woken takes the place of the one that runs
 * @param toggles  transitions of vCPUs, by events; none where the machine has none
 * @param moves    moves of events, by events; none where the machine has none
 */
public record HostModel(Kind kind, long sliceNs, boolean preempts, ActionRate toggles, ActionRate moves)
{
    /** Host of a GICv5 whose VPEs are all resident. */
    public static final HostModel RESIDENT =
        new HostModel(Kind.RESIDENT, Long.MAX_VALUE / 2, false, ActionRate.NONE, ActionRate.NONE);

    /** Kinds of hosts. */
    public enum Kind
    {
        /** Each VPE is resident on a PE of its own. */
        RESIDENT,
        /** KVM schedules vCPUs of a GICv5. */
        KVM,
        /** vCPUs of a GICv4 host are scheduled, direct or software-forwarded. */
        DIRECT
    }
}
