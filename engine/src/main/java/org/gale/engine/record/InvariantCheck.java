package org.gale.engine.record;

import org.agrona.DirectBuffer;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.accounting.PendingMismatch;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.machine.Accounts;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.FunctionAccounts;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.UnsyncedEvents;
import org.gale.tables.operand.Intid;

/**
 * Check of P1, P2, P4, P5 and P6, cheap enough for every run. Owed interrupts must be pending in RAM, and pending ones
 * owed: each command compares the interrupts that it touches, and a digest compares all. Nothing may be acknowledged
 * that no event made pending. The accounts must add up, every signal must be settled, and candidates must be those of
 * the tables. Where the assertions of this class are on, as with {@code --paranoid}, a digest checks P3 and P4 in full.
 */
public final class InvariantCheck
{
    private static final int NO_INTID = -1;

    private final Machine machine;
    private final PendingMismatch mismatch;
    /** Null where the assertions of this class are off. */
    private final FullCheck fullCheck;
    private long soundSequence;
    private long nextScan;

    /** Creates the check of a machine, with the full forms of P1 to P6 where the assertions of this class are on. */
    public InvariantCheck(final Machine machine)
    {
        this.machine = machine;
        this.mismatch = machine.accounts().firstMismatch();
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
        if (sequence >= nextScan || fullCheck != null)
        {
            scan(sequence);
            nextScan = sequence + machine.accounts().scanInterval();
        }
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

    /**
     * Checks what the commands of a frame found at the interrupts that they touched (P1, P2): an event that comes again
     * cannot hide that an earlier one was lost.
     *
     * @param offset    of the first command applied, bytes
     * @param endOffset of the end of the last one, bytes
     * @param sequence  number of the command before the first
     * @param count     {@link Machine#commandCount} before the first
     * @throws InvariantBrokenException naming VM, INTID and command
     */
    public void checkFrame(
        final DirectBuffer frame, final int offset, final int endOffset, final long sequence, final long count)
    {
        if (mismatch.isFound())
        {
            final long at = sequence + CommandCursor.place(frame, offset, endOffset, mismatch.command() - count);
            throw broken(mismatch.owner(), mismatch.intid(), mismatch.isLost(), at);
        }
    }

    private void checkCheaply(final long sequence)
    {
        final Accounts accounts = machine.accounts();
        for (int owner = accounts.firstOwner(); owner != OwnerId.NONE; owner = accounts.nextOwner(owner))
        {
            check(owner, accounts.ledger(owner), sequence);
        }
        checkUnsynced(sequence);
        checkSignals(sequence);
        checkFunctions(sequence);
    }

    /**
     * Scans all tables: each candidate is in its index, and no other (P4), as one that is missing never leaves. No
     * interrupt is pending that nothing made so (P2).
     */
    private void scan(final long sequence)
    {
        final Accounts accounts = machine.accounts();
        int owner = accounts.firstOwner();
        while (owner != OwnerId.NONE)
        {
            if (!accounts.isIndexSound(owner))
            {
                throw new InvariantBrokenException("P4",
                    OwnerId.name(owner) + ": its candidates are not those of its tables", owner, NO_INTID,
                    soundSequence, sequence);
            }
            final int invented = accounts.firstInvented(owner);
            if (invented >= 0)
            {
                throw broken(owner, invented, false, sequence);
            }
            owner = accounts.nextOwner(owner);
        }
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
            throw broken(owner, differing, ledger.isOwed(Intid.isSpi(differing), Intid.id(differing)), sequence);
        }
        if (ledger.remainder() != 0)
        {
            throw new InvariantBrokenException("P6", OwnerId.name(owner) +
                ": of " + ledger.offered() + " offered, " + ledger.remainder() + " are not accounted for",
                owner, NO_INTID, soundSequence, sequence);
        }
    }

    private void checkUnsynced(final long sequence)
    {
        final UnsyncedEvents unsynced = machine.unsyncedEvents();
        if (unsynced != null && unsynced.outstanding() != unsynced.count())
        {
            throw new InvariantBrokenException("P6", "of " + unsynced.outstanding() +
                " events between ITS and IRS, " + unsynced.count() + " wait", OwnerId.NONE, NO_INTID, soundSequence,
                sequence);
        }
    }

    private void checkFunctions(final long sequence)
    {
        final FunctionAccounts functions = machine.functions();
        final String broken = functions == null ? null : functions.broken();
        if (broken != null)
        {
            throw new InvariantBrokenException("P1", broken, OwnerId.NONE, NO_INTID, soundSequence, sequence);
        }
        final long left = functions == null ? 0 : functions.offered() - functions.sent() - functions.held() -
            functions.coalescedAtEventfd() - functions.coalescedAtMask() - functions.notEnabled() -
            functions.unreachable() - functions.withdrawnCleared();
        if (left != 0)
        {
            throw new InvariantBrokenException("P6", "functions: of " + functions.offered() + " offered, " + left +
                " are not accounted for", OwnerId.NONE, NO_INTID, soundSequence, sequence);
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
        final int owner, final int intid, final boolean isLost, final long sequence)
    {
        return isLost ?
            broken("P1", owner, intid, ", set pending, is neither pending nor acknowledged", sequence) :
            broken("P2", owner, intid, " is pending though nothing had set it pending", sequence);
    }

    private InvariantBrokenException broken(
        final String promise, final int owner, final int intid, final String finding, final long sequence)
    {
        return new InvariantBrokenException(
            promise, name(owner, intid) + finding, owner, intid, soundSequence, sequence);
    }

    /** Returns the name of an interrupt. The account of SPIs holds the SGIs of each vCPU where a host has no SPIs. */
    private String name(final int owner, final int intid)
    {
        final int id = Intid.id(intid);
        final boolean isSgi = Intid.isSpi(intid) && machine.queries() instanceof DirectQueries;

        return !isSgi ? OwnerId.name(owner, intid) : OwnerId.name(owner) +
            " vCPU " + id / DirectQueries.SGI_COUNT + " SGI " + id % DirectQueries.SGI_COUNT;
    }
}
