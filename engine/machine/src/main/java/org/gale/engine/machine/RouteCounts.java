package org.gale.engine.machine;

/**
 * Accounting identity of the events that arrived on one route.
 *
 * @param offered   events that arrived
 * @param delivered events that guests acknowledged first
 * @param coalesced events that merged with one that was owed
 * @param withdrawn events that a guest discarded
 * @param pending   events that are owed and pending in a table, a latch, a list register or as a physical LPI, counted
 *                  one by one
 */
public record RouteCounts(long offered, long delivered, long coalesced, long withdrawn, long pending)
{
    /** Returns the remainder of the identity: more than 0 lost, less than 0 invented. */
    public long remainder()
    {
        return offered - delivered - coalesced - withdrawn - pending;
    }
}
