package org.gale.engine.storm.latency;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.Conditions;
import org.gale.engine.machine.Route;
import org.gale.engine.storm.figure.FigureName;
import org.gale.engine.storm.result.HeatScale;
import org.gale.engine.storm.result.InterruptPath;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.StopConditions;
import org.gale.engine.storm.topology.Topology;
import org.gale.engine.support.HostShapes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Latencies of interrupts whose stages the test gives. */
class VirtualLatenciesTest
{
    private static final Topology TOPOLOGY = Topology.of(Storms.small(1));
    private static final int FIRST = TOPOLOGY.firstLpiId();
    private static final int OUTLIERS = 3;

    private final VirtualLatencies latencies = new VirtualLatencies(TOPOLOGY, 1);

    @Test
    void shouldHaveStagesThatAddUpToTheResponseAndWithTheHandlerToItsEnd()
    {
        record(0, 100, 5_000, 3_000, 20, 2_000);
        record(50, 100, 0, 0, 20, 2_000);

        assertEquals(8_120 + 120, sum(latencies.responses().histograms().response()));
        assertEquals(10_120 + 2_120, sum(latencies.responses().histograms().handled()));
        assertEquals(List.of("signalled", "woken", "waiting", "acknowledged", "deactivated"),
            new ArrayList<>(latencies.responses().histograms().stages().keySet()));
        assertEquals(12_240, latencies.responses().histograms().stages().values().stream().mapToLong(this::sum).sum());
        assertEquals(1, latencies.responses().histograms().stages().get("waiting").getTotalCount());
    }

    @Test
    void shouldRecordAResponseWhoseHandlerRuns()
    {
        record(0, 100, 0, 0, 20, RecordedInterrupts.RUNS);

        assertEquals(120, sum(latencies.responses().histograms().response()));
        assertEquals(0, latencies.responses().histograms().handled().getTotalCount());
        assertEquals(0, latencies.responses().histograms().stages().get("deactivated").getTotalCount());
        assertEquals("{signalled=100, acknowledged=20}", latencies.responses().outliers().get(0).stages().toString());
        assertEquals(1, latencies.result(null, 0).delivered().all());
    }

    @Test
    void shouldLeaveOutTheHandlerOfAResponseThatTheWarmUpHad()
    {
        RecordedInterrupts.record(latencies, 9, 0, 0, FIRST, 0, null, InterruptPath.RESIDENT, 499, 100, 0, 0, 0,
            RecordedInterrupts.RUNS);
        latencies.begin(500);
        latencies.interrupt().deactivatedNs(2_000);
        latencies.handled(0, 0);

        assertEquals(0, latencies.responses().histograms().handled().getTotalCount());
    }

    @Test
    void shouldGiveEachHandlerToItsPhaseAndGroup()
    {
        final VirtualLatencies parts = parts();
        RecordedInterrupts.record(
            parts, 1, 0, 0, FIRST, 0, null, InterruptPath.RESIDENT, 0, 100, 0, 0, 0, RecordedInterrupts.RUNS);
        parts.beginPhase(1, 0);
        parts.interrupt().deactivatedNs(30);
        parts.handled(0, 0);

        assertEquals(130, parts.responses().handled(0, 0).getMaxValue());
        assertEquals(0, parts.responses().handled(1, FigureName.ALL).getTotalCount());
        assertEquals(1, parts.responses().handled(FigureName.ALL, 0).getTotalCount());
        assertEquals(0, parts.responses().handled(FigureName.ALL, 1).getTotalCount());
    }

    @Test
    void shouldStopWhereAHandlerEndsThatMeetsACondition()
    {
        final ResponseStops stops = latencies.responses().stops(
            Conditions.parse("handled > 2us", StopConditions.FORM));
        latencies.responses().stopIf(stops);
        record(0, 9_000, 0, 0, 0, RecordedInterrupts.RUNS);
        assertNull(stops.metBy());
        record(0, 100, 0, 0, 0, 1_900);
        assertNull(stops.metBy());
        record(0, 100, 0, 0, 0, 1_901);

        assertEquals(2_001, stops.met().handledNs());
    }

    @Test
    void shouldLeaveOutStagesThatNoInterruptHad()
    {
        record(0, 100, 0, 0, 20, 2_000);

        assertEquals(List.of("signalled", "acknowledged", "deactivated"),
            new ArrayList<>(latencies.responses().histograms().stages().keySet()));
    }

