package org.gale.engine.machine;

/**
 * Accounting of the functions in front of the ITS, derived from what they were asked and what left them. An event that
 * left is one of the machine from then on. All methods are queries. Owned by the machine's thread.
 */
public interface FunctionAccounts
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

    /** Returns the number of events of functions whose MSI-X was not enabled. */
    long notEnabled();

    /** Returns the number of messages to an address where nothing takes them, and of triggers of no vector. */
    long unreachable();

    /** Returns the number of held events that a reset or a clear took away. */
    long withdrawnCleared();

    /**
     * Returns the first broken invariant: an event that is owed and not held, held and not owed, or sent as another
     * message than its vector has.
     *
     * @return a sentence without its end, or null
     */
    String broken();
}
