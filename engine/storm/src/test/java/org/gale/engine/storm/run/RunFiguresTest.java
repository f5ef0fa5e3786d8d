package org.gale.engine.storm.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.CachedNanoClock;
import org.gale.engine.agent.NoteKind;
import org.gale.engine.agent.NoteLog;
import org.gale.engine.config.Conditions;
import org.gale.engine.lanes.LaneWords;
import org.gale.engine.storm.result.GeneratorPace;
import org.gale.engine.storm.result.GeneratorTotals;
import org.gale.engine.storm.result.HostEffects;
import org.gale.engine.storm.result.MeasuredDeliveries;
import org.gale.engine.storm.result.MeasuredRates;
import org.gale.engine.storm.result.Outlier;
import org.gale.engine.storm.result.StormLatencies;
import org.gale.engine.storm.result.StormVerdict;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.ShownSettings;
import org.gale.engine.storm.scenario.StopConditions;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.Warmup;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Figures of a storm under a clock that the test moves, computed by hand. */
class RunFiguresTest
{
    private static final MeasuredDeliveries NONE = new MeasuredDeliveries(0, List.of(), Map.of());
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long WARMUP_NS = 3 * SECOND_NS;
    private static final long CYCLE_NS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final long SHORT_CYCLE_NS = TimeUnit.MICROSECONDS.toNanos(50);
    /** One event each 10 microseconds, 50 in a cycle. */
    private static final int RATE = 100_000;

    private final CachedNanoClock clock = new CachedNanoClock();
    private final StormConfig config =
        StormConfigs.of(Storms.open(Long.MAX_VALUE, RATE)).poisson(false).build();
    private SteppedStorm storm;

    @AfterEach
    void close()
    {
        storm.close();
    }

    @Test
    void shouldDivideWhatWasMeasuredByTheTimeBehindTheWarmup()
    {
        storm = storm(SettingValues.NONE.with(MeasureSettings.WARMUP, WARMUP_NS));
        final long firstNs = storm.begin(CYCLE_NS);
        final long endNs = storm.endAt(firstNs + WARMUP_NS + SECOND_NS, CYCLE_NS);

        final MeasuredRates rates = storm.meter().rates(endNs);
        final GeneratorTotals generator = storm.meter().generator(0, LaneWords.NONE);

        assertEquals(Warmup.Ending.ASKED, rates.warmup().ending());
        assertEquals(WARMUP_NS + 2 * CYCLE_NS, rates.warmup().ns(), "polled each fourth cycle");
        assertEquals(SECOND_NS - 2 * CYCLE_NS, rates.ns());
        assertEquals(99_801, rates.offered(), "each 10 us from 3,001.5 to 3,999.5 ms");
        assertEquals(99_801, rates.delivered());
        assertEquals(99_801 / 0.999, rates.offeredPerS(), 0.001);
        assertEquals(99_801 / 0.999, rates.deliveredPerS(), 0.001);
        assertEquals(storm.tally().offered(), rates.warmup().offered() + 99_801);
        assertEquals(99_801 / 0.9985, generator.pace().reachedPerS(), 0.001, "from the generator's next cycle on");
        assertEquals(0, generator.pace().shortSeconds());
    }

    @Test
    void shouldMeasureFromTheFirstOfferWithoutAWarmup()
    {
        storm = storm(MeasureSettings.WITHOUT_WARMUP);
        final long firstNs = storm.begin(CYCLE_NS);
        final long endNs = storm.endAt(firstNs + SECOND_NS, CYCLE_NS);

        final MeasuredRates rates = storm.meter().rates(endNs);
        final GeneratorTotals generator = storm.meter().generator(0, LaneWords.NONE);
        final Histogram lag = generator.lag();

        assertEquals(Warmup.Past.NONE, rates.warmup());
        assertEquals(SECOND_NS, rates.ns());
        assertEquals(99_951, rates.offered(), "each 10 us from 0 to 999.5 ms");
        assertEquals(99_951, rates.deliveredPerS(), 0.001);
        assertEquals(99_951, generator.pace().reachedPerS(), 0.001);
        assertEquals(99_951, generator.pace().leastPerS(), 0.001);
        assertEquals(lag.highestEquivalentValue(500_000), lag.getMaxValue(), "of the first event");
        assertEquals(lag.highestEquivalentValue(490_000), generator.pace().lagNs(), "of the others of a cycle");
        assertEquals(99_951, lag.getTotalCount());
    }

