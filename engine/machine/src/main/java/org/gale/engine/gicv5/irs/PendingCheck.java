package org.gale.engine.gicv5.irs;

import org.gale.engine.accounting.PendingMismatch;
import org.gale.tables.ist.L2Iste;

/**
 * Comparison of Pending with the events that are owed: an owed event must be pending (P1: nothing is lost), and a
 * pending edge must be owed (P2: nothing is invented). A held level is pending and, once acknowledged, not owed. It is
 * made where a command has an entry in hand, and over whole tables at each digest.
 *
 * <p>A difference that a command finds is booked: from then on account and entry agree again. Software that makes
 * tables overlap, or stores over their descriptors, changes entries that no account knows of (B-IST-5). Such interrupts
 * are excused, and so are those whose entries it stored into (M-LIVE).
 */
final class PendingCheck
{
    private final PendingMismatch first = new PendingMismatch();

    /** Returns the first interrupt at which a command found a difference. */
    PendingMismatch first()
    {
        return first;
    }

    /** Compares an entry that a command has in hand, before it changes. */
    void compare(final InterruptSpace space, final int id, final int iste)
    {
        final boolean isOwed = space.account().isOwed(id);
        if (isOwed != L2Iste.isPending(iste) && Differences.isFault(iste, isOwed))
        {
            latch(space, id, isOwed);
            space.account().settle(id, isOwed);
        }
    }

    /**
     * Compares an interrupt that an event has in hand, once the account has counted the event.
     *
     * @param iste   entry before the event
     * @param isOwed whether an acknowledge was owed before the event
     * @return true if it is the first that is latched
     */
    boolean differsAtEvent(final InterruptSpace space, final int id, final int iste, final boolean isOwed)
    {
        if (!Differences.isFault(iste, isOwed))
        {
            return false;
        }
        space.account().settleEvent(id, isOwed);

        return latch(space, id, isOwed);
    }

    /** Latches an interrupt that was acknowledged though nothing was owed. */
    void acknowledgedInvented(final InterruptSpace space, final int id)
    {
        first.latchAcknowledged(space.owner().id(), space.intid(id));
    }

    /** Compares all interrupts of a table that is about to go, and with it what is owed. */
    void compareAll(final InterruptSpace space)
    {
        final Differences differences = new Differences(space);
        for (int id = differences.next(0); id >= 0; id = differences.next(id + 1))
        {
            final boolean isOwed = space.account().isOwed(id);
            latch(space, id, isOwed);
            space.account().settle(id, isOwed);
        }
    }

    /** Latches an interrupt unless it is excused, and returns whether it is the first. */
    private boolean latch(final InterruptSpace space, final int id, final boolean isOwed)
    {
        return !space.account().isExcused(id) && first.latch(space.owner().id(), space.intid(id), isOwed);
    }
}
