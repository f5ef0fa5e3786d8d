package org.gale.engine.storm.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gale.engine.config.Conditions;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.Pinning;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalLimit;
import org.gale.engine.journal.JournalOpening;
import org.gale.engine.journal.JournalWriter;
import org.gale.engine.journal.LeftJournals;
import org.gale.engine.lanes.LaneFiles;
import org.gale.engine.record.SnapshotSchedule;
import org.gale.engine.replay.Runs;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.OfferedSettings;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.ShownSettings;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StopConditions;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormPattern;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.ThreadCpus;
import org.gale.engine.storm.scenario.UserPath;
import org.gale.engine.storm.scenario.VirtualSettings;
import org.gale.engine.storm.scenario.Warmup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

class StormPlanTest
{
    private SettingValues given = SettingValues.NONE;

    @TempDir
    private Path directory;

    @Test
    void shouldBeTheDefaultStormWithoutArguments()
    {
        final StormPlan plan = plan(Map.of());

        assertEquals(StormConfig.DEFAULT, plan.config());
        assertEquals("default", plan.profile().name());
        assertEquals("process", plan.durability());
        assertTrue(plan.hasJournal());
        assertNull(plan.journal());
        assertTrue(plan.settings().valueOrDefault(StormSettings.REPLAY));
        assertTrue(plan.isTimed());
    }

    @Test
    void shouldWarmUpByItself()
    {
        final SettingValues measure = plan(Map.of()).settings();

        MeasureSettings.ALL.forEach(setting -> assertFalse(measure.has(setting), setting.name()));
        assertEquals(Warmup.AUTO_NS, measure.valueOrDefault(MeasureSettings.WARMUP));
    }

    @ParameterizedTest
    @CsvSource({"auto, -1", "0, 0", "700ms, 700000000"})
    void shouldWarmUpAsAsked(final String text, final long ns)
    {
        given = given.withText(MeasureSettings.WARMUP, text);

        assertEquals(ns, plan(Map.of()).settings().get(MeasureSettings.WARMUP));
    }

    @Test
    void shouldRefuseAWarmupThatIsNoShorterThanTheStorm()
    {
        given = given.withText(MeasureSettings.WARMUP, "2s");
        given = given.withText(StormSettings.DURATION, "2s");

        final OutcomeException ex = assertThrows(OutcomeException.class, () -> plan(Map.of()));

        assertTrue(ex.getMessage().contains("'2s' is no shorter than the storm"), ex.getMessage());
    }

    @Test
    void shouldRefuseAProcessorThatItMayNotUse()
    {
        assumeFalse(Pinning.allowed().isEmpty() || Pinning.allowed().contains(Pinning.CPU_LIMIT - 1));
        given = given.withText(MeasureSettings.CPU_ENGINE, Integer.toString(Pinning.CPU_LIMIT - 1));

        final OutcomeException ex = assertThrows(OutcomeException.class, () -> plan(Map.of()));

        assertTrue(ex.getMessage().contains("this process may not use processor 1023 (it may use 0"),
            ex.getMessage());
    }

    @Test
    void shouldRefuseAConditionOnLatenciesThatAreNotTaken()
    {
        given = given.withText(MeasureSettings.STOP_IF, "response > 1ms").withText(StormSettings.LATENCY, "off");

        final OutcomeException ex = assertThrows(OutcomeException.class, () -> plan(Map.of()));

        assertTrue(ex.getMessage().contains("'response > 1ms' needs latencies"), ex.getMessage());
    }

    @Test
    void shouldTakeTheSettingsOfTheMeasurement()
    {
        given = given.withText(MeasureSettings.STOP_IF, "stall > 50ms").withText(MeasureSettings.OUTLIERS, "3")
            .withText(MeasureSettings.HANDLER, "2us");

        final SettingValues measure = plan(Map.of()).settings();
        assertEquals(Conditions.parse("stall > 50ms", StopConditions.FORM),
            measure.get(MeasureSettings.STOP_IF));
        assertEquals(3, measure.get(MeasureSettings.OUTLIERS));
        assertEquals(2_000, measure.get(MeasureSettings.HANDLER));
        assertFalse(measure.isOther(MeasureSettings.WARMUP));
        assertFalse(measure.isOther(MeasureSettings.MAX_IN_FLIGHT));
        assertEquals(ThreadCpus.ANY, ThreadCpus.of(measure));
    }

