package org.gale.engine.storm.latency;

import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.gale.engine.accounting.Account;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.FunctionAccounts;
import org.gale.engine.storm.topology.Topology;

/**
 * LPIs of a storm of which an acknowledge is owed, by the accounts of the machine: the one bit that is kept of each, or
 * an event that its vector holds. A sample asks here whether a message merges with one before it. Queries alone; on the
 * engine's thread.
 */
final class OwedLpis
{
    private final IntFunction<Ledger> ledgers;
    private final Supplier<FunctionAccounts> functions;
    private final boolean isByTriggers;
    private final int firstLpiId;
    private FunctionAccounts ofFunctions;
    private final Account[] byVm;                                   // null for a VM that has no ledger yet

    /**
     * Makes the view of a storm's VMs.
     *
     * @param ledgers   by VM; null for a VM that has none yet
     * @param functions of the devices, of which function n is that of device n; null for none
     */
    OwedLpis(
        final IntFunction<Ledger> ledgers, final Supplier<FunctionAccounts> functions, final Topology topology)
    {
        this.functions = functions;
        this.isByTriggers = topology.deal().isByTriggers();
        this.ledgers = ledgers;
        firstLpiId = topology.firstLpiId();
        byVm = new Account[topology.vms()];
    }

    /**
     * Returns whether an acknowledge of an LPI is owed.
     *
     * @param lpi numbered within its VM
     * @param msi by which the device of the LPI sends its event
     */
    boolean isOwed(final int vm, final int lpi, final long msi)
    {
        final Account account = account(vm);

        return (account != null && account.isOwed(firstLpiId + lpi)) || isHeld(msi);
    }

    private boolean isHeld(final long msi)
    {
        final FunctionAccounts accounts = accounts();

        return accounts != null && accounts.isHeld(Commands.msiDeviceId(msi), Commands.msiEventId(msi));
    }

    /** Returns the number of events that merged in front of the ITS so far, for differences. */
    long mergedInFront()
    {
        final FunctionAccounts accounts = accounts();

        return accounts == null ? 0 : accounts.merged();
    }

    /** Returns the accounts of functions; null where devices trigger none, or as long as there are none. */
    private FunctionAccounts accounts()
    {
        if (isByTriggers && ofFunctions == null)
        {
            ofFunctions = functions.get();
        }

        return ofFunctions;
    }

    /** Returns the number of events of a VM that merged with one before them, behind the ITS. */
    long coalesced(final int vm)
    {
        final Account account = account(vm);

        return account == null ? 0 : account.coalesced();
    }

    private Account account(final int vm)
    {
        if (byVm[vm] == null)
        {
            final Ledger ledger = ledgers.apply(vm);
            byVm[vm] = ledger == null ? null : ledger.account(false);
        }

        return byVm[vm];
    }
}
