package org.gale.engine.storm.virtual;

import org.gale.engine.storm.scenario.GuestShape;
import org.gale.engine.storm.topology.Topology;

/** Decision, made as a load begins, whether a WFI of a guest stays in it or traps. Owned by one thread. */
final class GuestWfi
{
    private final HostPes pes;
    private final GuestPort port;
    private final EventTargets targets;
    private final GuestShape.Wfi[] wfi;                             // by vCPU
    private final boolean[] isUntrapped;                            // a WFI of the guest stays in it

    GuestWfi(final Topology topology, final HostPes pes, final GuestPort port, final EventTargets targets)
    {
        this.pes = pes;
        this.port = port;
        this.targets = targets;
        wfi = new GuestShape.Wfi[topology.totalVpes()];
        isUntrapped = new boolean[wfi.length];
        for (int vcpu = 0; vcpu < wfi.length; vcpu++)
        {
            wfi[vcpu] = topology.groups().get(topology.groupOfVm(topology.vmOfVpe(vcpu))).guest().wfi();
        }
    }

    /** Decides, as a load begins, whether a guest that runs out of work leaves it. */
    void load(final int vcpu)
    {
        isUntrapped[vcpu] = switch (wfi[vcpu])
        {
            case NOTRAP -> true;
            case TRAP -> false;
            case AUTO -> port.isDirect(vcpu) && targets.lpis(vcpu) > 0 && pes.isEmpty(pes.pe(vcpu));
        };
    }

    /** Returns what a PE does whose guest waits for an interrupt, of {@link PeTimes}. */
    int peTime(final int vcpu)
    {
        return isUntrapped(vcpu) ? PeState.WFI : PeState.IDLE;
    }

    /** Returns whether a guest that runs out of work stays in it. */
    boolean isUntrapped(final int vcpu)
    {
        return isUntrapped[vcpu];
    }
}
