package org.gale.engine.gicv5;

import java.util.List;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.machine.Candidate;
import org.gale.engine.machine.Control;
import org.gale.engine.machine.GuestHost;

/** vCPUs that a deliberate mistake of the host lets sleep on an interrupt (P5). Owned by the machine's thread. */
final class LeftOutSleepers
{
    private final HostSide host;
    private final PeSignals peSignals;
    private final Irs irs;

    LeftOutSleepers(final HostSide host, final PeSignals peSignals, final Irs irs)
    {
        this.host = host;
        this.peSignals = peSignals;
        this.irs = irs;
    }

    /** Returns how often each mistake of the host acted. */
    List<Control> controls()
    {
        return host.controls(this::waiting);
    }

    /** Notes the vCPUs that the mistake lets sleep on an interrupt, before a command may wake them. */
    void note()
    {
        if (host.hasLeftOut())
        {
            peSignals.latchSleepers(irs);
            host.countLeftOut(this::waiting);
        }
    }

    private int waiting(final int vmId, final int vpeId)
    {
        final int owner = irs.accounts().vmOwner(vmId);

        return irs.checks().nextSilentVpe(owner, vpeId) == vpeId ?
            Candidate.priority(irs.checks().silentCandidate(owner, vpeId)) : GuestHost.Waiting.NOTHING;
    }
}
