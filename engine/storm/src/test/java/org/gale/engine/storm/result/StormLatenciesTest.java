package org.gale.engine.storm.result;

import org.gale.engine.storm.latency.LoggedInterrupts;
import org.gale.engine.storm.latency.RecordedInterrupts;
import org.gale.engine.storm.latency.SampleLog;
import org.gale.engine.storm.latency.VirtualLatencies;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.topology.Topology;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

/** Tests of the latencies that a storm on the virtual clock reports. */
class StormLatenciesTest
{
    private static final long FIRST_NS = 1_000;

    @Test
    void shouldCountTheTimesOfOutliersFromTheFirstOffer()
    {
        final StormLatencies modelled = latencies().result(null, FIRST_NS);

        assertEquals(1, modelled.response().getTotalCount());
        final StormLatencies.Explained slowest = modelled.outliers().get(0);
        // Intended at 5,000 ns, and acknowledged 100 + 20 ns later.
        assertEquals(5_120, slowest.outlier().nowNs());
        assertEquals(4_120, slowest.atNs());
        assertEquals(OutlierCause.UNKNOWN, slowest.cause());
        assertEquals(InterruptPath.RESIDENT.label(), slowest.label());
    }

    @Test
    void shouldHaveSamplesIfTheyWereLogged()
    {
        final SampleLog log = new SampleLog(1);
        final VirtualLatencies logging = latencies();
        logging.responses().keepSamples(log);

        final SampledInterrupts samples = logging.result(null, FIRST_NS).samples();

        assertSame(log, ((LoggedInterrupts)samples).log());
        assertEquals(FIRST_NS, samples.firstNs());
        assertNull(latencies().result(null, FIRST_NS).samples());
    }

    private static VirtualLatencies latencies()
    {
        final VirtualLatencies latencies = new VirtualLatencies(Topology.of(Storms.small(1)), 1);
        latencies.responses().keepOutliers(1);
        RecordedInterrupts.record(latencies, 3, 1, 7, 7, 0, null, InterruptPath.RESIDENT, 5_000, 100, 0, 0, 20, 2_000);

        return latencies;
    }
}