    @Test
    void shouldMeasureAllOfAStormThatEndsInItsWarmup()
    {
        storm = storm(SettingValues.NONE.with(MeasureSettings.WARMUP, WARMUP_NS));
        final long firstNs = storm.begin(CYCLE_NS);
        final long endNs = storm.endAt(firstNs + SECOND_NS, CYCLE_NS);

        final MeasuredRates rates = storm.meter().rates(endNs);

        assertEquals(new Warmup.Past(
            Warmup.Ending.UNFINISHED, SECOND_NS, storm.tally().offered(), storm.tally().delivered()), rates.warmup());
        assertEquals(SECOND_NS, rates.ns());
        assertEquals(storm.tally().offered(), rates.offered());
    }

    /** An engine that fails at once may end before the generator notes its first offer. */
    @Test
    void shouldHaveNoWarmupShorterThanNothing()
    {
        storm = storm(SettingValues.NONE.with(MeasureSettings.WARMUP, WARMUP_NS));
        final long firstNs = storm.begin(CYCLE_NS);

        assertEquals(0, storm.meter().rates(firstNs - 40_000_000).warmup().ns());
    }

    @Test
    void shouldJudgeTheRateByTheLagOfTheSlowestHundredth()
    {
        storm = storm(MeasureSettings.WITHOUT_WARMUP);
        storm.endAt(storm.begin(CYCLE_NS) + SECOND_NS, CYCLE_NS);
        final Histogram lag = storm.generator().lag();
        lag.reset();
        lag.recordValueWithCount(1, 9_900);
        assertEquals(1, pace().lagNs());
        assertEquals(GeneratorPace.Limit.NONE, pace().limit());

        lag.recordValueWithCount(SECOND_NS, 101);

        final GeneratorPace pace = pace();
        assertEquals(lag.highestEquivalentValue(SECOND_NS), pace.lagNs());
        assertEquals(GeneratorPace.Limit.LAG, pace.limit());
    }

    private GeneratorPace pace()
    {
        return storm.meter().generator(0, LaneWords.NONE).pace();
    }

    @Test
    void shouldShiftNoIntendedTimeToHideThatNobodyKeepsTheRate()
    {
        final double rate = 2e9;
        storm = new SteppedStorm(StormConfigs.of(Storms.open(Long.MAX_VALUE, rate)).poisson(false).build(),
            MeasureSettings.WITHOUT_WARMUP, Rehearsal.NONE, clock);
        final long endNs = storm.endAt(storm.begin(CYCLE_NS) + SECOND_NS / 10, CYCLE_NS);

        final MeasuredRates rates = storm.meter().rates(endNs);
        final GeneratorTotals generator = storm.meter().generator(0, LaneWords.NONE);

        assertEquals(199 * 256, rates.offered(), "a batch in each cycle behind the first");
        assertEquals(199 * 2_560, generator.pace().reachedPerS(), 0.001);
        final long lastLagNs = 199 * CYCLE_NS - 198 * 128;
        assertEquals(
            generator.lag().highestEquivalentValue(lastLagNs), generator.lag().getMaxValue(), "128 ns are a batch");
        assertEquals(GeneratorPace.Limit.GENERATOR, generator.pace().limit());
    }

    @Test
    void shouldTellTheTimeOfASlowResponseFromTheFirstOffer()
    {
        storm = storm(SettingValues.NONE.with(MeasureSettings.WARMUP, WARMUP_NS));
        final long firstNs = storm.begin(CYCLE_NS);
        storm.runUntil(firstNs + WARMUP_NS + SECOND_NS / 2, CYCLE_NS);
        clock.advance(SECOND_NS / 10);
        final long slowNs = clock.nanoTime();
        storm.cycle(CYCLE_NS);
        final long endNs = storm.endAt(firstNs + WARMUP_NS + SECOND_NS, CYCLE_NS);

        final List<StormLatencies.Explained> outliers = storm.meter().latencies(endNs, NONE, null).outliers();

        final Outlier slowest = outliers.get(0).outlier();
        assertEquals(slowNs, slowest.nowNs());
        assertEquals(WARMUP_NS + SECOND_NS / 2 + SECOND_NS / 10, outliers.get(0).atNs());
    }

