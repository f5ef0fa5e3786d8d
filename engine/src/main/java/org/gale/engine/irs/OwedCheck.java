package org.gale.engine.irs;

import org.gale.engine.counters.Account;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.ist.L2Iste;

/**
 * Compares what is owed with Pending in the tables: what is owed must be pending (P1: nothing is lost), and a pending
 * edge must be owed (P2: nothing is invented). A level that is held is pending and owed nothing once acknowledged.
 */
final class OwedCheck
{
    private OwedCheck()
    {
    }

    /** The first INTID at which the two differ, or −1. */
    static int firstDifference(final InterruptStore store)
    {
        final Account account = store.account();
        final InterruptStateTable table = store.table();
        for (int id = account.nextOwed(0); id >= 0; id = account.nextOwed(id + 1))
        {
            if (table == null || !table.contains(id) || !L2Iste.isPending(table.loadPlain(id)))
            {
                return store.intid(id);
            }
        }
        final int end = table == null ? 0 : table.shape().entryCount();
        for (int id = table == null ? -1 : table.nextNonZero(0, end); id >= 0; id = table.nextNonZero(id + 1, end))
        {
            final int iste = table.loadPlain(id);
            if (L2Iste.isPending(iste) && !L2Iste.isLevel(iste) && !account.isOwed(id))
            {
                return store.intid(id);
            }
        }

        return -1;
    }
}
