package org.gale.engine.machine;

import org.gale.engine.accounting.Ledger;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.accounting.PendingMismatch;

/**
 * Accounting of a machine by {@link OwnerId}, for the proof that no interrupt was lost. All methods are queries. Owned
 * by the thread that owns the machine.
 */
public interface Accounts
{
    /**
     * Returns the owner of the physical interrupts.
     *
     * @return the encoded {@link OwnerId}
     */
    int physicalOwner();

    /**
     * Returns the owner that a VM is.
     *
     * @param vmId 0 to 65 535
     * @return the encoded {@link OwnerId}
     */
    default int vmOwner(final int vmId)
    {
        return OwnerId.vm(physicalOwner(), vmId);
    }

    /**
     * Returns the first owner that has a ledger.
     *
     * @return the lowest {@link OwnerId}, or {@link OwnerId#NONE} if there is no ledger
     */
    int firstOwner();

    /**
     * Returns the next owner that has a ledger. Physical sides come before their VMs, and VMs in the order of their
     * numbers.
     *
     * @return the lowest {@link OwnerId} above {@code owner}, or {@link OwnerId#NONE} if there is none
     */
    int nextOwner(int owner);

    /**
     * Returns the ledger of an owner.
     *
     * @return the ledger, or null if the owner never had one
     */
    Ledger ledger(int owner);

    /**
     * Compares the events that are owed to an owner with the Pending bits of its tables in RAM (P1, P2).
     *
     * @return the first INTID at which both differ, or −1
     */
    int firstDifference(int owner);

    /** Returns the first interrupt at which a command found that Pending is not what is owed (P1, P2), if any. */
    PendingMismatch firstMismatch();

    /**
     * Returns whether what is derived for an owner, such as candidate indexes, equals what its tables in RAM give.
     * Costs a scan of the tables.
     */
    boolean isIndexSound(int owner);

    /**
     * Returns the first interrupt of an owner that is pending though nothing is owed (P2), where
     * {@link #firstDifference} leaves this to a scan.
     *
     * @return its INTID, or −1
     */
    int firstInvented(int owner);

    /** Returns the number of commands after which a scan of all tables costs little compared with them. */
    long scanInterval();
}
