package org.gale.engine.machine;

/**
 * Events that an ITS has translated and that an IRS has not accepted yet, on a machine with {@code ops.order=1}. They
 * stand on both sides of the accounting identity: offered, and unsynced. Events that clear Pending are no events of the
 * account. All methods are queries.
 */
public interface UnsyncedEvents
{
    /** Returns the number of events that wait, counted one by one. */
    long count();

    /**
     * Returns the number of events that wait for one owner, counted one by one.
     *
     * @param owner encoded {@link org.gale.engine.accounting.OwnerId}
     */
    long count(int owner);

    /**
     * Returns whether an LPI is pending once the events that wait for it have arrived, and nothing else has happened.
     *
     * @param owner     encoded {@link org.gale.engine.accounting.OwnerId}
     * @param isPending whether it is pending now
     */
    boolean isPendingAfter(int owner, int intid, boolean isPending);

    /** Returns the events that were taken less those that were passed on: {@link #count()}, unless one was lost. */
    long outstanding();

    /**
     * Returns where the event leads that an ITS has taken last.
     *
     * @return the encoded owner in bits 63:32 and the INTID in bits 31:0; {@link TranslationQueries#NONE} if none was
     *     taken since the machine was made or restored
     */
    long lastTarget();
}
