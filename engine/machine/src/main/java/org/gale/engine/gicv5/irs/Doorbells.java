package org.gale.engine.gicv5.irs;

import java.util.function.IntConsumer;
import org.gale.engine.machine.Candidate;
import org.gale.engine.machine.IrsOutputs;
import org.gale.tables.register.IrsVmDbr;
import org.gale.tables.register.IrsVpeDbr;

/**
 * Doorbells of the VPEs that are not resident. The condition of a doorbell is checked whenever a part of it may have
 * changed (B-DB-2), so that no VPE sleeps on a pending interrupt (P5).
 */
public final class Doorbells
{
    private final InterruptOwner physical;
    private final Residency residency;
    private final InterruptTransitions transitions;
    private final IrsOutputs outputs;
    /** Taker of doorbells that ring later; null if all ring at once. */
    private LateDoorbells late;

    Doorbells(
        final InterruptOwner physical,
        final Residency residency,
        final InterruptTransitions transitions,
        final IrsOutputs outputs)
    {
        this.physical = physical;
        this.residency = residency;
        this.transitions = transitions;
        this.outputs = outputs;
    }

    /** Sets the receiver of the number of a PE whose VPE becomes non-resident, before a doorbell is requested. */
    public void beforeRequests(final IntConsumer taker)
    {
        residency.beforeEnd(taker);
    }

    /** Lets doorbells ring later. */
    public void late(final LateDoorbells taker)
    {
        late = taker;
    }

    /** Makes the LPI of a doorbell pending. */
    public void ring(final int lpiId)                                                  // B-DB-4
    {
        transitions.event(physical.lpis(), lpiId, EventKind.SET_EDGE);
    }

    /** Rings if the VPE's doorbell is armed and a candidate of sufficient priority waits. */
    void check(final Vm vm, final Vpe vpe)                                      // B-DB-1
    {
        if (vpe.isDoorbellArmed() &&
            Candidate.priority(bestOf(vm, vpe)) <= IrsVpeDbr.DBPM.getInt(vpe.doorbell()))   // B-DB-6
        {
            vpe.cancelDoorbell();                                               // B-DB-3: one shot
            final int lpiId = IrsVpeDbr.INTID.getInt(vpe.doorbell());
            if (late == null || !late.takes(vm.vmId(), vpe.vpeId(), lpiId))
            {
                ring(lpiId);
            }
            outputs.doorbell(vm.vmId(), vpe.vpeId(), lpiId);
        }
    }

    private long bestOf(final Vm vm, final Vpe vpe)
    {
        final long targeted = vm.index().best(vpe.vpeId());
        final boolean ringsForVm = vm.hasOneOfN() && IrsVmDbr.EN.isSet(vm.doorbell()) &&
            IrsVmDbr.VPE_ID.getInt(vm.doorbell()) == vpe.vpeId() && residency.oneOfNTaker(vm) == null;  // B-VPE-9

        return ringsForVm ? Math.min(targeted, vm.index().best(CandidateIndex.ONE_OF_N)) : targeted;
    }
}
