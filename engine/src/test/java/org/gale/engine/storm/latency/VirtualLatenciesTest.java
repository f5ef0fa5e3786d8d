package org.gale.engine.storm.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.gale.engine.config.Conditions;
import org.gale.engine.machine.Route;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.setting.PartNames;
import org.gale.engine.storm.setting.StopConditions;
import org.gale.engine.storm.topology.Topology;
import org.junit.jupiter.api.Test;

/** Latencies of interrupts whose stages the test gives. */
class VirtualLatenciesTest
{
    private static final Topology TOPOLOGY = Topology.of(Storms.small(1));
    private static final int FIRST = TOPOLOGY.firstLpiId();
    private static final int OUTLIERS = 3;

    private final VirtualLatencies latencies = new VirtualLatencies(TOPOLOGY, 1);

    @Test
    void shouldHaveStagesThatAddUpToTheResponse()
    {
        record(0, 100, 5_000, 3_000, 20, 2_000);
        record(50, 100, 0, 0, 20, 2_000);

        assertEquals(10_120 + 2_120, sum(latencies.histograms().response()));
        assertEquals(List.of("signalled", "woken", "waiting", "acknowledged", "deactivated"),
            new ArrayList<>(latencies.histograms().stages().keySet()));
        assertEquals(12_240, latencies.histograms().stages().values().stream().mapToLong(this::sum).sum());
        assertEquals(1, latencies.histograms().stages().get("waiting").getTotalCount());
    }

    @Test
    void shouldLeaveOutStagesThatNoInterruptHad()
    {
        record(0, 100, 0, 0, 20, 2_000);

        assertEquals(List.of("signalled", "acknowledged", "deactivated"),
            new ArrayList<>(latencies.histograms().stages().keySet()));
    }

    @Test
    void shouldKnowTheExactSumBeyondTheHighestValue()
    {
        record(0, 100_000_000_001L, 0, 0, 0, 1);
        record(0, 1_000_003, 0, 0, 0, 0);

        assertEquals(100_001_000_005L, sum(latencies.histograms().response()));
        assertEquals(100_001_000_005L, latencies.response(PartNames.ALL, PartNames.ALL).sum());
    }

    @Test
    void shouldSampleIdsFromTheFirstOfAVm()
    {
        final VirtualLatencies some = new VirtualLatencies(TOPOLOGY, 16);
        some.record(1, 0, FIRST + 15, FIRST + 15, 0, null, InterruptPath.RESIDENT, 0, 1, 0, 0, 0, 0);
        some.record(1, 0, FIRST + 16, FIRST + 16, 0, null, InterruptPath.RESIDENT, 0, 2, 0, 0, 0, 0);

        assertEquals(2, sum(some.histograms().response()));
        assertFalse(new VirtualLatencies(TOPOLOGY, 0).isSampled(FIRST));
    }

    @Test
    void shouldCountByRouteOnceAnEventHadOne()
    {
        assertTrue(latencies.responseByRoute().isEmpty());
        latencies.record(1, 0, FIRST, FIRST, 0, Route.FORWARDED, InterruptPath.FORWARDED_RUNNING, 0, 7, 0, 0, 0, 0);

        assertEquals(1, latencies.responseByRoute().get("forwarded").getTotalCount());
        assertEquals(0, latencies.responseByRoute().get("direct").getTotalCount());
    }

    @Test
    void shouldKeepTheSlowestWithTheirPaths()
    {
        latencies.keepOutliers(1);
        record(0, 1, 0, 0, 0, 0);
        record(1_000, 100, 5_000, 3_000, 20, 2_000);

        final Outlier slowest = latencies.outliers().get(0);
        assertEquals(InterruptPath.DIRECT_BLOCKED, slowest.model().path());
        assertEquals("{signalled=100, woken=5000, waiting=3000, acknowledged=20, deactivated=2000}",
            slowest.stages().toString());
        assertEquals(10_120, slowest.responseNs());
        assertEquals(11_120, slowest.nowNs());
    }

    @Test
    void shouldKeepALogOfAllTimes()
    {
        final SampleLog log = new SampleLog(OUTLIERS);
        latencies.keepSamples(log);
        record(1_000, 100, 0, 3_000, 20, 2_000);

        assertEquals(latencies.outliers().get(0), log.get(0));
        assertEquals("{signalled=100, waiting=3000, acknowledged=20, deactivated=2000}",
            log.get(0).stages().toString());
    }

    @Test
    void shouldForgetTheWarmUp()
    {
        record(0, 100, 0, 0, 20, 2_000);
        latencies.begin(500);
        record(499, 100, 0, 0, 20, 2_000);
        assertEquals(0, latencies.histograms().response().getTotalCount());
        record(500, 100, 0, 0, 20, 2_000);

        assertEquals(1, latencies.histograms().response().getTotalCount());
        assertEquals(1, latencies.outliers().size());
    }

    @Test
    void shouldStopAtTheFirstInterruptThatMeetsACondition()
    {
        final ResponseStops stops = new ResponseStops(
            Conditions.parse("woken > 4us", StopConditions.FORM), latencies.names());
        latencies.stopIf(stops);
        record(0, 9_000, 4_000, 9_000, 0, 0);
        assertNull(stops.metBy());
        record(0, 100, 4_001, 0, 0, 0);
        record(0, 100, 9_000, 0, 0, 0);

        assertEquals(4_101, stops.met().responseNs());
    }

    private void record(
        final long intendedNs,
        final long signalledNs,
        final long wokenNs,
        final long waitingNs,
        final long acknowledgedNs,
        final long deactivatedNs)
    {
        latencies.record(9, 0, FIRST, FIRST, 0, null, InterruptPath.DIRECT_BLOCKED, intendedNs, signalledNs, wokenNs,
            waitingNs, acknowledgedNs, deactivatedNs);
    }

    private long sum(final Histogram histogram)
    {
        return LatencySummary.sumOf(histogram);
    }
}
