package org.gale.engine.gicv5.irs;

import org.gale.engine.accounting.Ledger;
import org.gale.engine.accounting.Ledgers;
import org.gale.engine.accounting.PendingMismatch;
import org.gale.engine.machine.Accounts;
import org.gale.tables.memory.PhysicalMemory;

/** Accounting of the interrupts that the IRSs of a machine share. Owned by the thread that owns the machine. */
final class IrsAccounts implements Accounts
{
    /** Number of commands, for each page of a live table, between two scans of all tables. */
    private static final long SCAN_INTERVAL_PER_PAGE = 2_048;

    private final Ledgers ledgers;
    private final IrsChecks checks;
    private final PendingCheck pendingCheck;
    private final PhysicalMemory memory;

    IrsAccounts(
        final Ledgers ledgers, final IrsChecks checks, final PendingCheck pendingCheck, final PhysicalMemory memory)
    {
        this.ledgers = ledgers;
        this.checks = checks;
        this.pendingCheck = pendingCheck;
        this.memory = memory;
    }

    @Override
    public int physicalOwner()
    {
        return ValidOwners.PHYSICAL;
    }

    @Override
    public int followedOwner(final int firstVmId)
    {
        return ledgers.followed(vmOwner(firstVmId));
    }

    @Override
    public int firstOwner()
    {
        return ledgers.firstOwner();
    }

    @Override
    public int nextOwner(final int owner)
    {
        return ledgers.nextOwner(owner);
    }

    @Override
    public Ledger ledger(final int owner)
    {
        return ledgers.of(owner);
    }

    @Override
    public int nextDifference(final int owner, final int after)
    {
        return checks.nextDifference(owner, after);
    }

    @Override
    public long pending(final int owner)
    {
        return checks.pending(owner);
    }

    @Override
    public PendingMismatch firstMismatch()
    {
        return pendingCheck.first();
    }

    @Override
    public boolean isIndexSound(final int owner)
    {
        return checks.isIndexSound(owner);
    }

    @Override
    public int nextStale(final int owner)
    {
        return checks.nextStale(owner);
    }

    @Override
    public long scanInterval()
    {
        return SCAN_INTERVAL_PER_PAGE * memory.livePages();
    }

    @Override
    public OfSoftware ofSoftware(final int owner)
    {
        return checks.ofSoftware(owner);
    }

    /** Returns −1: {@link #nextDifference} finds these, too. */
    @Override
    public int nextInvented(final int owner, final int after)
    {
        return -1;
    }
}
