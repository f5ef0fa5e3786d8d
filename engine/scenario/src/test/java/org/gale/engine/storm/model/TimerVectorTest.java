package org.gale.engine.storm.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.TrafficKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the timers of vCPUs. */
class TimerVectorTest
{
    private static final long MS = 1_000_000;

    private static TimerVector timer(final long hz, final long phaseNs, final long jitterNs)
    {
        return new TimerVector(hz, phaseNs, jitterNs, new SplittableRandom(1));
    }

    private static SettingValues values(final String hz, final String jitter)
    {
        SettingValues values = SettingValues.NONE;
        final Map<String, String> texts = Map.of("hz", hz, "jitter", jitter, "device", "right");
        for (final Setting<?> setting : TimerVector.KIND.kind().settings())
        {
            values = values.withText(setting, texts.get(setting.name()));
        }

        return values;
    }

    /** Returns the times of the first ticks of 64 timers of one VM. */
    private static List<Long> firstTicks(final long seed, final String jitter)
    {
        final TrafficModel timers =
            TimerVector.KIND.maker().make(values("250", jitter), new DevicePlace(64, 64, new SplittableRandom(seed)));
        final List<Long> ticks = new ArrayList<>();
        final boolean[] hasTicked = new boolean[64];
        while (ticks.size() < 64)
        {
            final long nowNs = timers.nextNs();
            timers.fire(nowNs, event ->
            {
                assertFalse(hasTicked[event], "the wire of a timer is high, and rises again");
                hasTicked[event] = true;
                ticks.add(nowNs);
            });
        }

        return ticks;
    }

    @Test
    void shouldTickAtAnEvenRateFromItsPhase()
    {
        final ModelLoop loop = new ModelLoop(new VectorModels(List.of(timer(1_000, 300, 0))), 1, 0).run(4 * MS);

        assertEquals(List.of(300L, MS + 300, 2 * MS + 300, 3 * MS + 300), loop.raisedNs());
    }

    @Test
    void shouldAddUpNoErrorWhereThePeriodIsNoWholeNumber()
    {
        final ModelLoop loop = new ModelLoop(new VectorModels(List.of(timer(300, 7, 0))), 1, 0).run(1_000 * MS + 8);

        assertEquals(301, loop.raisedNs().size());
        assertEquals(3_333_333 + 7, loop.raisedNs().get(1));
        assertEquals(6_666_666 + 7, loop.raisedNs().get(2));
        assertEquals(1_000 * MS + 7, loop.raisedNs().get(300));
    }

    @Test
    void shouldCutOnlyTheTimeOfATickToWholeNs()
    {
        final ModelLoop loop = new ModelLoop(new VectorModels(List.of(timer(7, 0, 0))), 1, 0).run(1_000 * MS + 1);

        assertEquals(List.of(0L, 142_857_142L, 285_714_285L, 428_571_428L, 571_428_571L, 714_285_714L, 857_142_857L,
            1_000 * MS), loop.raisedNs());
    }

    @Test
    void shouldRaiseNothingWhileTheWireIsHigh()
    {
        final TimerVector timer = timer(1_000, 0, 0);

        assertTrue(timer.fire(0));
        assertFalse(timer.fire(MS));
        timer.acknowledged(MS + 1);
        assertFalse(timer.fire(2 * MS));
        timer.handled(2 * MS + 1);
        assertTrue(timer.fire(3 * MS));
        assertEquals(4, timer.completions());
    }

    @Test
    void shouldTickWithinItsJitter()
    {
        final TimerVector timer = timer(1_000, 0, 200);
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int tick = 0; tick < 5_000; tick++)
        {
            final long laterNs = timer.nextNs() - tick * MS;
            least = Math.min(least, laterNs);
            most = Math.max(most, laterNs);
            timer.fire(timer.nextNs());
        }

        assertEquals(0, least);
        assertEquals(200, most);
    }

    @Test
    void shouldNeverTickEarlierThanBeforeWithAJitterOfAWholePeriod()
    {
        final TimerVector timer = timer(100_000, 0, 10_000);
        long before = 0;
        for (int tick = 0; tick < 5_000; tick++)
        {
            assertTrue(timer.nextNs() >= before, timer.nextNs() + " is before " + before);
            before = timer.nextNs();
            timer.fire(before);
        }
    }

    @Test
    void shouldSpreadThePhasesOverThePeriodBySeed()
    {
        final List<Long> ticks = firstTicks(1, "0");

        assertEquals(64, ticks.stream().distinct().count());
        assertTrue(ticks.stream().allMatch(ns -> ns >= 0 && ns < 4 * MS), ticks.toString());
        for (long quarter = 0; quarter < 4; quarter++)
        {
            final long begin = quarter * MS;
            final long count = ticks.stream().filter(ns -> ns >= begin && ns < begin + MS).count();
            assertTrue(count >= 8 && count <= 24, "of 64 phases " + count + " are in quarter " + quarter);
        }
        assertEquals(ticks, firstTicks(1, "0"));
        assertNotEquals(ticks, firstTicks(2, "0"));
    }

    @ParameterizedTest
    @CsvSource({ "250, 0", "250, 4ms", "1, 1s", "100k, 10us", "300, 3333333ns" })
    void shouldTakeAJitterUpToThePeriod(final String hz, final String jitter)
    {
        TimerVector.KIND.kind().shape(values(hz, jitter), 4, 0, false);
    }

    @Test
    void shouldRefuseAJitterAboveThePeriod()
    {
        final SettingException refused = assertThrows(SettingException.class,
            () -> TimerVector.KIND.kind().shape(values("250", "4000001ns"), 4, 0, false));

        assertEquals("jitter: 4000001ns is longer than the period of hz 250, 4ms (try 400us, or 0 for none)",
            refused.getMessage());
    }

    @Test
    void shouldSendByPrivateWires()
    {
        assertTrue(TimerVector.KIND.kind().isPrivate());
        assertEquals(List.of(), TrafficKinds.ALL.stream().filter(TrafficKind::isPrivate)
            .filter(kind -> !kind.equals(TimerVector.KIND.kind())).toList());
        assertEquals(0, LongStream.of(firstTicks(3, "1ms").stream().mapToLong(Long::longValue).toArray())
            .filter(ns -> ns > 5 * MS).count());
    }
}
