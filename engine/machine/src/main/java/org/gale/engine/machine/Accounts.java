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
    /** Value that is no INTID. */
    int NO_INTID = -1;

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
     * Returns the owner that a VM is now, which may have migrated.
     *
     * @param firstVmId VM id that it had at first
     * @return the encoded {@link OwnerId}
     */
    default int followedOwner(final int firstVmId)
    {
        return vmOwner(firstVmId);
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
     * @return the first INTID at which both differ and which is not excused, or −1
     */
    default int firstDifference(final int owner)
    {
        return nextDifference(owner, NO_INTID);
    }

    /**
     * Returns the next interrupt at which what is owed and Pending differ, as {@link #firstDifference} does.
     *
     * @param after the encoded INTID found before, or {@link #NO_INTID} for the first
     * @return an INTID that is not excused, or −1
     */
    int nextDifference(int owner, int after);

    /**
     * Returns the number of interrupts of an owner that are pending in RAM, whatever is owed. A held level counts if it
     * is owed, because RAM does not tell whether it was delivered.
     */
    long pending(int owner);

    /**
     * Returns the differences of excused interrupts that no command has booked yet. They are software's own: what is
     * owed and not pending was withdrawn, what is pending and not owed is an event.
     */
    OfSoftware ofSoftware(int owner);

    /**
     * Differences that software made.
     *
     * @param withdrawn number of interrupts that are owed and not pending
     * @param events    number of interrupts that are pending and not owed
     */
    record OfSoftware(long withdrawn, long events)
    {
        /** No difference. */
        public static final OfSoftware NONE = new OfSoftware(0, 0);
    }

    /** Returns the first interrupt at which a command found that Pending is not what is owed (P1, P2), if any. */
    PendingMismatch firstMismatch();

    /**
     * Returns whether what is derived for an owner, such as candidate indexes, equals what its tables in RAM give.
     * Costs a scan of the tables.
     */
    boolean isIndexSound(int owner);

    /**
     * Returns an interrupt of an owner whose derived order is not that of its entry (P4). Each call compares a part of
     * the interrupts, all of them in turn.
     *
     * @return its INTID, or −1; always −1 where no order is derived
     */
    int nextStale(int owner);

    /**
     * Returns the first interrupt of an owner that is pending though nothing is owed (P2), where
     * {@link #firstDifference} leaves this to a scan.
     *
     * @return its INTID, or −1
     */
    default int firstInvented(final int owner)
    {
        return nextInvented(owner, NO_INTID);
    }

    /**
     * Returns the next interrupt that is pending though nothing is owed, as {@link #firstInvented} does.
     *
     * @param after the encoded INTID found before, or {@link #NO_INTID} for the first
     * @return an INTID that is not excused, or −1
     */
    int nextInvented(int owner, int after);

    /** Returns the number of commands after which a scan of all tables costs little compared with them. */
    long scanInterval();
}
