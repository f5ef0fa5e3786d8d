package org.gale.engine.storm.latency;

import java.util.List;
import org.gale.engine.storm.setting.StopCondition;
import org.gale.engine.storm.setting.StopConditions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

class ResponseStopsTest
{
    private static final int RAISED_NS = 1_310;

    @ParameterizedTest
    @CsvSource({"response, 630", "service, 560", "late, 30", "queued, 40", "translated, 80", "signalled, 160",
        "woken, 100", "acknowledged, 220"})
    void shouldFindTheInterruptThatMeetsACondition(final String metric, final long ns)
    {
        final ResponseStops above = stops(new StopCondition(metric, ns, false));
        check(above, RAISED_NS + 100);
        assertNull(above.met());
        assertNull(above.metBy());

        final StopCondition met = new StopCondition(metric, ns, true);
        final ResponseStops from = stops(new StopCondition("response", 1_000_000, false), met);
        check(from, RAISED_NS + 100);
        assertEquals(interrupt(new OutlierBuilder(), RAISED_NS + 100).build(), from.met());
        assertEquals(met, from.metBy());
    }

    @Test
    void shouldFindNoWakeOfAResidentGuest()
    {
        final ResponseStops stops = stops(new StopCondition("woken", 0, true));
        check(stops, RAISED_NS - 500);

        assertNull(stops.met());
    }

    @Test
    void shouldCountTheAcknowledgeOfAResidentGuestFromTheSignal()
    {
        final ResponseStops stops = stops(new StopCondition("acknowledged", 320, true));
        check(stops, RAISED_NS - 500);

        assertEquals(RAISED_NS, stops.met().enteredNs());
    }

    @Test
    void shouldLeaveStallsToTheirWatch()
    {
        final ResponseStops stops = stops(new StopCondition(StopCondition.STALL, 0, true));
        check(stops, RAISED_NS);

        assertNull(stops.met());
    }

    private static ResponseStops stops(final StopCondition... conditions)
    {
        return new ResponseStops(new StopConditions(List.of(conditions)));
    }

    private static void check(final ResponseStops stops, final long enteredNs)
    {
        interrupt(stops.interrupt(), enteredNs);
        stops.check();
    }

    private static OutlierBuilder interrupt(final OutlierBuilder to, final long enteredNs)
    {
        return to.command(105).vmId(1).lpiId(7).intendedNs(1_000).sentNs(1_030).drainedNs(1_070)
            .translatedNs(1_150).raisedNs(RAISED_NS).enteredNs(enteredNs).nowNs(1_630);
    }
}