    @Test
    void shouldKnowTheExactSumBeyondTheHighestValue()
    {
        record(0, 100_000_000_002L, 0, 0, 0, 1);
        record(0, 1_000_003, 0, 0, 0, 0);

        assertEquals(100_001_000_005L, sum(latencies.responses().histograms().response()));
        assertEquals(100_001_000_005L, LatencySummary.of(
            latencies.responses().responses(FigureName.ALL, FigureName.ALL)).sum());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 16})
    void shouldSampleWhatTheHashDraws(final int every)
    {
        final VirtualLatencies some = new VirtualLatencies(TOPOLOGY, every);
        long expected = 0;
        for (int lpi = 0; lpi < TOPOLOGY.lpis(1); lpi++)
        {
            for (int ns = 1; ns < 9; ns++)
            {
                RecordedInterrupts.record(some, lpi, 1, lpi, FIRST + lpi, 0, null, InterruptPath.RESIDENT, ns,
                    lpi, 0, 0, ns, 1);
                expected += SampleHash.isDrawn(TOPOLOGY.deviceOfLpi(1, lpi), TOPOLOGY.eventOfLpi(1, lpi), ns,
                    SampleHash.limit(every)) ? lpi + ns : 0;
            }
        }

        assertEquals(expected, sum(some.responses().histograms().response()));
        assertEquals(every == 0, expected == 0);
    }

    @Test
    void shouldCountByRouteOnceAnEventHadOne()
    {
        assertTrue(latencies.result(null, 0).responseByRoute().isEmpty());
        RecordedInterrupts.record(latencies, 1, 0, 0, FIRST, 0, Route.FORWARDED, InterruptPath.FORWARDED_RUNNING, 0,
            7, 0, 0, 0, 0);

        assertEquals(1, latencies.result(null, 0).responseByRoute().get("forwarded").getTotalCount());
        assertEquals(0, latencies.result(null, 0).responseByRoute().get("direct").getTotalCount());
    }

    @Test
    void shouldKeepTheSlowestWithTheirPaths()
    {
        latencies.responses().keepOutliers(1);
        record(0, 1, 0, 0, 0, 0);
        record(1_000, 100, 5_000, 3_000, 20, 2_000);

        final Outlier slowest = latencies.responses().outliers().get(0);
        assertEquals(InterruptPath.DIRECT_BLOCKED, slowest.model().path());
        assertEquals("{signalled=100, woken=5000, waiting=3000, acknowledged=20, deactivated=2000}",
            slowest.stages().toString());
        assertEquals(8_120, slowest.responseNs());
        assertEquals(10_120, slowest.handledNs());
        assertEquals(9_120, slowest.nowNs());
    }

    @Test
    void shouldKeepALogOfAllTimes()
    {
        final SampleLog log = new SampleLog(OUTLIERS);
        latencies.responses().keepSamples(log);
        record(1_000, 100, 0, 3_000, 20, 2_000);

        assertEquals(latencies.responses().outliers().get(0), log.get(0));
        assertEquals("{signalled=100, waiting=3000, acknowledged=20, deactivated=2000}",
            log.get(0).stages().toString());
    }

    @Test
    void shouldForgetTheWarmUp()
    {
        record(0, 100, 0, 0, 20, 2_000);
        latencies.begin(500);
        record(499, 100, 0, 0, 20, 2_000);
        assertEquals(0, latencies.responses().histograms().response().getTotalCount());
        assertEquals(0, latencies.responses().histograms().responseByVm().get(0).getTotalCount());
        record(500, 100, 0, 0, 20, 2_000);

        assertEquals(1, latencies.responses().histograms().response().getTotalCount());
        assertEquals(1, latencies.responses().outliers().size());
    }

    @Test
    void shouldStopAtTheFirstInterruptThatMeetsACondition()
    {
        final ResponseStops stops = latencies.responses().stops(Conditions.parse("woken > 4us", StopConditions.FORM));
        latencies.responses().stopIf(stops);
        record(0, 9_000, 4_000, 9_000, 0, 0);
        assertNull(stops.metBy());
        record(0, 100, 4_001, 0, 0, 0);
        record(0, 100, 9_000, 0, 0, 0);

        assertEquals(4_101, stops.met().responseNs());
    }

    @Test
    void shouldGiveEachResponseToItsVmPhaseAndGroup()
    {
        final VirtualLatencies parts = parts();
        record(parts, 0, 0, 100);
        record(parts, 2, 0, 200);
        parts.beginPhase(1, 0);
        record(parts, 0, 0, 300);
        record(parts, 0, 1, 400);
        record(parts, 2, 1, 500);
        parts.beginPhase(2, 0);
        record(parts, 2, 2, 600);

        assertEquals(List.of("2 of 300", "1 of 200", "1 of 400", "1 of 500", "0 of -1", "1 of 600"),
            List.of(of(parts, 0, 0), of(parts, 0, 1), of(parts, 1, 0), of(parts, 1, 1), of(parts, 2, 0),
                of(parts, 2, 1)));
        assertEquals("3 of 600", of(parts, FigureName.ALL, 1));
        assertEquals(List.of("3 of 400", "0 of 0", "3 of 600"), parts.responses().histograms().responseByVm().stream()
            .map(histogram -> histogram.getTotalCount() + " of " + histogram.getMaxValue()).toList());
    }

    @Test
    void shouldHavePartsWhereASingleGroupHasPhases()
    {
        final VirtualLatencies phases = new VirtualLatencies(Topology.of(HostShapes.config(List.of(HostShapes.QUIET),
            HostShapes.phase("calm", 1_000), HostShapes.phase("noise", 1_000))), 1);
        record(phases, 0, 0, 100);
        phases.beginPhase(1, 0);
        record(phases, 0, 1, 200);

        assertEquals("1 of 100", of(phases, 0, 0));
        assertEquals("1 of 200", of(phases, 1, 0));
    }

    @Test
    void shouldForgetThePartsRoutesAndLogOfTheWarmUp()
    {
        final VirtualLatencies parts = parts();
        final SampleLog log = new SampleLog(OUTLIERS);
        parts.responses().keepSamples(log);
        RecordedInterrupts.record(parts, 1, 2, 0, FIRST, 0, Route.DIRECT, InterruptPath.RESIDENT, 0, 100, 0, 0, 0, 0);
        parts.begin(500);

        assertEquals("0 of -1", of(parts, 0, 1));
        assertEquals(0, parts.result(null, 0).responseByRoute().get("direct").getTotalCount());
        assertEquals(0, parts.result(null, 0).delivered().byRoute().get("direct"));
        assertEquals(List.of(0L, 0L), parts.result(null, 0).delivered().byGroup());
        assertEquals(0, log.size());
    }

    @Test
    void shouldCountStopsByTheGroupOfTheVm()
    {
        final VirtualLatencies parts = parts();
        final ResponseStops stops =
            parts.responses().stops(Conditions.parse("loud.response > 1ns", StopConditions.FORM));
        parts.responses().stopIf(stops);
        record(parts, 1, 0, 100);
        assertNull(stops.met());
        record(parts, 2, 0, 100);

        assertEquals(2, stops.met().vmId());
    }

    @Test
    void shouldKeepTheFirstOfEquallySlowResponses()
    {
        latencies.responses().keepOutliers(1);
        for (int command = 1; command < 4; command++)
        {
            RecordedInterrupts.record(latencies, command, 0, 0, FIRST, 0, null, InterruptPath.RESIDENT, 0, 100, 0, 0,
                0, 0);
        }

        assertEquals(1, latencies.responses().outliers().get(0).command());
    }

    @Test
    void shouldCountAResponseInTheSliceOfItsAcknowledge()
    {
        latencies.responses().histograms().heat().begin(7_000_000);
        record(8_000_000, 500_000, 600_000, 900_000, 1_200_000, 1_300_000);
        latencies.responses().histograms().response();

        assertEquals(List.of(0L, 0L, 0L, 0L, 1L), latencies.responses().histograms().heat().heat().slices().stream()
            .map(counts -> counts.get(HeatScale.step(3_200_000))).toList());
    }

    /** Makes latencies of VMs 0 and 1, which are quiet, and of VM 2, which is loud, in three phases. */
    private static VirtualLatencies parts()
    {
        return new VirtualLatencies(Topology.of(HostShapes.quietAndLoud(HostShapes.phase("calm", 1_000),
            HostShapes.phase("noise", 1_000), HostShapes.phase("rest", 1_000))), 1);
    }

    private static void record(final VirtualLatencies to, final int vm, final int phase, final long responseNs)
    {
        RecordedInterrupts.record(to, 1, vm, 0, FIRST, phase, null, InterruptPath.RESIDENT, 0, responseNs, 0, 0, 0, 0);
    }

    /** Returns count and maximum of a part. */
    private static String of(final VirtualLatencies latencies, final int phase, final int group)
    {
        final LatencySummary summary = LatencySummary.of(latencies.responses().responses(phase, group));

        return summary.count() + " of " + summary.max();
    }

    private void record(
        final long intendedNs,
        final long signalledNs,
        final long wokenNs,
        final long waitingNs,
        final long acknowledgedNs,
        final long deactivatedNs)
    {
        RecordedInterrupts.record(latencies, 9, 0, 0, FIRST, 0, null, InterruptPath.DIRECT_BLOCKED, intendedNs,
            signalledNs, wokenNs,
            waitingNs, acknowledgedNs, deactivatedNs);
    }

    private long sum(final Histogram histogram)
    {
        return LatencySummary.sumOf(histogram);
    }
}