    @Test
    void shouldLimitWhatIsInFlightOfAnOpenLoop()
    {
        given = given.withText(MeasureSettings.MAX_IN_FLIGHT, "1k").withText(StormSettings.RATE, "1M");

        assertEquals(1_000, plan(Map.of()).settings().get(MeasureSettings.MAX_IN_FLIGHT));
    }

    @Test
    void shouldRefuseALimitInFlightOfAClosedLoop()
    {
        given = given.withText(MeasureSettings.MAX_IN_FLIGHT, "1k");

        final OutcomeException ex = assertThrows(OutcomeException.class, () -> plan(Map.of()));

        assertTrue(ex.getMessage().contains("'1k' needs a generator with a rate"), ex.getMessage());
    }

    @Test
    void shouldHaveTheShapeOfTheSelftest()
    {
        choose(StormSettings.PROFILE, "lpi-stress");

        final StormPlan plan = plan(Map.of());

        assertEquals("lpi-stress", plan.profile().name());
        assertEquals("vms=1 vpes=16 pes=16 lpis=256 devices=16 events=16 rate=0.0 arrivals=poisson duration_ns=" +
            StormSettings.DURATION_UNLIMITED_NS + " count=2560000 seed=1 latency=16 window=0 pattern=round-robin",
            plan.config().toKeys());
        assertFalse(plan.isTimed());
    }

    @Test
    void shouldHaveItsKnobs()
    {
        choose(StormSettings.PROFILE, "lpi-stress");
        choose(StormSettings.VPES, 32L);
        choose(StormSettings.DEVICES, 8L);
        choose(StormSettings.EVENTS, 3L);

        final StormConfig config = plan(Map.of("iterations", "100k")).config();

        assertEquals(32, config.value(StormSettings.VPES).intValue());
        assertEquals(32, config.value(StormSettings.PES).intValue());
        assertEquals(24, config.value(StormSettings.LPIS).intValue());
        assertEquals(2_400_000, config.value(StormSettings.COUNT));
        assertEquals(StormPattern.ROUND_ROBIN, config.value(StormSettings.PATTERN));
    }

    @Test
    void shouldEndByWhatComesFirst()
    {
        choose(StormSettings.PROFILE, "lpi-stress");
        choose(StormSettings.DURATION, 5L);
        assertEquals(StormSettings.COUNT_UNLIMITED, plan(Map.of()).config().value(StormSettings.COUNT));
        assertEquals(5, plan(Map.of()).config().value(StormSettings.DURATION));

        final StormPlan both = plan(Map.of("iterations", "2"));
        assertEquals(512, both.config().value(StormSettings.COUNT));
        assertEquals(5, both.config().value(StormSettings.DURATION));
        assertTrue(both.isTimed());

        choose(StormSettings.DURATION, null);
        choose(StormSettings.COUNT, 7L);
        assertEquals(7, plan(Map.of()).config().value(StormSettings.COUNT));
    }

    @Test
    void shouldOfferEachEventOfTheDefaultStormSoOften()
    {
        assertEquals(3 * 65_536, plan(Map.of("iterations", "3")).config().value(StormSettings.COUNT));
        assertFalse(plan(Map.of("iterations", "3")).isTimed());
    }

    @ParameterizedTest(name = "{0} LPIs, {1} devices, {2} events: {3}")
    @CsvSource({
        ", , , 4096 4 1024",
        ", 2, , 2048 2 1024",
        ", , 16, 64 4 16",
        ", 3, 5, 15 3 5",
        "100, , , 100 4 25",
        "10, , , 10 2 5",
        "7, , , 7 1 7",
        "1, , , 1 1 1",
        "100, 10, , 100 10 10",
        "100, , 50, 100 2 50",
        "100, 10, 10, 100 10 10",
        "4194304, , , 4194304 64 65536", "16777216, , , 16777216 256 65536",
    })
    void shouldDeriveWhatIsMissing(final Long lpis, final Long devices, final Long events, final String expected)
    {
        choose(StormSettings.LPIS, lpis);
        choose(StormSettings.DEVICES, devices);
        choose(StormSettings.EVENTS, events);
        choose(StormSettings.VMS, 1L);

        final StormConfig config = plan(Map.of()).config();

        assertEquals(expected, config.value(StormSettings.LPIS) + " " + config.value(StormSettings.DEVICES) + ' ' +
            config.value(StormSettings.EVENTS));
    }

