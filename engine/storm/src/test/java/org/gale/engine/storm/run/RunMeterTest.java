package org.gale.engine.storm.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.CachedNanoClock;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Meter of a storm whose threads take turns on one, under a clock that the test moves. */
class RunMeterTest
{
    private static final long WARMUP_NS = TimeUnit.SECONDS.toNanos(3);
    private static final long MEASURED_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long CYCLE_NS = TimeUnit.MICROSECONDS.toNanos(500);

    private final CachedNanoClock clock = new CachedNanoClock();
    private final List<Long> rehearsedAtNs = new ArrayList<>();
    private final SlowRehearsal rehearsal = new SlowRehearsal();
    private long rehearsalNs;
    private long closedAtNs;

    /** Rehearsal that takes time. */
    private final class SlowRehearsal implements Rehearsal
    {
        private boolean isPrepared;

        @Override
        public void prepare()
        {
            isPrepared = true;
        }

        @Override
        public void run()
        {
            assertTrue(isPrepared);
            rehearsedAtNs.add(clock.nanoTime());
            clock.advance(rehearsalNs);
        }

        @Override
        public void abandon()
        {
            throw new AssertionError("the process goes on");
        }

        @Override
        public void close()
        {
            closedAtNs = closedAtNs == 0 ? clock.nanoTime() : closedAtNs;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000_000, 40_000_000})
    void shouldRehearseInASmallShareOfTheWarmup(final long durationNs)
    {
        rehearsalNs = durationNs;

        runStorm();

        final long everyNs = Math.max(RehearsalSchedule.LEAST_NS, RehearsalSchedule.SHARE * durationNs);
        assertTrue(rehearsedAtNs.size() > 1, rehearsedAtNs::toString);
        for (int i = 1; i < rehearsedAtNs.size(); i++)
        {
            final long gapNs = rehearsedAtNs.get(i) - rehearsedAtNs.get(i - 1) - durationNs;
            assertTrue(gapNs >= everyNs && gapNs <= everyNs + 8 * CYCLE_NS, "gap " + i + ": " + gapNs);
        }
        final long lastNs = rehearsedAtNs.get(rehearsedAtNs.size() - 1) - rehearsedAtNs.get(0);
        assertTrue(lastNs <= WARMUP_NS, "the last one is in the warm-up: " + lastNs);
        assertTrue(closedAtNs <= WARMUP_NS + durationNs + 8 * CYCLE_NS, "closed behind the warm-up: " + closedAtNs);
    }

    @Test
    void shouldNotRehearseBeforeEnoughIsDelivered()
    {
        final RehearsalSchedule schedule = new RehearsalSchedule();

        schedule.begin(0);

        assertFalse(schedule.isDue(RehearsalSchedule.LEAST_NS - 1, RehearsalSchedule.FROM));
        assertFalse(schedule.isDue(RehearsalSchedule.LEAST_NS, RehearsalSchedule.FROM - 1));
        schedule.putOff(RehearsalSchedule.LEAST_NS - 1);
        assertEquals(RehearsalSchedule.LEAST_NS, schedule.nextNs());
        schedule.putOff(RehearsalSchedule.LEAST_NS);
        assertEquals(2 * RehearsalSchedule.LEAST_NS, schedule.nextNs());
        assertFalse(schedule.isDue(2 * RehearsalSchedule.LEAST_NS - 1, RehearsalSchedule.FROM));
        assertTrue(schedule.isDue(2 * RehearsalSchedule.LEAST_NS, RehearsalSchedule.FROM));
    }

