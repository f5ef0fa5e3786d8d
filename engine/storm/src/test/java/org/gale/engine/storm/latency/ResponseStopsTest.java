package org.gale.engine.storm.latency;

import java.util.List;
import org.gale.engine.config.Conditions;
import org.gale.engine.storm.figure.Latency;
import org.gale.engine.storm.result.InterruptPath;
import org.gale.engine.storm.scenario.StopConditions;
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
        final ResponseStops above = stops(metric + " > " + ns + "ns");
        check(above, RAISED_NS + 100);
        assertNull(above.met());
        assertNull(above.metBy());

        final String met = metric + " >= " + ns + "ns";
        final ResponseStops from = stops("response > 1ms," + met);
        check(from, RAISED_NS + 100);
        assertEquals(interrupt(new SampledInterrupt(), RAISED_NS + 100).outlier(), from.met());
        assertEquals(met, from.metBy().text());
    }

    @Test
    void shouldFindNoWakeOfAResidentGuest()
    {
        final ResponseStops stops = stops("woken >= 0ns");
        check(stops, RAISED_NS - 500);

        assertNull(stops.met());
    }

    @Test
    void shouldFindNoWakeOfAGuestThatIsEnteredAtTheSignal()
    {
        final ResponseStops stops = stops("woken >= 0ns");
        check(stops, RAISED_NS);
        assertNull(stops.met());
        check(stops, RAISED_NS + 1);

        assertEquals(RAISED_NS + 1, stops.met().enteredNs());
    }

    @ParameterizedTest
    @CsvSource({"response, 10000", "handled, 16000", "service, 10000", "late, 0", "queued, 0",
        "translated, 0", "signalled, 1000", "woken, 2000", "waiting, 3000", "acknowledged, 4000",
        "deactivated, 6000", "request, -1"})
    void shouldHaveTheMetricsOfAnInterruptOnTheVirtualClock(final String metric, final long ns)
    {
        final SampledInterrupt interrupt = new SampledInterrupt().command(105).vmId(1).lpiId(7).intendedNs(500)
            .modelled(InterruptPath.RESIDENT, 1_000, 2_000, 3_000, 4_000).deactivatedNs(6_000);

        assertEquals(ns < 0 ? SampledInterrupt.NO_METRIC : ns, interrupt.metricNs(Latency.of(metric)));
    }

    @ParameterizedTest
    @CsvSource({"response, 10000", "acknowledged, 4000", "handled, -1", "deactivated, -1"})
    void shouldHaveNoMetricOfAHandlerThatRuns(final String metric, final long ns)
    {
        final SampledInterrupt interrupt = new SampledInterrupt().intendedNs(500)
            .modelled(InterruptPath.RESIDENT, 1_000, 2_000, 3_000, 4_000);

        assertEquals(ns < 0 ? SampledInterrupt.NO_METRIC : ns, interrupt.metricNs(Latency.of(metric)));
    }

    @ParameterizedTest
    @CsvSource({"woken, -1", "waiting, -1", "acknowledged, 4000", "deactivated, 0"})
    void shouldHaveNoMetricOfAStageThatAnInterruptDidNotPass(final String metric, final long ns)
    {
        final SampledInterrupt interrupt = new SampledInterrupt().intendedNs(500)
            .modelled(InterruptPath.RESIDENT, 1_000, 0, 0, 4_000).deactivatedNs(0);

        assertEquals(ns < 0 ? SampledInterrupt.NO_METRIC : ns, interrupt.metricNs(Latency.of(metric)));
    }

    @Test
    void shouldHaveNoMetricOfTheVirtualClockOnTheWallClock()
    {
        final SampledInterrupt interrupt = interrupt(new SampledInterrupt(), RAISED_NS);

        assertEquals(SampledInterrupt.NO_METRIC, interrupt.metricNs(Latency.WAITING));
        assertEquals(SampledInterrupt.NO_METRIC, interrupt.metricNs(Latency.DEACTIVATED));
    }

    @Test
    void shouldTakeTheTimesOfABatch()
    {
        final BatchStamps stamps = new BatchStamps(2, 2);
        final int slot = stamps.open(0, 1, 1_000, 1_030, 1_070);
        stamps.raised(1_150, RAISED_NS);

        assertEquals(interrupt(new SampledInterrupt(), RAISED_NS + 9).outlier(),
            stamps.stamped(slot, new SampledInterrupt().command(105).vmId(1).lpiId(7).intendedNs(1_000)
            .enteredNs(RAISED_NS + 9).nowNs(1_630)).outlier());
    }

    @Test
    void shouldCountTheAcknowledgeOfAResidentGuestFromTheSignal()
    {
        final ResponseStops stops = stops("acknowledged >= 320ns");
        check(stops, RAISED_NS - 500);

        assertEquals(RAISED_NS, stops.met().enteredNs());
    }

    @ParameterizedTest
    @CsvSource({"quiet.response > 1ns, 0, 1, true", "quiet.response > 1ns, 1, 1, false",
        "noise.response > 1ns, 1, 1, true", "noise.response > 1ns, 1, 0, false",
        "quiet.noise.response > 1ns, 0, 1, true", "quiet.noise.response > 1ns, 0, 0, false",
        "quiet.noise.response > 1ns, 1, 1, false", "response > 1ns, 1, 0, true"})
    void shouldCheckTheInterruptsOfAPart(
        final String condition, final int group, final int phase, final boolean isMet)
    {
        final ResponseStops stops = new ResponseStops(Conditions.parse(condition, StopConditions.FORM),
            List.of("quiet", "loud"), List.of("calm", "noise"));
        stops.check(interrupt(new SampledInterrupt(), RAISED_NS), group, phase);

        assertEquals(isMet, stops.met() != null);
    }

    @Test
    void shouldLeaveStallsToTheirWatch()
    {
        final ResponseStops stops = stops("stall >= 0ns");
        check(stops, RAISED_NS);

        assertNull(stops.met());
    }

    private static ResponseStops stops(final String conditions)
    {
        return new ResponseStops(Conditions.parse(conditions, StopConditions.FORM), List.of(), List.of());
    }

    private static void check(final ResponseStops stops, final long enteredNs)
    {
        stops.check(interrupt(new SampledInterrupt(), enteredNs), 0, 0);
    }

    private static SampledInterrupt interrupt(final SampledInterrupt to, final long enteredNs)
    {
        return to.command(105).vmId(1).lpiId(7).intendedNs(1_000).sentNs(1_030).drainedNs(1_070)
            .translatedNs(1_150).raisedNs(RAISED_NS).enteredNs(enteredNs).nowNs(1_630);
    }
}
