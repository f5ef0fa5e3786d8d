package org.gale.engine.storm.virtual;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the counts of a host, in the order of reports. */
class HostCountsTest
{
    private static Map<String, Long> counts(final boolean hasRoutes)
    {
        final HostCounts counts = new HostCounts();
        counts.exits = 1;
        counts.direct = 2;
        counts.forwarded = 3;
        counts.woken = 4;
        counts.polled = 5;
        counts.waits = 6;
        counts.kicks = 7;
        counts.refills = 8;
        counts.transitions = 9;
        counts.overlaps = 10;
        counts.migrations = 11;
        final Map<String, Long> map = new LinkedHashMap<>();
        counts.putInto(map, hasRoutes);

        return map;
    }

    @Test
    void shouldShowRoutesKicksAndTransitionsOfAHostWithRoutes()
    {
        final Map<String, Long> counts = counts(true);

        assertEquals(List.of("exits", "direct", "forwarded", "woken", "polled", "waits", "migrations", "kicks",
            "refills", "transitions", "overlaps"), List.copyOf(counts.keySet()));
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 11L, 7L, 8L, 9L, 10L), List.copyOf(counts.values()));
    }

    @Test
    void shouldLeaveThemOutWithoutRoutes()
    {
        final Map<String, Long> counts = counts(false);

        assertEquals(List.of("exits", "woken", "polled", "waits", "migrations"), List.copyOf(counts.keySet()));
        assertEquals(List.of(1L, 4L, 5L, 6L, 11L), List.copyOf(counts.values()));
    }

    @Test
    void shouldShowThatNoTimeIsSpentOnNoPe()
    {
        assertEquals("{host=0, trap=0}", HostCounts.offPeNs().toString());
    }
}