    @Test
    void shouldGiveEveryVpeAPe()
    {
        choose(StormSettings.VMS, 3L);
        choose(StormSettings.VPES, 5L);
        assertEquals(15, plan(Map.of()).config().value(StormSettings.PES).intValue());

        choose(StormSettings.PES, 20L);
        assertEquals(20, plan(Map.of()).config().value(StormSettings.PES).intValue());
    }

    @Test
    void shouldEndByWhatWasAskedForAlone()
    {
        choose(StormSettings.COUNT, 1_000L);
        assertEquals(1_000, plan(Map.of()).config().value(StormSettings.COUNT));
        assertEquals(StormSettings.DURATION_UNLIMITED_NS, plan(Map.of()).config().value(StormSettings.DURATION));
        assertFalse(plan(Map.of()).isTimed());

        choose(StormSettings.DURATION, 5L);
        assertEquals(1_000, plan(Map.of()).config().value(StormSettings.COUNT));
        assertEquals(5, plan(Map.of()).config().value(StormSettings.DURATION));
        assertTrue(plan(Map.of()).isTimed());

        choose(StormSettings.COUNT, null);
        assertEquals(StormSettings.COUNT_UNLIMITED, plan(Map.of()).config().value(StormSettings.COUNT));
    }

    @Test
    void shouldTakeKeys()
    {
        assertEquals(64, plan(Map.of("window", "64")).config().value(StormSettings.WINDOW).intValue());

        choose(StormSettings.RATE, 1_000.0);
        assertTrue(plan(Map.of()).config().isPoisson());
        assertFalse(plan(Map.of("arrivals", "constant")).config().isPoisson());
    }

    @ParameterizedTest
    @CsvSource({ "none, , none", ", none, none", "none, none, none", ", forced, forced", ", , process" })
    void shouldKeepAJournalUnlessOneOptionSaysNone(
        final Path journal, final String durability, final String expected)
    {
        choose(StormSettings.JOURNAL, journal);
        choose(StormSettings.DURABILITY, durability);

        final StormPlan plan = plan(Map.of());

        assertEquals(expected, plan.durability());
        assertEquals(!expected.equals("none"), plan.hasJournal());
        assertNull(plan.journal());
    }

    @Test
    void shouldNeedAboutAGibibyteForTheDefaultStorm()
    {
        final long bytes = StormPaths.estimatedBytes(StormConfig.DEFAULT);

        assertTrue(bytes > 1_000_000_000L && bytes < 1_150_000_000L, "bytes=" + bytes);
    }

    @Test
    void shouldNotAskForManyTimesOfASmallStorm()
    {
        choose(StormSettings.COUNT, 100_000L);
        final long small = StormPaths.estimatedBytes(plan(Map.of()).config());

        assertTrue(small > 1_000_000 && small < 10_000_000, "bytes=" + small);
    }

    @Test
    void shouldNeedMoreWhereFewInterruptsShareAFrame()
    {
        choose(StormSettings.COUNT, 1_000_000L);
        final long many = StormPaths.estimatedBytes(plan(Map.of()).config());
        final long alone = StormPaths.estimatedBytes(plan(Map.of("window", "1")).config());

        assertTrue(alone - many > 100_000_000L, many + " and " + alone);
    }

    @Test
    void shouldAcceptADirectoryThatIsNewOrEmpty()
    {
        choose(StormSettings.JOURNAL, directory);
        assertEquals(directory, plan(Map.of()).journal());

        choose(StormSettings.JOURNAL, directory.resolve("a/b"));
        assertEquals(directory.resolve("a/b"), plan(Map.of()).journal());
        assertFalse(directory.resolve("a").toFile().exists());
    }