    @Test
    void shouldStopAtAStallOfTheGeneratorAlone()
    {
        storm = storm(stopAtStall());
        final long firstNs = storm.begin(SHORT_CYCLE_NS);
        storm.runUntil(firstNs + SECOND_NS / 100, SHORT_CYCLE_NS);
        stallGenerator(SECOND_NS / 1000);
        assertNull(storm.meter().stop(clock.nanoTime()), "1 ms is not more than 1 ms");

        stallGenerator(SECOND_NS / 1000 + SHORT_CYCLE_NS);

        final StormVerdict.Stop stop = storm.meter().stop(clock.nanoTime());
        assertEquals("stall > 1000000ns", stop.condition().text());
        assertNull(stop.explained());
        storm.cycle(SHORT_CYCLE_NS);
        assertTrue(storm.generator().isFinished());
    }

    @Test
    void shouldNameTheFirstOfTheConditionsThatAStallMeets()
    {
        storm = storm(MeasureSettings.WITHOUT_WARMUP.with(MeasureSettings.STOP_IF,
            Conditions.parse("stall > 2s, stall > 1ms, stall > 500us", StopConditions.FORM)));
        final long firstNs = storm.begin(SHORT_CYCLE_NS);
        storm.runUntil(firstNs + SECOND_NS / 100, SHORT_CYCLE_NS);

        stallGenerator(SECOND_NS / 1000 + SHORT_CYCLE_NS);

        assertEquals("stall > 1000000ns", storm.meter().stop(clock.nanoTime()).condition().text());
    }

    @Test
    void shouldStopAtAStallOfTheEngineAlone()
    {
        storm = storm(stopAtStall());
        final long firstNs = storm.begin(SHORT_CYCLE_NS);
        storm.runUntil(firstNs + SECOND_NS / 100, SHORT_CYCLE_NS);
        final long endNs = clock.nanoTime() + SECOND_NS / 1000 + SHORT_CYCLE_NS;
        while (clock.nanoTime() < endNs)
        {
            storm.generator().doWork();
            clock.advance(SHORT_CYCLE_NS);
        }
        assertFalse(storm.generator().isFinished());

        storm.cycle(SHORT_CYCLE_NS);

        assertEquals("stall > 1000000ns", storm.meter().stop(clock.nanoTime()).condition().text());
    }

    @Test
    void shouldShowTheStallsOfTheMeasuredPart()
    {
        storm = storm(MeasureSettings.WITHOUT_WARMUP);
        final long firstNs = storm.begin(SHORT_CYCLE_NS);
        storm.runUntil(firstNs + SECOND_NS / 100, SHORT_CYCLE_NS);
        final long generatorNs = clock.nanoTime() - SHORT_CYCLE_NS;
        stallGenerator(SECOND_NS / 1000);
        final long engineNs = clock.nanoTime() - SHORT_CYCLE_NS;
        stallEngine(SECOND_NS / 500);
        storm.meter().end(clock.nanoTime());

        final HostEffects effects = storm.meter().host(clock.nanoTime());

        final List<HostEffects.Moment> stalls =
            effects.moments().stream().filter(moment -> moment.label().equals(NoteKind.STALL.label())).toList();
        assertEquals(List.of("generator", "engine"), stalls.stream().map(HostEffects.Moment::thread).toList());
        assertEquals(List.of(generatorNs - firstNs, engineNs - firstNs),
            stalls.stream().map(HostEffects.Moment::startNs).toList());
        assertEquals(List.of(SECOND_NS / 1000, SECOND_NS / 500),
            stalls.stream().map(HostEffects.Moment::ns).toList());
        assertEquals(SECOND_NS / 500, effects.stalls().threads().get(0).longestNs());
        assertEquals(SECOND_NS / 1000, effects.stalls().threads().get(1).longestNs());
    }

    /** The generator begins to offer while the engine is away. */
    @Test
    void shouldShowNoStallThatBeganBeforeTheFirstOffer()
    {
        storm = storm(MeasureSettings.WITHOUT_WARMUP);
        storm.engineCycle(SHORT_CYCLE_NS);
        clock.advance(SHORT_CYCLE_NS);
        while (storm.generator().firstOfferNs() == 0)
        {
            stallEngine(SECOND_NS / 1000);
        }
        final long firstNs = storm.generator().firstOfferNs();
        storm.runUntil(firstNs + SECOND_NS / 100, SHORT_CYCLE_NS);
        final long stallNs = clock.nanoTime() - SHORT_CYCLE_NS;
        stallEngine(SECOND_NS / 500);
        storm.meter().end(clock.nanoTime());

        assertEquals(List.of(stallNs - firstNs), storm.meter().host(clock.nanoTime()).moments().stream().filter(
            moment -> moment.label().equals(NoteKind.STALL.label())).map(HostEffects.Moment::startNs).toList());
    }