    /** At 105,000 events a second, enough are delivered after 95 ms, and each 10 ms one may begin. */
    @Test
    void shouldRehearseAtTheNextTimeOnceEnoughIsDelivered()
    {
        try (SteppedStorm storm = new SteppedStorm(
            StormConfigs.of(Storms.open(Long.MAX_VALUE, 105_000)).poisson(false).build(),
            SettingValues.NONE.with(MeasureSettings.WARMUP, WARMUP_NS), rehearsal, clock))
        {
            final long firstNs = storm.begin(CYCLE_NS);
            storm.runUntil(firstNs + WARMUP_NS / 10, CYCLE_NS);

            final long waitNs = rehearsedAtNs.get(0) - firstNs;
            assertTrue(waitNs >= 100_000_000 && waitNs <= 100_000_000 + 4 * CYCLE_NS, "first at " + waitNs);
        }
    }

    @Test
    void shouldNotRehearseInTheFirstMilliseconds()
    {
        final long cycleNs = 20_000;
        try (SteppedStorm storm = new SteppedStorm(
            StormConfigs.of(Storms.open(Long.MAX_VALUE, 4_000_000)).poisson(false).build(),
            SettingValues.NONE.with(MeasureSettings.WARMUP, WARMUP_NS), rehearsal, clock))
        {
            final long firstNs = storm.begin(cycleNs);
            storm.runUntil(firstNs + 2 * RehearsalSchedule.LEAST_NS, cycleNs);

            assertTrue(storm.tally().delivered() > 4 * RehearsalSchedule.FROM);
            assertTrue(rehearsedAtNs.get(0) - firstNs >= RehearsalSchedule.LEAST_NS, rehearsedAtNs::toString);
        }
    }

    /** The generator does not catch up with the events that were due in a rehearsal. */
    @Test
    void shouldLetTheClockOfTheTrafficStartAnewBehindARehearsal()
    {
        rehearsalNs = 40_000_000;
        try (SteppedStorm storm = new SteppedStorm(
            StormConfigs.of(Storms.open(Long.MAX_VALUE, 100_000)).poisson(false).build(),
            SettingValues.NONE.with(MeasureSettings.WARMUP, WARMUP_NS), rehearsal, clock))
        {
            final long firstNs = storm.begin(CYCLE_NS);
            storm.runUntil(firstNs + 200_000_000, CYCLE_NS);

            assertEquals(1, rehearsedAtNs.size());
            final double dueEvents = (200_000_000 - rehearsalNs) / 10_000.0;
            assertEquals(dueEvents, (double)storm.tally().offered(), 4 * CYCLE_NS / 10_000.0);
        }
    }

    /** The engine reads the host's files some cycles behind the first offer. What came before counts, too. */
    @Test
    void shouldKeepAStallOfTheFirstCyclesWithoutAWarmup()
    {
        assertEquals(MEASURED_NS, longestStallNs(0, 1));
    }

    @Test
    void shouldForgetAStallOfTheWarmup()
    {
        assertEquals(CYCLE_NS, longestStallNs(WARMUP_NS, WARMUP_NS));
    }

    /** Returns the longest stall of a storm whose engine has no core for a second behind its first offer. */
    private long longestStallNs(final long warmupNs, final long restNs)
    {
        try (SteppedStorm storm = new SteppedStorm(Storms.open(Long.MAX_VALUE, 100_000),
            SettingValues.NONE.with(MeasureSettings.WARMUP, warmupNs), rehearsal, clock))
        {
            storm.begin(CYCLE_NS);
            storm.cycle(MEASURED_NS);
            final long endNs = storm.endAt(clock.nanoTime() + restNs + 8 * CYCLE_NS, CYCLE_NS);
            storm.meter().end(endNs);

            return storm.meter().host(endNs).stalls().threads().get(0).longestNs();
        }
    }

    private void runStorm()
    {
        try (SteppedStorm storm = new SteppedStorm(Storms.open(Long.MAX_VALUE, 100_000),
            SettingValues.NONE.with(MeasureSettings.WARMUP, WARMUP_NS), rehearsal, clock))
        {
            storm.runUntil(WARMUP_NS + MEASURED_NS, CYCLE_NS);
        }
    }
}
