package org.gale.engine.machine;

import org.gale.engine.accounting.FreshBreaks;

/**
 * Accounting of the functions in front of the ITS, derived from what they were asked and what left them. An event that
 * left is one of the machine from then on. All methods are queries. Owned by the machine's thread.
 */
public interface FunctionAccounts extends FunctionQueries
{
    /** Returns the number of triggers and of rises of level pins. */
    long offered();

    /** Returns the number of events that left as a message or as a level. */
    long sent();

    /** Returns the number of events that are held in an eventfd or a pending bit, as the functions have them. */
    long held();

    /** Returns the number of events that found their eventfd above 0. */
    long coalescedAtEventfd();

    /** Returns the number of events that found their pending bit set. */
    long coalescedAtMask();

    /** Returns the number of events of functions that merged since the machine was made, for differences: few loads. */
    long merged();

    /** Returns the number of events of functions whose MSI-X was not enabled. */
    long notEnabled();

    /** Returns the number of messages to an address where nothing takes them, and of triggers of no vector. */
    long unreachable();

    /** Returns the number of held events that a reset or a clear took away. */
    long withdrawnCleared();

    /** Returns whether an event of a vector is held. */
    boolean isHeld(int deviceId, int vector);

    /** Returns the first answer of a monitor beside the machine that cannot be one, or null. */
    Contradiction contradiction();

    /**
     * Answer that no monitor can give.
     *
     * @param sentence that says why
     * @param answer   number of the answer, from 1, of those that the machine took since it was made
     */
    record Contradiction(String sentence, long answer)
    {
    }

    /** Returns the account of a function; {@link OfFunction#NONE} where there is none. */
    OfFunction of(int deviceId);

    /** Returns the account of the events of level pins, and of triggers of vectors that are not there. */
    OfFunction ofNone();

    /** Account of the events of one function that left no message. */
    record OfFunction(long held, long coalescedAtEventfd, long coalescedAtMask, long notEnabled, long unreachable,
        long withdrawnCleared)
    {
        /** Account of a function without events. */
        public static final OfFunction NONE = new OfFunction(0, 0, 0, 0, 0, 0);

        /** Returns the events that merged with one before them. */
        public long coalesced()
        {
            return coalescedAtEventfd + coalescedAtMask;
        }

        /** Returns the events that were rejected, whatever the reason. */
        public long rejected()
        {
            return notEnabled + unreachable + withdrawnCleared;
        }

        /** Returns the account of this function and another one. */
        public OfFunction plus(final OfFunction other)
        {
            return new OfFunction(held + other.held, coalescedAtEventfd + other.coalescedAtEventfd,
                coalescedAtMask + other.coalescedAtMask, notEnabled + other.notEnabled,
                unreachable + other.unreachable, withdrawnCleared + other.withdrawnCleared);
        }

        /** Returns the account since an earlier one; what is held is that of now. */
        public OfFunction since(final OfFunction earlier)
        {
            return new OfFunction(held, coalescedAtEventfd - earlier.coalescedAtEventfd,
                coalescedAtMask - earlier.coalescedAtMask, notEnabled - earlier.notEnabled,
                unreachable - earlier.unreachable, withdrawnCleared - earlier.withdrawnCleared);
        }

        /** Returns the events that left no message. */
        public long kept()
        {
            return held + coalesced() + rejected();
        }
    }

    /**
     * Returns the first broken invariant: an event that is owed and not held, held and not owed, or sent as another
     * message than its vector has.
     *
     * @return a sentence without its end, or null
     */
    String broken();

    /** Returns what was broken since the last take. */
    FreshBreaks freshBreaks();

    /** Returns the number of events that were lost: triggered, and neither sent nor held nor withdrawn (P1). */
    long lost();

    /** Returns the number of events that are or were held, or sent, though nothing had triggered them (P2). */
    long invented();

    /** Returns the vector or pin of the first loss that was booked, or null. */
    String firstLost();

    /** Returns the vector or pin of the first invented event that was booked, or null. */
    String firstInvented();
}