    @Test
    void shouldShowNoStallsOfTheWarmup()
    {
        storm = storm(SettingValues.NONE.with(MeasureSettings.WARMUP, SECOND_NS / 50));
        final long firstNs = storm.begin(SHORT_CYCLE_NS);
        storm.runUntil(firstNs + SECOND_NS / 100, SHORT_CYCLE_NS);
        stallGenerator(SECOND_NS / 1000);
        stallEngine(SECOND_NS / 500);
        storm.runUntil(firstNs + SECOND_NS / 50 + 5 * SHORT_CYCLE_NS, SHORT_CYCLE_NS);
        final long endNs = storm.endAt(firstNs + SECOND_NS / 20, SHORT_CYCLE_NS);
        storm.meter().end(endNs);

        final HostEffects effects = storm.meter().host(endNs);

        assertEquals(List.of(), effects.moments().stream().filter(
            moment -> moment.label().equals(NoteKind.STALL.label())).toList());
        final long lengthNs = effects.stalls().ns();
        final long warmNs = endNs - firstNs - SECOND_NS / 50;
        assertTrue(lengthNs <= warmNs && lengthNs >= warmNs - 4 * SHORT_CYCLE_NS, "stalls of " + lengthNs + " ns");
    }

    @Test
    void shouldKnowWhetherItBeginsWithAWarmup()
    {
        storm = storm(SettingValues.NONE.with(MeasureSettings.WARMUP, WARMUP_NS));
        assertTrue(storm.meter().hasWarmup());
        storm.close();
        storm = storm(MeasureSettings.WITHOUT_WARMUP);
        assertFalse(storm.meter().hasWarmup());
    }

    @Test
    void shouldTellWhatEndsTheWarmupAtItsEnd()
    {
        storm = storm(SettingValues.NONE.with(MeasureSettings.WARMUP, WARMUP_NS));
        final List<Long> warmNs = new ArrayList<>();
        storm.meter().whenWarm(warmNs::add);
        final long firstNs = storm.begin(CYCLE_NS);
        storm.runUntil(firstNs + WARMUP_NS, CYCLE_NS);
        assertEquals(List.of(), warmNs);

        storm.runUntil(firstNs + WARMUP_NS + SECOND_NS, CYCLE_NS);

        assertEquals(List.of(firstNs + WARMUP_NS + 2 * CYCLE_NS), warmNs, "polled each fourth cycle");
    }

    @Test
    void shouldEndAWarmupAtTheVeryTimeThatIsAsked()
    {
        storm = storm(SettingValues.NONE.with(MeasureSettings.WARMUP, 6 * CYCLE_NS));
        final long endNs = storm.endAt(storm.begin(CYCLE_NS) + SECOND_NS / 50, CYCLE_NS);

        assertEquals(6 * CYCLE_NS, storm.meter().rates(endNs).warmup().ns());
    }

    /** Each cycle is a note of a stall, and more follow than are kept. */
    @Test
    void shouldKeepTheMomentsAroundASlowResponse()
    {
        storm = new SteppedStorm(StormConfigs.of(Storms.open(Long.MAX_VALUE, 2_000)).poisson(false).build(),
            MeasureSettings.WITHOUT_WARMUP, Rehearsal.NONE, clock);
        final long firstNs = storm.begin(CYCLE_NS);
        storm.runUntil(firstNs + SECOND_NS / 100, CYCLE_NS);
        clock.advance(SECOND_NS / 10);
        storm.cycle(CYCLE_NS);
        final long endNs = storm.endAt(clock.nanoTime() + 2L * NoteLog.CAPACITY * CYCLE_NS, CYCLE_NS);

        final StormLatencies.Explained slowest = storm.meter().latencies(endNs, NONE, null).outliers().get(0);

        assertEquals(NoteKind.STALL, slowest.cause().kind());
        assertTrue(slowest.cause().overlapNs() >= SECOND_NS / 10, slowest.toString());
    }

