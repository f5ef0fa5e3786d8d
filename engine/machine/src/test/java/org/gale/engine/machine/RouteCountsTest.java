package org.gale.engine.machine;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the routes of events and of the accounting identity of each. */
class RouteCountsTest
{
    @Test
    void shouldLeaveWhatIsNeitherDeliveredNorCoalescedNorWithdrawnNorPending()
    {
        assertEquals(0, new RouteCounts(1_111, 1_000, 100, 10, 1).remainder());
        assertEquals(5, new RouteCounts(1_116, 1_000, 100, 10, 1).remainder());
        assertEquals(-2, new RouteCounts(1_111, 1_000, 100, 10, 3).remainder());
    }

    @Test
    void shouldNumberAndNameTheRoutes()
    {
        final String[] labels = {"direct", "forwarded", "transition"};

        assertEquals(Route.COUNT, Route.values().length);
        for (int number = 0; number < labels.length; number++)
        {
            assertEquals(number, Route.of(number).number());
            assertEquals(labels[number], Route.of(number).label());
        }
        assertEquals(Route.IN_TRANSITION, Route.of(2));
    }
}
