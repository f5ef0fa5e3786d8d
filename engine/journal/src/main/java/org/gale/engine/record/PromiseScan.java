package org.gale.engine.record;

import org.gale.engine.accounting.Ledger;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.accounting.PendingMismatch;
import org.gale.engine.machine.Accounts;
import org.gale.engine.machine.FunctionAccounts;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.UnsyncedEvents;
import org.gale.tables.operand.Intid;

/**
 * Scan of a machine for broken promises: P1, P2, P5 and P6 in their cheap form, P4 by candidate indexes, and all in
 * full where the assertions of {@link InvariantCheck} are on. Passes on what is broken; changes nothing. Owned by the
 * thread that owns the machine.
 */
final class PromiseScan
{
    private static final int NO_INTID = Accounts.NO_INTID;
    private static final String LOST = ", set pending, is neither pending nor acknowledged";
    private static final String INVENTED = " is pending though nothing had set it pending";
    private static final String ACKNOWLEDGED = " was acknowledged though nothing had set it pending";

    private final Machine machine;
    private final Accounts accounts;
    private final Sink sink;
    /** Null where the assertions are off. */
    private final FullCheck fullCheck;
    /** Number of the first command after which a digest scans all tables. */
    private long nextTables;

    /**
     * Makes the scan of a machine.
     *
     * @param isFull true to check digests in full
     * @param sink   takes what is broken
     */
    PromiseScan(final Machine machine, final boolean isFull, final Sink sink)
    {
        this.machine = machine;
        this.accounts = machine.accounts();
        this.sink = sink;
        this.fullCheck = isFull ? new FullCheck(machine) : null;
    }

    /** Kinds of findings. */
    enum Kind
    {
        /** Interrupt that is owed, and not pending. */
        LOST,
        /** Interrupt that is pending, and not owed. */
        INVENTED,
        /** Interrupt that was acknowledged, and not owed: no table shows it any more. */
        ACKNOWLEDGED,
        /** Finding that concerns no one interrupt. */
        OTHER
    }

    /** Sink of what is broken. */
    @FunctionalInterface
    interface Sink
    {
        /**
         * Takes a broken promise.
         *
         * @param kind    of the finding
         * @param promise such as {@code P1}
         * @param owner   the encoded {@link OwnerId}, or {@link OwnerId#NONE}
         * @param intid   the encoded INTID, or −1
         * @param finding who is concerned, and how
         */
        void broken(Kind kind, String promise, int owner, int intid, String finding);
    }

    /**
     * Checks everything, but all tables and the full forms only after so many commands that they cost little, or where
     * the assertions are on.
     *
     * @param sequence number of the last command applied
     */
    void atDigest(final long sequence)
    {
        if (sequence >= nextTables || fullCheck != null)
        {
            all(sequence);
        }
        else
        {
            cheaply();
        }
    }

    /**
     * Checks everything.
     *
     * @param sequence number of the last command applied
     */
    void all(final long sequence)
    {
        cheaply();
        tables();
        inFull();
        nextTables = sequence + accounts.scanInterval();
    }

    /** Checks P1, P2, P5 and P6 of every owner and of functions. */
    void cheaply()
    {
        for (int owner = accounts.firstOwner(); owner != OwnerId.NONE; owner = accounts.nextOwner(owner))
        {
            check(owner, accounts.ledger(owner));
        }
        checkUnsynced();
        final String unsettled = machine.unsettled();
        if (unsettled != null)
        {
            sink.broken(Kind.OTHER, "P5", OwnerId.NONE, NO_INTID, unsettled);
        }
        checkFunctions();
    }

    /**
     * Scans all tables: each candidate is in its index, and no other (P4), as one that is missing never leaves. No
     * interrupt is pending that nothing made so (P2).
     */
    private void tables()
    {
        for (int owner = accounts.firstOwner(); owner != OwnerId.NONE; owner = accounts.nextOwner(owner))
        {
            if (!accounts.isIndexSound(owner) && accounts.ledger(owner).excused() == 0)
            {
                sink.broken(Kind.OTHER, "P4", owner, NO_INTID,
                    OwnerId.name(owner) + ": its candidates are not those of its tables");
            }
            for (int intid = accounts.firstInvented(owner); intid >= 0; intid = accounts.nextInvented(owner, intid))
            {
                broken(owner, intid, false);
            }
        }
    }

