package org.gale.engine.gicv4;

import org.gale.engine.machine.Route;
import org.gale.tables.memory.StateStream;

/**
 * Tally of one VM's events by the route on which each arrived. An owed vLPI remembers the route of the event that made
 * it owed. Owned by the thread that owns the machine.
 */
final class RouteTally
{
    private final long[] offered = new long[Route.COUNT];
    private final long[] delivered = new long[Route.COUNT];
    private final long[] coalesced = new long[Route.COUNT];
    private final long[] withdrawn = new long[Route.COUNT];

    /**
     * Counts an event.
     *
     * @param isOwed true if an event of the vLPI was owed before
     * @param isOpen true if the transition of the vLPI's target is open
     */
    void event(final Vlpi vlpi, final boolean isOwed, final boolean isOpen)
    {
        final Route route = isOpen ? Route.IN_TRANSITION : vlpi.isHw() ? Route.DIRECT : Route.FORWARDED;
        offered[route.number()]++;
        if (isOwed)
        {
            coalesced[route.number()]++;
        }
        else
        {
            vlpi.arrival(route.number());
        }
    }

    /** Counts the acknowledge of a vLPI that was owed. */
    void delivered(final Vlpi vlpi)
    {
        delivered[vlpi.arrival()]++;
    }

    /** Counts the discard of a vLPI that was owed. */
    void withdrawn(final Vlpi vlpi)
    {
        withdrawn[vlpi.arrival()]++;
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

    /** Passes the counts, and the route of each vLPI of the VM, through a stream. */
    void state(final StateStream stream, final Vm vm)
    {
        for (int route = 0; route < Route.COUNT; route++)
        {
            offered[route] = stream.word(offered[route]);
            delivered[route] = stream.word(delivered[route]);
            coalesced[route] = stream.word(coalesced[route]);
            withdrawn[route] = stream.word(withdrawn[route]);
        }
        for (Vlpi vlpi = vm.nextVlpi(0); vlpi != null; vlpi = vm.nextVlpi(vlpi.vintid() + 1))
        {
            vlpi.arrival(stream.number("route of an event", vlpi.arrival(), 0, Route.COUNT - 1));
        }
    }
}
