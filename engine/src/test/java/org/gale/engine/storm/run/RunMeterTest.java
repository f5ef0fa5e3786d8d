package org.gale.engine.storm.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.CachedNanoClock;
import org.gale.engine.storm.setting.MeasureSettings;
import org.gale.engine.storm.setting.SettingValues;
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

    private void runStorm()
    {
        try (SteppedStorm storm = new SteppedStorm(Storms.open(Long.MAX_VALUE, 100_000),
            SettingValues.NONE.with(MeasureSettings.WARMUP, WARMUP_NS), rehearsal, clock))
        {
            storm.runUntil(WARMUP_NS + MEASURED_NS, CYCLE_NS);
        }
    }
}
