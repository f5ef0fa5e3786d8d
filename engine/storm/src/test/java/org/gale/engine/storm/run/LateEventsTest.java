package org.gale.engine.storm.run;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.CachedNanoClock;
import org.gale.engine.storm.result.MeasuredDeliveries;
import org.gale.engine.storm.result.MeasuredRates;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Warmup;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Warm-up of storms whose events come at the beginning alone, or late, under a clock that the test moves. */
class LateEventsTest
{
    private static final MeasuredDeliveries NONE = new MeasuredDeliveries(0, List.of(), Map.of());
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long CYCLE_NS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final int COUNT = 1_000;
    private static final int RATE = 100_000;

    private final CachedNanoClock clock = new CachedNanoClock();
    private SteppedStorm storm;
    private long firstNs;

    @AfterEach
    void close()
    {
        storm.close();
    }

    @Test
    void shouldKeepEverythingWhenNoEventComesBehindTheWarmup()
    {
        begin();
        runTo(5 * SECOND_NS);

        final MeasuredRates rates = storm.meter().rates(clock.nanoTime());
        assertEquals(Warmup.Ending.WHOLE, rates.warmup().ending());
        assertEquals(COUNT, rates.delivered());
        assertEquals(COUNT, rates.offered());
        assertEquals(5 * SECOND_NS, rates.ns());
        assertEquals(COUNT, samples());
    }

    @Test
    void shouldMeasureTheOnlyEventThatComesLongBehindTheWarmup()
    {
        begin();
        runTo(4 * SECOND_NS);
        storm.send(7);
        runTo(5 * SECOND_NS);

        final MeasuredRates rates = storm.meter().rates(clock.nanoTime());
        assertEquals(Warmup.Ending.ASKED, rates.warmup().ending());
        assertEquals(COUNT, rates.warmup().delivered());
        assertEquals((double)SECOND_NS, (double)rates.warmup().ns(), 4.0 * CYCLE_NS, "over when it was asked to be");
        assertEquals(1, rates.delivered());
        assertEquals(4.0 * SECOND_NS, (double)rates.ns(), 4.0 * CYCLE_NS);
        assertEquals(1, samples());
    }

    @Test
    void shouldBeginTheWarmupWithTheFirstEventOfAttachedProducers()
    {
        storm = new SteppedStorm(StormConfigs.of(Storms.open(1, RATE)).build(),
            SettingValues.NONE.with(MeasureSettings.WARMUP, SECOND_NS), Rehearsal.NONE, clock, false);
        firstNs = storm.begin(CYCLE_NS);
        runTo(3 * SECOND_NS);
        for (int event = 0; event < 8; event++)
        {
            storm.send(event);
            runTo(3 * SECOND_NS + (event + 1) * SECOND_NS / 2);
        }

        final MeasuredRates rates = storm.meter().rates(clock.nanoTime());
        assertEquals(Warmup.Ending.ASKED, rates.warmup().ending());
        assertEquals((double)SECOND_NS, (double)rates.warmup().ns(), 4.0 * CYCLE_NS);
        assertEquals(8, rates.warmup().delivered() + rates.delivered());
        assertEquals(5, rates.delivered(), "behind the one at the end of the warm-up");
        assertEquals(5, samples());
    }

    /** Begins a storm that offers everything in ten milliseconds, with a warm-up of a second. */
    private void begin()
    {
        storm = new SteppedStorm(StormConfigs.of(Storms.open(COUNT, RATE)).poisson(false).build(),
            SettingValues.NONE.with(MeasureSettings.WARMUP, SECOND_NS), Rehearsal.NONE, clock);
        firstNs = storm.begin(CYCLE_NS);
    }

    private void runTo(final long sinceFirstNs)
    {
        storm.runUntil(firstNs + sinceFirstNs, CYCLE_NS);
    }

    private long samples()
    {
        return storm.meter().latencies(clock.nanoTime(), NONE, null).response().getTotalCount();
    }
}