    @Test
    void shouldEndAWarmupAtTheFifthOfTheCount()
    {
        storm = new SteppedStorm(StormConfigs.of(Storms.open(5 * 301, RATE)).poisson(false).build(),
            SettingValues.NONE.with(MeasureSettings.WARMUP, Warmup.AUTO_NS), Rehearsal.NONE, clock);
        final long endNs = storm.endAt(storm.begin(CYCLE_NS) + SECOND_NS / 50, CYCLE_NS);

        final MeasuredRates rates = storm.meter().rates(endNs);

        assertEquals(new Warmup.Past(Warmup.Ending.SHORT, 6 * CYCLE_NS, 301, 301), rates.warmup());
    }

    @Test
    void shouldKeepAsManyOutliersAsAskedWithTheirCommands()
    {
        storm = storm(MeasureSettings.WITHOUT_WARMUP.with(MeasureSettings.OUTLIERS, 3L));
        final long endNs = storm.endAt(storm.begin(CYCLE_NS) + SECOND_NS / 100, CYCLE_NS);

        final StormLatencies latencies = storm.meter().latencies(endNs, NONE, null);

        assertEquals(3, latencies.outliers().size());
        assertTrue(latencies.outliers().stream().allMatch(outlier -> outlier.outlier().command() > 10),
            "the set-up has commands, too");
        assertNull(latencies.samples());
    }

    @Test
    void shouldKeepSamplesWhereTheyAreAsked()
    {
        storm = storm(MeasureSettings.WITHOUT_WARMUP.with(ShownSettings.SAMPLES, Path.of("samples.csv")));
        final long firstNs = storm.begin(CYCLE_NS);
        final long endNs = storm.endAt(firstNs + SECOND_NS / 100, CYCLE_NS);

        final StormLatencies latencies = storm.meter().latencies(endNs, NONE, null);

        assertEquals(latencies.response().getTotalCount(), latencies.samples().size());
        assertEquals(firstNs, latencies.samples().firstNs());
    }

    @Test
    void shouldStopAtAResponseOfTheMeasuredPart()
    {
        storm = storm(SettingValues.NONE.with(MeasureSettings.WARMUP, SECOND_NS / 50).with(
            MeasureSettings.STOP_IF, Conditions.parse("response > 10ms", StopConditions.FORM)));
        final long firstNs = storm.begin(CYCLE_NS);
        storm.runUntil(firstNs + SECOND_NS / 100, CYCLE_NS);
        clock.advance(SECOND_NS / 50);
        storm.runUntil(firstNs + SECOND_NS / 10, CYCLE_NS);
        assertNull(storm.meter().stop(clock.nanoTime()), "the slow one is of the warm-up");
        clock.advance(SECOND_NS / 50);
        storm.cycle(CYCLE_NS);

        final StormVerdict.Stop stop = storm.meter().stop(clock.nanoTime());

        assertEquals("response > 10000000ns", stop.condition().text());
        assertTrue(stop.explained().outlier().responseNs() > SECOND_NS / 100);
        storm.cycle(CYCLE_NS);
        assertTrue(storm.generator().isFinished());
    }

    /** Lets the engine be away while the generator works. */
    private void stallEngine(final long ns)
    {
        final long endNs = clock.nanoTime() - SHORT_CYCLE_NS + ns;
        while (clock.nanoTime() < endNs)
        {
            storm.generator().doWork();
            clock.advance(SHORT_CYCLE_NS);
        }
        storm.cycle(SHORT_CYCLE_NS);
    }

    /** Lets the generator be away while the engine works. */
    private void stallGenerator(final long ns)
    {
        final long endNs = clock.nanoTime() - SHORT_CYCLE_NS + ns;
        while (clock.nanoTime() < endNs)
        {
            storm.engineCycle(SHORT_CYCLE_NS);
        }
        storm.cycle(SHORT_CYCLE_NS);
    }

    private static SettingValues stopAtStall()
    {
        return MeasureSettings.WITHOUT_WARMUP.with(
            MeasureSettings.STOP_IF, Conditions.parse("stall > 1ms", StopConditions.FORM));
    }

    private SteppedStorm storm(final SettingValues measure)
    {
        return new SteppedStorm(config, measure, Rehearsal.NONE, clock);
    }
}