    @Test
    void shouldKeepTheLimitOfALaterResume() throws IOException
    {
        final Path left = directory.resolve("left");
        final Path again = directory.resolve("again");
        Storms.leave(left, JournalConfig.DEFAULT, Storms.small(2_000), SnapshotSchedule.DEFAULT, 4, false);
        given = SettingValues.NONE;
        choose(StormSettings.RESUME, left);
        assertEquals(0, plan(Map.of()).limitBytes());

        try (JournalWriter writer = new JournalOpening(JournalLimit.apply(JournalConfig.DEFAULT, 1 << 26)).resume(left))
        {
            LeftJournals.copy(writer, left, again);
        }

        choose(StormSettings.RESUME, again);
        assertEquals(1 << 26, plan(Map.of()).limitBytes());
        choose(StormSettings.JOURNAL_LIMIT, 1L << 27);
        assertEquals(1 << 27, plan(Map.of()).limitBytes());
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(delimiter = '|', value = {
        "html          | -  | html: '-' is no file (json - writes to stdout)",
        "journal-limit | 1  | journal-limit: 1 byte is too small: four segments have to fit",
        "samples       | /x | samples: '/x' needs latencies, and latency is off",
        "perfetto      | /x | perfetto: a trace is made of the journal, and there is none",
        "costs.base    | zero | costs.base: 'zero' needs virtual time (try clock virtual, or leave it out)",
        "count         | 0  | count: 0 is no storm (try 1M)",
        "duration      | 0s | duration: 0 is no storm (try 10s)",
        "iterations    | 0  | iterations: 0 is no storm (try 1k)",
        "irsen         | 5  | irsen: '5' is no setting of the profile 'default'",
    })
    void shouldRefuseSettingsThatContradictTheStorm(final String name, final String text, final String message)
    {
        choose(StormSettings.DURABILITY, name.equals("perfetto") ? StormSettings.NONE : null);
        choose(StormSettings.LATENCY, name.equals("samples") ? 0L : null);
        final Setting<?> chosen = Stream.concat(OfferedSettings.ALL.stream(), JobProfiles.ALL.settings().stream())
            .filter(setting -> setting.name().equals(name)).findFirst().orElseThrow();
        given = given.withText(chosen, text);

        final String refused = assertThrows(OutcomeException.class, () -> plan(Map.of())).getMessage();

        assertTrue(refused.startsWith(message), refused);
    }

    @Test
    void shouldRefuseSettingsOfTheOtherClock() throws IOException
    {
        choose(StormSettings.CLOCK, StormSettings.VIRTUAL);
        choose(StormSettings.DURABILITY, StormSettings.FORCED);
        assertTrue(assertThrows(OutcomeException.class, () -> plan(Map.of())).getMessage()
            .startsWith("durability: 'forced' means nothing with clock virtual"));

        final Path left = directory.resolve("left");
        Storms.leave(left, JournalConfig.DEFAULT, Storms.small(2_000), SnapshotSchedule.DEFAULT, 2, false);
        given = SettingValues.NONE.with(StormSettings.RESUME, left).withText(VirtualSettings.BASE, "zero");
        assertTrue(assertThrows(OutcomeException.class, () -> plan(Map.of())).getMessage()
            .startsWith("costs.base: 'zero' needs virtual time"));
    }

    @Test
    void shouldNotWarmUpOnTheVirtualClock()
    {
        choose(StormSettings.CLOCK, StormSettings.VIRTUAL);
        assertEquals(0, plan(Map.of()).settings().get(MeasureSettings.WARMUP));

        choose(MeasureSettings.WARMUP, 5L);
        assertEquals(5, plan(Map.of()).settings().get(MeasureSettings.WARMUP));
    }

    @Test
    void shouldWriteJsonToStdoutForADash()
    {
        choose(StormSettings.JSON, ShownSettings.STDOUT);
        assertTrue(plan(Map.of()).isJsonOnStdout());
        assertEquals(List.of(), plan(Map.of()).outputs());

        choose(StormSettings.JSON, directory.resolve("report"));
        choose(ShownSettings.CSV, directory.resolve("table"));
        assertFalse(plan(Map.of()).isJsonOnStdout());
        assertEquals(List.of(new UserPath("csv", directory.resolve("table")),
            new UserPath("json", directory.resolve("report"))), plan(Map.of()).outputs());
    }

    @Test
    void shouldNameTheFilesBesideThePercentiles()
    {
        assertEquals(List.of(), plan(Map.of()).derivedOutputs());
        choose(ShownSettings.HGRM, directory.resolve("run.hgrm"));
        assertEquals(List.of("run.service.hgrm", "run.late.hgrm", "run.queued.hgrm", "run.translated.hgrm",
            "run.signalled.hgrm", "run.woken.hgrm", "run.acknowledged.hgrm", "run.deactivated.hgrm"), derived());

        choose(StormSettings.CLOCK, StormSettings.VIRTUAL);
        assertEquals(List.of("run.handled.hgrm", "run.signalled.hgrm", "run.woken.hgrm", "run.waiting.hgrm",
            "run.acknowledged.hgrm", "run.deactivated.hgrm"), derived());
        choose(ShownSettings.HGRM, Path.of("/dev/null"));
        assertEquals(List.of(), derived(), "nothing lies beside a device");
    }

    @Test
    void shouldNotBeTimedWithAGeneratorAndACount()
    {
        choose(StormSettings.LANES, directory.resolve("lanes"));
        choose(StormSettings.COUNT, 5L);
        assertFalse(plan(Map.of()).isTimed());

        choose(StormSettings.COUNT, null);
        assertTrue(plan(Map.of("generator", "off")).isTimed(), "the time alone ends it");
    }

    @Test
    void shouldOfferEachEventAsOftenAsACountHoldsIt()
    {
        choose(StormSettings.PROFILE, "lpi-stress");
        choose(StormSettings.ITERATIONS, Long.MAX_VALUE / 256);
        assertEquals(Long.MAX_VALUE / 256 * 256, plan(Map.of()).config().value(StormSettings.COUNT));

        choose(StormSettings.ITERATIONS, Long.MAX_VALUE / 256 + 1);
        assertTrue(assertThrows(OutcomeException.class, () -> plan(Map.of())).getMessage().endsWith(" is too many"));
    }

    @Test
    void shouldHaveAnEffectiveValueOfEachSettingThatHasAMeaning()
    {
        choose(StormSettings.SEED, 7L);
        final SettingValues effective = plan(Map.of()).effective();

        assertEquals(7, effective.get(StormSettings.SEED));
        assertEquals(16, effective.get(StormSettings.VMS));
        assertEquals(8_192, effective.get(StormSettings.WINDOW));
        assertFalse(effective.has(StormSettings.LANE_COUNT), "there are no lanes");
        assertFalse(effective.has(StormSettings.RATE), "nothing limits it");
        assertFalse(effective.has(StormSettings.PROFILE));
        choose(StormSettings.LANES, directory.resolve("lanes"));
        assertEquals(LaneFiles.COUNT_DEFAULT, plan(Map.of()).effective().get(StormSettings.LANE_COUNT));
    }

    @Test
    void shouldRefuseTheJournalOfAScript() throws IOException
    {
        final Path script = directory.resolve("script");
        Runs.writer(script).close();
        choose(StormSettings.RESUME, script);

        assertEquals("resume " + script + ": its commands are those of a script, not of a storm",
            assertThrows(OutcomeException.class, () -> plan(Map.of())).getMessage());
    }

    private List<String> derived()
    {
        return plan(Map.of()).derivedOutputs().stream().map(output -> output.path().getFileName().toString()).toList();
    }

    /** Chooses a value; null for none. */
    private <T> void choose(final Setting<T> setting, final T value)
    {
        given = value == null ? given.without(setting) : given.with(setting, value);
    }

    private StormPlan plan(final Map<String, String> keys)
    {
        SettingValues all = given;
        for (final Setting<?> setting : OfferedSettings.of(Setting.Group.KEY))
        {
            all = keys.containsKey(setting.name()) ? all.withText(setting, keys.get(setting.name())) : all;
        }

        return new JobPlanner(JobProfiles.ALL).plan(all, Spelling.NAMES);
    }
}
