package org.gale.engine.gicv5.cpuif;

import org.gale.engine.accounting.OwnerId;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.machine.TurnLog;
import org.gale.tables.operand.Intid;

/**
 * Turn of a guest on a PE, at {@code vel1}: acknowledge, priority drop, deactivate, until no interrupt of sufficient
 * priority is left or the budget is spent. A turn has the effects of these instructions one after another, but stores
 * each entry once.
 */
public final class GuestTurn
{
    private final Irs irs;

    /** Makes the turns of all PEs of a machine. */
    public GuestTurn(final Irs irs)
    {
        this.irs = irs;
    }

    /**
     * Executes a turn; does nothing where no VPE is resident.
     *
     * @param budget limit of interrupts to acknowledge
     */
    public void execute(final CpuInterface cpu, final int budget, final TurnLog log)
    {
        irs.askedBy(cpu.pe());
        final int vm = irs.residentOwner(cpu.pe());
        int count = 0;
        boolean going = vm != OwnerId.NONE;
        while (going && count < budget)
        {
            final int taken = cpu.isVirtualIrsAlone() ?
                irs.turn(cpu.pe(), cpu.virtualThreshold(), budget - count, log) : Irs.TURN_NOT_TAKEN;
            if (taken == Irs.TURN_NOT_TAKEN)
            {
                irs.ready().writeBack();
                going = acknowledgeOne(cpu, vm, log);
                count += going ? 1 : 0;
            }
            else
            {
                count += Math.abs(taken);
                going = taken < 0;                                              // the rest is queried again
            }
        }
    }

    /**
     * Acknowledges, drops the priority of and deactivates one interrupt.
     *
     * @return false if none has sufficient priority
     */
    private boolean acknowledgeOne(final CpuInterface cpu, final int vm, final TurnLog log)
    {
        final long result = cpu.acknowledge(true, false);
        final int intid = (int)result;
        if (result == 0)
        {
            return false;
        }
        cpu.priorities(true).drop();
        if (Intid.type(intid) == Intid.TYPE_PPI)
        {
            cpu.deactivatePpi(Intid.id(intid), true);
        }
        else
        {
            irs.deactivate(vm, intid);
        }
        log.acknowledged(cpu.pe(), intid);

        return true;
    }
}
