package org.gale.engine.record;

import org.gale.engine.accounting.Ledger;
import org.gale.engine.machine.Accounts;
import org.gale.engine.machine.Machine;
import org.gale.tables.operand.Intid;

/**
 * Cheap check of P1, P2, P5 and P6, taken at every digest. Owed interrupts must be pending in RAM, and pending ones
 * owed. Nothing may be acknowledged that no event made pending. The accounts must add up, and every signal must be
 * settled.
 */
public final class InvariantCheck
{
    private static final int NO_INTID = -1;

    private final Machine machine;
    private long soundSequence;

    /** Creates the check of a machine. */
    public InvariantCheck(final Machine machine)
    {
        this.machine = machine;
    }

    /**
     * Checks every owner of interrupts.
     *
     * @param sequence number of the last command applied
     * @throws InvariantBrokenException naming the first offending VM and INTID
     */
    public void check(final long sequence)
    {
        for (int vmId = Accounts.PHYSICAL; vmId < machine.accounts().vmEnd(); vmId++)
        {
            final Ledger ledger = machine.accounts().ledger(vmId);
            if (ledger != null)
            {
                check(vmId, ledger, sequence);
            }
        }
        checkSignals(sequence);
        soundSequence = sequence;
    }

    private void check(final int vmId, final Ledger ledger, final long sequence)
    {
        if (ledger.invented() != Ledger.NONE)
        {
            throw broken(
                "P2", vmId, ledger.invented(), " was acknowledged though nothing had set it pending", sequence);
        }
        final int differing = machine.accounts().firstDifference(vmId);
        if (differing >= 0)
        {
            final boolean owed = ledger.isOwed(Intid.isSpi(differing), Intid.id(differing));
            throw owed ?
                broken("P1", vmId, differing, ", set pending, is neither pending nor acknowledged", sequence) :
                broken("P2", vmId, differing, " is pending though nothing had set it pending", sequence);
        }
        if (ledger.remainder() != 0)
        {
            throw new InvariantBrokenException("P6", (vmId == Accounts.PHYSICAL ? "physical" : "VM " + vmId) +
                ": of " + ledger.offered() + " offered, " + ledger.remainder() + " are not accounted for",
                vmId, NO_INTID, soundSequence, sequence);
        }
    }

    private void checkSignals(final long sequence)
    {
        final String finding = machine.unsettled();
        if (finding != null)
        {
            throw new InvariantBrokenException(
                "P5", finding, Accounts.PHYSICAL, NO_INTID, soundSequence, sequence);
        }
    }

    private InvariantBrokenException broken(
        final String promise, final int vmId, final int intid, final String finding, final long sequence)
    {
        return new InvariantBrokenException(
            promise, name(vmId, intid) + finding, vmId, intid, soundSequence, sequence);
    }

    private static String name(final int vmId, final int intid)
    {
        return (vmId == Accounts.PHYSICAL ? "physical " : "VM " + vmId + ' ') +
            (Intid.isSpi(intid) ? "SPI " : "LPI ") + Intid.id(intid);
    }
}
