package org.gale.engine.machine;

import org.gale.engine.accounting.Ledger;

/**
 * Accounting of a machine by owner, for the proof that no interrupt was lost. All methods are queries. Owned by the
 * thread that owns the machine.
 */
public interface Accounts
{
    /** Number that stands for the physical side where a VM is named. */
    int PHYSICAL = -1;

    /**
     * Returns a bound of the owners: those to be asked for are {@link #PHYSICAL} and the VMs below it.
     *
     * @return one more than the greatest number of a VM that ever had an account, or 0
     */
    int vmEnd();

    /**
     * Returns the ledger of an owner.
     *
     * @param vmId {@link #PHYSICAL} or the number of a VM
     * @return the ledger, or null if the owner never had one
     */
    Ledger ledger(int vmId);

    /**
     * Compares the events that are owed with the Pending bits of the tables in RAM (P1, P2).
     *
     * @param vmId {@link #PHYSICAL} or the number of a VM
     * @return the first INTID at which both differ, or −1
     */
    int firstDifference(int vmId);

    /**
     * Returns whether what is derived for an owner, such as candidate indexes, equals what its tables in RAM give.
     * Costs a scan of the tables.
     *
     * @param vmId {@link #PHYSICAL} or the number of a VM
     */
    boolean isIndexSound(int vmId);
}
