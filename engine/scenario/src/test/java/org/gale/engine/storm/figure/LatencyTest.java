package org.gale.engine.storm.figure;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Names of latencies, which reports, intervals and conditions have in one order. */
class LatencyTest
{
    @Test
    void shouldHaveTheLatenciesOfAClock()
    {
        assertEquals(List.of("response", "service", "late", "queued", "translated", "signalled", "woken",
            "acknowledged", "deactivated"), names(Latency.ofInterrupts(false)));
        assertEquals(List.of("response", "handled", "signalled", "woken", "waiting", "acknowledged", "deactivated"),
            names(Latency.ofInterrupts(true)));
    }

    @Test
    void shouldHaveTheStagesBehindTheOthers()
    {
        assertEquals(names(Latency.ofInterrupts(false)).subList(2, 9), names(Latency.stages(false)));
        assertEquals(names(Latency.ofInterrupts(true)).subList(2, 7), names(Latency.stages(true)));
        assertEquals("/latency_ns/stages/late", Latency.LATE.path());
        assertEquals("/latency_ns/request", Latency.REQUEST.path());
        assertEquals("/latency_ns/handled", Latency.HANDLED.path());
    }

    @Test
    void shouldHaveAHandlerBehindTheResponse()
    {
        assertTrue(Latency.ACKNOWLEDGED.isOfResponse());
        assertFalse(Latency.DEACTIVATED.isOfResponse());
        assertFalse(Latency.HANDLED.isOfResponse());
    }

    @Test
    void shouldTakeNoTimeToDeactivateOnTheWallClock()
    {
        assertFalse(Latency.DEACTIVATED.isTimed(false));
        assertTrue(Latency.DEACTIVATED.isTimed(true));
        assertFalse(Latency.SERVICE.isTimed(true));
        assertFalse(Latency.HANDLED.isTimed(false));
        assertTrue(Latency.REQUEST.isTimed(false));
    }

    @Test
    void shouldFindALatencyByItsName()
    {
        assertEquals(Latency.WAITING, Latency.of("waiting"));
        assertNull(Latency.of("stall"));
    }

    private static List<String> names(final List<Latency> latencies)
    {
        return latencies.stream().map(Latency::label).toList();
    }
}
