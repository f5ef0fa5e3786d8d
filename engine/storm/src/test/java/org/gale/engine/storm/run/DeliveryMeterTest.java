package org.gale.engine.storm.run;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.CachedNanoClock;
import org.gale.engine.storm.result.MeasuredDeliveries;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.topology.Topology;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Interrupts of a measured part, against the tally of a storm. */
class DeliveryMeterTest
{
    private static final long CYCLE_NS = TimeUnit.MICROSECONDS.toNanos(500);

    @Test
    void shouldCountWhatIsDeliveredSinceTheMeasuredPartBegan()
    {
        final StormConfig config = Storms.open(Long.MAX_VALUE, 100_000);
        final Topology topology = Topology.of(config);
        final CachedNanoClock clock = new CachedNanoClock();
        try (SteppedStorm storm =
            new SteppedStorm(config, MeasureSettings.WITHOUT_WARMUP, Rehearsal.NONE, clock))
        {
            final StormLedgers ledgers = new StormLedgers(storm.machine(), topology.vms());
            final long firstNs = storm.begin(CYCLE_NS);
            storm.runUntil(firstNs + 20 * CYCLE_NS, CYCLE_NS);
            final DeliveryMeter meter = new DeliveryMeter(topology, ledgers, storm.machine());
            storm.runUntil(firstNs + 40 * CYCLE_NS, CYCLE_NS);
            meter.begin();
            final long before = storm.tally().delivered();
            storm.runUntil(firstNs + 60 * CYCLE_NS, CYCLE_NS);
            final long delivered = storm.tally().delivered() - before;

            assertTrue(before > 0 && delivered > 0);
            assertEquals(new MeasuredDeliveries(7, List.of(delivered), Map.of()), meter.deliveries(7));
            assertEquals(delivered, meter.deliveries(7).ofGroup(0));
            assertEquals(0, meter.deliveries(7).ofGroup(1), "of no VM");
        }
    }
}
