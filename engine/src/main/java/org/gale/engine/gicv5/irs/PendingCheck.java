package org.gale.engine.gicv5.irs;

import org.gale.engine.accounting.Account;
import org.gale.engine.accounting.PendingMismatch;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.memory.PhysicalMemory;
import org.gale.tables.operand.Intid;

/**
 * Comparison of Pending with the events that are owed: an owed event must be pending (P1: nothing is lost), and a
 * pending edge must be owed (P2: nothing is invented). A held level is pending and, once acknowledged, not owed. It is
 * made where a command has an entry in hand, and over whole tables at each digest.
 *
 * <p>Software that makes tables overlap, or stores over their descriptors, changes entries behind the account
 * (B-IST-5). From then on commands find nothing.
 */
final class PendingCheck
{
    private final PhysicalMemory memory;
    private final PendingMismatch first = new PendingMismatch();

    PendingCheck(final PhysicalMemory memory)
    {
        this.memory = memory;
    }

    /** Returns the first interrupt at which a command found a difference. */
    PendingMismatch first()
    {
        return first;
    }

    /** Compares an entry that a command has in hand, before it changes. */
    void compare(final InterruptSpace space, final int id, final int iste)
    {
        final boolean isOwed = space.account().isOwed(id);
        if (isOwed != L2Iste.isPending(iste))
        {
            differs(space, id, iste, isOwed);
        }
    }

    /**
     * Latches an interrupt whose Pending is not what is owed, unless the difference is one that may be.
     *
     * @param iste   entry before the command
     * @param isOwed whether an acknowledge was owed before the command
     * @return true if it is the first
     */
    boolean differs(final InterruptSpace space, final int id, final int iste, final boolean isOwed)
    {
        return isFault(iste, isOwed) && !memory.mayOverlap() &&
            first.latch(space.owner().id(), space.intid(id), isOwed);
    }

    /** Compares all interrupts of a table that is about to go, and with it what is owed. */
    void compareAll(final InterruptSpace space)
    {
        final int intid = firstDifference(space);
        if (intid >= 0 && !memory.mayOverlap())
        {
            first.latch(space.owner().id(), intid, space.account().isOwed(Intid.id(intid)));
        }
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
            final boolean isOwed = space.account().isOwed(id);
            if (isOwed != L2Iste.isPending(iste) && isFault(iste, isOwed))
            {
                return space.intid(id);
            }
        }

        return -1;
    }

    /** Returns whether a difference is a fault: what is pending and not owed may be a level that is held. */
    private static boolean isFault(final int iste, final boolean isOwed)
    {
        return isOwed || !L2Iste.isLevel(iste);
    }
}
