package org.gale.engine.cpuif;

import org.gale.engine.irs.Candidate;
import org.gale.engine.irs.Irs;
import org.gale.tables.operand.Intid;

/**
 * A guest's turn on a PE, at {@code vel1}: acknowledge, priority drop, deactivate, until nothing of sufficient priority
 * is left or the budget is spent. The same as the instructions one after another, but each entry is stored once.
 */
public final class GuestTurn
{
    private final Irs irs;

    /** Turns on any PE of a machine. */
    public GuestTurn(final Irs irs)
    {
        this.irs = irs;
    }

    /**
     * Executes a turn; does nothing where no VPE is resident.
     *
     * @param budget the most interrupts to acknowledge
     * @return how many were acknowledged
     */
    public int execute(final CpuInterface cpu, final int budget, final TurnLog log)
    {
        final int vmId = irs.residentVm(cpu.pe());
        int count = 0;
        while (vmId != Irs.PHYSICAL && count < budget)
        {
            final long hppi = cpu.sufficientHppi(true);
            if (hppi == Candidate.NONE || cpu.isNmi(Candidate.priority(hppi)))
            {
                break;
            }
            final int intid = Candidate.intid(hppi);
            if (Intid.type(intid) == Intid.TYPE_PPI)
            {
                cpu.activatePpi(Intid.id(intid), true);
                cpu.deactivatePpi(Intid.id(intid), true);
            }
            else
            {
                irs.acknowledgeAndDeactivate(vmId, intid);
            }
            log.acknowledged(cpu.pe(), intid);
            count++;
        }

        return count;
    }
}