    /** Takes the full forms of P3 and P4, if assertions are on. */
    private void inFull()
    {
        final FullCheck.Finding found = fullCheck == null ? null : fullCheck.first();
        if (found != null)
        {
            sink.broken(Kind.OTHER, found.promise(), found.owner(), NO_INTID, found.text());
        }
    }

    /** Checks P1 and P2 of every owner. */
    void owed()
    {
        for (int owner = accounts.firstOwner(); owner != OwnerId.NONE; owner = accounts.nextOwner(owner))
        {
            differences(owner, accounts.ledger(owner));
        }
    }

    /** Returns the promise that is broken where an interrupt is lost, or invented. */
    static String promise(final boolean isLost)
    {
        return isLost ? "P1" : "P2";
    }

    /** Returns the finding on what commands found at an interrupt. */
    String finding(final PendingMismatch.Fresh found, final boolean isLost)
    {
        return name(found.owner(), found.intid()) +
            (isLost ? LOST : found.isAcknowledged() ? ACKNOWLEDGED : INVENTED);
    }

    private void broken(final int owner, final int intid, final boolean isLost)
    {
        sink.broken(isLost ? Kind.LOST : Kind.INVENTED, promise(isLost), owner, intid,
            name(owner, intid) + (isLost ? LOST : INVENTED));
    }

    private void check(final int owner, final Ledger ledger)
    {
        if (ledger.invented() != Ledger.NONE)
        {
            sink.broken(Kind.ACKNOWLEDGED, promise(false), owner, ledger.invented(),
                name(owner, ledger.invented()) + ACKNOWLEDGED);
        }
        differences(owner, ledger);
        final int stale = accounts.nextStale(owner);
        if (stale >= 0)
        {
            sink.broken(Kind.OTHER, "P4", owner, NO_INTID, name(owner, stale) + " is not in the order of its entry");
        }
        if (ledger.remainder() != 0)
        {
            sink.broken(Kind.OTHER, "P6", owner, NO_INTID, OwnerId.name(owner) +
                ": of " + ledger.offered() + " offered, " + ledger.remainder() + " are not accounted for");
        }
    }

    private void differences(final int owner, final Ledger ledger)
    {
        for (int intid = accounts.firstDifference(owner); intid >= 0; intid = accounts.nextDifference(owner, intid))
        {
            broken(owner, intid, ledger.isOwed(Intid.isSpi(intid), Intid.id(intid)));
        }
    }

    private void checkUnsynced()
    {
        final UnsyncedEvents unsynced = machine.unsyncedEvents();
        if (unsynced != null && unsynced.outstanding() != unsynced.count())
        {
            sink.broken(Kind.OTHER, "P6", OwnerId.NONE, NO_INTID, "of " + unsynced.outstanding() +
                " events between ITS and IRS, " + unsynced.count() + " wait");
        }
    }

    private void checkFunctions()
    {
        final FunctionAccounts functions = machine.functions();
        final String broken = functions == null ? null : functions.broken();
        if (broken != null)
        {
            sink.broken(Kind.OTHER, "P1", OwnerId.NONE, NO_INTID, broken);
        }
        final long left = functions == null ? 0 : functions.offered() + functions.invented() - functions.lost() -
            functions.sent() - functions.held() - functions.coalescedAtEventfd() - functions.coalescedAtMask() -
            functions.notEnabled() - functions.unreachable() - functions.withdrawnCleared();
        if (left != 0)
        {
            sink.broken(Kind.OTHER, "P6", OwnerId.NONE, NO_INTID, "functions: of " + functions.offered() +
                " offered, " + left + " are not accounted for");
        }
    }

    private String name(final int owner, final int intid)
    {
        return Losses.name(machine, owner, intid);
    }
}
