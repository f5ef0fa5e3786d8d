package org.gale.engine.gicv5.irs;

import org.gale.engine.accounting.Account;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.ist.L2Iste;

/**
 * Comparison of the events that are owed with Pending in the tables: an owed event must be pending (P1: nothing is
 * lost), and a pending edge must be owed (P2: nothing is invented). A held level is pending and, once acknowledged, not
 * owed.
 */
final class OwedComparison
{
    private OwedComparison()
    {
    }

    /** {@return the first INTID at which the two differ, or −1} */
    static int firstDifference(final InterruptSpace space)
    {
        final Account account = space.account();
        final InterruptStateTable table = space.table();
        int found = -1;
        for (int id = account.nextOwed(0); found < 0 && id >= 0; id = account.nextOwed((id | (Long.SIZE - 1)) + 1))
        {
            final int word = id & -Long.SIZE;
            if (table == null || table.pendingWord(word) != account.owedWord(word))
            {
                found = differenceInWord(space, word);
            }
        }
        final int end = table == null ? 0 : table.shape().entryCount();
        int word = table == null ? 0 : table.nextTouchedWord(0);
        while (found < 0 && word < end)
        {
            if (account.owedWord(word) == 0 && table.pendingWord(word) != 0)
            {
                found = differenceInWord(space, word);
            }
            word = table.nextTouchedWord(word + Long.SIZE);
        }

        return found;
    }

    private static int differenceInWord(final InterruptSpace space, final int firstId)
    {
        final InterruptStateTable table = space.table();
        for (int id = firstId; id < firstId + Long.SIZE; id++)
        {
            final int iste = table != null && table.contains(id) ? table.loadPlain(id) : 0;
            final boolean owed = space.account().isOwed(id);
            if (owed != L2Iste.isPending(iste) && (owed || !L2Iste.isLevel(iste)))
            {
                return space.intid(id);
            }
        }

        return -1;
    }
}
