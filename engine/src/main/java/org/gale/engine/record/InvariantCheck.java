package org.gale.engine.record;

import org.gale.engine.accounting.Ledger;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.machine.Accounts;
import org.gale.engine.machine.Machine;
import org.gale.tables.operand.Intid;

/**
 * Check of P1, P2, P5 and P6, cheap enough for every digest of every run. Owed interrupts must be pending in RAM, and
 * pending ones owed. Nothing may be acknowledged that no event made pending. The accounts must add up, and every signal
 * must be settled. Where the assertions of this class are on, as with {@code --paranoid}, a digest checks P3 and P4,
 * too.
 */
public final class InvariantCheck
{
    private static final int NO_INTID = -1;

    private final Machine machine;
    /** Null where the assertions of this class are off. */
    private final FullCheck fullCheck;
    private long soundSequence;

    /** Creates the check of a machine, with the full forms of P1 to P6 where the assertions of this class are on. */
    public InvariantCheck(final Machine machine)
    {
        this.machine = machine;
        this.fullCheck = isFull() ? new FullCheck(machine) : null;
    }

    /** Returns whether digests are checked in full: whether the assertions of this class are on. */
    public static boolean isFull()
    {
        return InvariantCheck.class.desiredAssertionStatus();
    }

    /**
     * Checks every owner of interrupts, and takes the full forms of P1 to P6 where assertions are on.
     *
     * @param sequence number of the last command applied
     * @throws InvariantBrokenException naming the first offending VM, and the INTID if there is one
     */
    public void checkAtDigest(final long sequence)
    {
        checkCheaply(sequence);
        final FullCheck.Finding found = fullCheck == null ? null : fullCheck.first();
        if (found != null)
        {
            throw new InvariantBrokenException(
                found.promise(), found.text(), found.owner(), NO_INTID, soundSequence, sequence);
        }
        soundSequence = sequence;
    }

    /**
     * Checks every owner of interrupts.
     *
     * @param sequence number of the last command applied
     * @throws InvariantBrokenException naming the first offending VM and INTID
     */
    public void check(final long sequence)
    {
        checkCheaply(sequence);
        soundSequence = sequence;
    }

    private void checkCheaply(final long sequence)
    {
        final Accounts accounts = machine.accounts();
        for (int owner = accounts.firstOwner(); owner != OwnerId.NONE; owner = accounts.nextOwner(owner))
        {
            check(owner, accounts.ledger(owner), sequence);
        }
        checkSignals(sequence);
    }

    private void check(final int owner, final Ledger ledger, final long sequence)
    {
        if (ledger.invented() != Ledger.NONE)
        {
            throw broken(
                "P2", owner, ledger.invented(), " was acknowledged though nothing had set it pending", sequence);
        }
        final int differing = machine.accounts().firstDifference(owner);
        if (differing >= 0)
        {
            final boolean owed = ledger.isOwed(Intid.isSpi(differing), Intid.id(differing));
            throw owed ?
                broken("P1", owner, differing, ", set pending, is neither pending nor acknowledged", sequence) :
                broken("P2", owner, differing, " is pending though nothing had set it pending", sequence);
        }
        if (ledger.remainder() != 0)
        {
            throw new InvariantBrokenException("P6", OwnerId.name(owner) +
                ": of " + ledger.offered() + " offered, " + ledger.remainder() + " are not accounted for",
                owner, NO_INTID, soundSequence, sequence);
        }
    }

    private void checkSignals(final long sequence)
    {
        final String finding = machine.unsettled();
        if (finding != null)
        {
            throw new InvariantBrokenException(
                "P5", finding, OwnerId.NONE, NO_INTID, soundSequence, sequence);
        }
    }

    private InvariantBrokenException broken(
        final String promise, final int owner, final int intid, final String finding, final long sequence)
    {
        return new InvariantBrokenException(
            promise, name(owner, intid) + finding, owner, intid, soundSequence, sequence);
    }

    private static String name(final int owner, final int intid)
    {
        return OwnerId.name(owner) +
            (Intid.isSpi(intid) ? " SPI " : " LPI ") + Intid.id(intid);
    }
}
