package org.gale.engine.gicv5.irs;

import org.gale.engine.accounting.Account;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.ist.L2Iste;

/**
 * Interrupts of one space whose Pending in RAM is not what is owed (P1, P2), in ascending order. Words of 64 interrupts
 * are compared; only those that differ are looked into. A query. For the machine's thread.
 */
final class Differences
{
    private static final int NONE = -1;

    private final Account account;
    private final InterruptStateTable table;

    Differences(final InterruptSpace space)
    {
        this.account = space.account();
        this.table = space.table();
    }

    /** Returns whether a difference is a fault: what is pending and not owed may be a level that is held. */
    static boolean isFault(final int iste, final boolean isOwed)
    {
        return isOwed || !L2Iste.isLevel(iste);
    }

    /** {@return the first id, from one on, at which the two differ, excused or not; or −1} */
    int next(final int fromId)
    {
        return next(fromId, true);
    }

    /** {@return the first id, from one on, at which the two differ and which is not excused; or −1} */
    int nextJudged(final int fromId)
    {
        return next(fromId, false);
    }

    /** Returns the number of pending interrupts in RAM. A held level counts if it is owed, as RAM does not say that. */
    long pending()
    {
        long count = 0;
        final int end = table == null ? 0 : table.shape().entryCount();
        for (int word = end == 0 ? 0 : table.nextTouchedWord(0); word < end;
            word = table.nextTouchedWord(word + Long.SIZE))
        {
            final long pending = table.pendingWord(word);
            count += Long.bitCount(pending & account.owedWord(word));
            for (long rest = pending & ~account.owedWord(word); rest != 0; rest &= rest - 1)
            {
                final int iste = table.loadPlain(word + Long.numberOfTrailingZeros(rest));
                count += L2Iste.isLevel(iste) ? 0 : 1;
            }
        }

        return count;
    }

    private int next(final int fromId, final boolean isAny)
    {
        final int begin = fromId & -Long.SIZE;
        int found = NONE;
        int owed = account.nextOwed(begin);
        int touched = touched(begin);
        while (found < 0 && (owed >= 0 || touched >= 0))
        {
            final int word = first(owed < 0 ? NONE : owed & -Long.SIZE, touched);
            if ((table == null ? 0 : table.pendingWord(word)) != account.owedWord(word))
            {
                found = inWord(word, fromId, isAny);
            }
            owed = owed >= word + Long.SIZE || owed < 0 ? owed : account.nextOwed(word + Long.SIZE);
            touched = touched > word || touched < 0 ? touched : touched(word + Long.SIZE);
        }

        return found;
    }

    private static int first(final int one, final int other)
    {
        return one < 0 ? other : other < 0 ? one : Math.min(one, other);
    }

    private int touched(final int fromWord)
    {
        final int word = table == null ? NONE : table.nextTouchedWord(fromWord);

        return table == null || word >= table.shape().entryCount() ? NONE : word;
    }

    private int inWord(final int firstId, final int fromId, final boolean isAny)
    {
        for (int id = Math.max(firstId, fromId); id < firstId + Long.SIZE; id++)
        {
            final int iste = table != null && table.contains(id) ? table.loadPlain(id) : 0;
            final boolean isOwed = account.isOwed(id);
            if (isOwed != L2Iste.isPending(iste) && isFault(iste, isOwed) &&
                (isAny || !account.isExcused(id)))
            {
                return id;
            }
        }

        return NONE;
    }
}
