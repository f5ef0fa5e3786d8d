package org.gale.engine.gicv5;

import org.gale.engine.accounting.Account;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.gicv5.cpuif.PendingPpis;
import org.gale.engine.gicv5.irs.ArmedDoorbells;
import org.gale.engine.gicv5.irs.Candidates;
import org.gale.engine.hypervisor.HeldPpis;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.Intid;

/** Faults of a GICv5 machine at one interrupt that is owed, each as a fault of a model would leave it. */
public enum Gicv5Faults
{
    /** The Pending bit in RAM is lost. */
    PENDING_BIT
    {
        @Override
        public boolean apply(final Machine machine, final int owner, final int id)
        {
            final InterruptStateTable table = InterruptQueries.of(machine).table(owner, Intid.TYPE_LPI);
            table.storePlain(id, table.loadPlain(id) & ~L2Iste.PENDING.mask());

            return true;
        }
    },
    /** The books say that it was acknowledged. */
    OWED_BIT
    {
        @Override
        public boolean apply(final Machine machine, final int owner, final int id)
        {
            return machine.accounts().ledger(owner).account(false).acknowledgedOwed(id);
        }
    },
    /** The index forgets a candidate. */
    CANDIDATE
    {
        @Override
        public boolean apply(final Machine machine, final int owner, final int id)
        {
            return Candidates.drop(((Gicv5Machine)machine).irs(), owner, false, id);
        }
    },
    /** An armed doorbell is lost, of a vCPU of the same VM that sleeps. */
    DOORBELL
    {
        @Override
        public boolean apply(final Machine machine, final int owner, final int id)
        {
            return ArmedDoorbells.drop(((Gicv5Machine)machine).irs(), owner);
        }
    },
    /** A private interrupt of a vCPU is lost that KVM holds for it: on its PE, or while it has none. */
    PRIVATE
    {
        @Override
        public boolean apply(final Machine machine, final int owner, final int id)
        {
            return HeldPpis.drop(machine.hostVerbs(KvmVerb.FAMILY),
                pe -> PendingPpis.drop(((Gicv5Machine)machine).cpu(pe)));
        }

        @Override
        public boolean applyFrom(final Machine machine, final int vmId, final int fromId)
        {
            return apply(machine, vmId, fromId);
        }
    };

    /**
     * Applies the fault to an interrupt that is owed.
     *
     * @param owner encoded owner
     * @param id    of the LPI
     * @return false if it changes nothing
     */
    public abstract boolean apply(Machine machine, int owner, int id);

    /**
     * Applies the fault to the first LPI that is owed, from an owner and an ID on.
     *
     * @return false if nothing is owed, or the fault changes nothing
     */
    public boolean applyFrom(final Machine machine, final int vmId, final int fromId)
    {
        boolean isDone = false;
        for (int i = 0; !isDone && i < machine.config().pes(); i++)
        {
            final int owner = machine.accounts().vmOwner((vmId + i) % machine.config().pes());
            final Account account =
                machine.accounts().ledger(owner) == null ? null : machine.accounts().ledger(owner).account(false);
            final int after = account == null ? -1 : account.nextOwed(fromId);
            final int id = after < 0 && account != null ? account.nextOwed(0) : after;
            isDone = id >= 0 && apply(machine, owner, id);
        }

        return isDone;
    }
}
