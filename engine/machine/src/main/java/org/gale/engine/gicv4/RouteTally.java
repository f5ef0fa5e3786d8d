package org.gale.engine.gicv4;

import java.util.Arrays;
import org.gale.engine.machine.Route;
import org.gale.tables.memory.StateStream;

/**
 * Tally of one VM's events by the route on which each arrived, and the route of the event that made each vLPI owed.
 * Owned by the thread that owns the machine.
 */
final class RouteTally
{
    private final long[] offered = new long[Route.COUNT];
    private final long[] delivered = new long[Route.COUNT];
    private final long[] coalesced = new long[Route.COUNT];
    private final long[] withdrawn = new long[Route.COUNT];
    private byte[] arrivals = new byte[0];

    /**
     * Makes room for a vLPI that is mapped. It owes nothing, however it was mapped before.
     *
     * @param isCarried true if the image of its VM carries one, whose route stays known
     */
    void add(final int vintid, final boolean isCarried)
    {
        final int index = vintid - PropertyCache.FIRST_LPI;
        if (index >= arrivals.length)
        {
            arrivals = Arrays.copyOf(arrivals, Math.max(index + 1, arrivals.length * 2));
        }
        if (!isCarried)
        {
            arrivals[index] = 0;                        // the state holds the routes of mapped vLPIs alone
        }
    }

    /**
     * Counts an event.
     *
     * @param vintid of a vLPI that there is room for; others are not counted
     * @param isNew  false if the event merged with one that was owed
     */
    void event(final int vintid, final boolean isNew, final Route route)
    {
        final int index = vintid - PropertyCache.FIRST_LPI;
        if (index < arrivals.length)                                            // else software wrote the translation
        {
            offered[route.number()]++;
            if (isNew)
            {
                arrivals[index] = (byte)route.number();
            }
            else
            {
                coalesced[route.number()]++;
            }
        }
    }

    /** Counts the acknowledge of a vLPI that was owed. */
    void delivered(final int vintid)
    {
        final int index = vintid - PropertyCache.FIRST_LPI;
        if (index < arrivals.length)
        {
            delivered[arrivals[index]]++;
        }
    }

    /** Counts the discard of a vLPI that was owed. */
    void withdrawn(final int vintid)
    {
        withdrawn[arrival(vintid)]++;
    }

    /** Returns the number of the route on which the event arrived that made a mapped vLPI owed. */
    int arrival(final int vintid)
    {
        return arrivals[vintid - PropertyCache.FIRST_LPI];
    }

    long offered(final Route route)
    {
        return offered[route.number()];
    }

    long delivered(final Route route)
    {
        return delivered[route.number()];
    }

    long coalesced(final Route route)
    {
        return coalesced[route.number()];
    }

    long withdrawn(final Route route)
    {
        return withdrawn[route.number()];
    }

    /** Passes the counts through a stream. */
    void state(final StateStream stream)
    {
        for (int route = 0; route < Route.COUNT; route++)
        {
            offered[route] = stream.word(offered[route]);
            delivered[route] = stream.word(delivered[route]);
            coalesced[route] = stream.word(coalesced[route]);
            withdrawn[route] = stream.word(withdrawn[route]);
        }
    }

    /** Passes the route of a mapped vLPI through a stream. */
    void arrival(final StateStream stream, final int vintid)
    {
        final int index = vintid - PropertyCache.FIRST_LPI;
        arrivals[index] = (byte)stream.number("route of an event", arrivals[index], 0, Route.COUNT - 1);
    }
}
