package org.gale.engine.storm.plan;

import org.gale.engine.config.Conditions;
import org.gale.engine.storm.profile.StormProfile;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingException;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StopConditions;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.VirtualSettings;
import org.gale.engine.storm.scenario.Warmup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the settings that have a meaning on one of the two clocks alone. */
class ClockSettingsTest
{
    private static final StormProfile PLAIN = JobProfiles.ALL.of("default");
    private static final StormProfile SCHEDULED = JobProfiles.ALL.of("overcommit");
    private static final Setting<?> ENQUEUE = SCHEDULED.virtualSettings().get(0);

    private static SettingException refused(
        final SettingValues given, final boolean isVirtual, final StormProfile profile)
    {
        return assertThrows(SettingException.class, () -> ClockSettings.check(given, isVirtual, profile));
    }

    private static void assertAccepted(
        final SettingValues given, final boolean isVirtual, final StormProfile profile)
    {
        assertDoesNotThrow(() -> ClockSettings.check(given, isVirtual, profile));
    }

    private static <T> SettingValues text(final Setting<T> setting, final String text)
    {
        return SettingValues.NONE.withText(setting, text);
    }

    @Test
    void shouldKnowTheClockThatSettingsChoose()
    {
        assertTrue(ClockSettings.isVirtual(text(StormSettings.CLOCK, "virtual")));
        assertFalse(ClockSettings.isVirtual(text(StormSettings.CLOCK, "wall")));
        assertFalse(ClockSettings.isVirtual(SettingValues.NONE));
    }

    @ParameterizedTest(name = "clock {0}, latency {1}")
    @CsvSource({"wall, , 16", "virtual, , 1", "virtual, 16, 16", "wall, 1, 1", "virtual, 0, 0"})
    void shouldMeasureEveryInterruptOfASimulationUnlessAsked(final String clock, final Long latency, final long every)
    {
        final SettingValues chosen = SettingValues.NONE.with(StormSettings.CLOCK, clock);
        final StormPlan plan = new JobPlanner(JobProfiles.ALL).plan(
            latency == null ? chosen : chosen.with(StormSettings.LATENCY, latency), Spelling.NAMES);

        assertEquals(every, plan.config().value(StormSettings.LATENCY));
    }

    @Test
    void shouldRefuseCostsOnTheWallClock()
    {
        final SettingValues given = text(VirtualSettings.BASE, "zero");

        final SettingException ex = refused(given, false, PLAIN);

        assertEquals(VirtualSettings.BASE, ex.setting());
        assertTrue(ex.getMessage().contains("'zero' needs virtual time"), ex.getMessage());
        assertAccepted(given, true, PLAIN);
    }

    @Test
    void shouldAcceptDefaultsOnEitherClock()
    {
        assertAccepted(text(StormSettings.DURABILITY, StormSettings.PROCESS), true, PLAIN);
        assertAccepted(SettingValues.NONE, false, SCHEDULED);
        assertAccepted(SettingValues.NONE, true, SCHEDULED);
    }

    @Test
    void shouldRefuseASettingOfASimulatedProfileOnTheWallClock()
    {
        final SettingValues given = text(ENQUEUE, "tail");

        assertEquals(ENQUEUE, refused(given, false, SCHEDULED).setting());
        assertAccepted(given, false, PLAIN);
        assertAccepted(given, true, SCHEDULED);
    }

    @Test
    void shouldRefuseSettingsOfThreadsOnTheVirtualClock()
    {
        final SettingValues given = text(MeasureSettings.CPU_HELPERS, "0");

        final SettingException ex = refused(given, true, PLAIN);

        assertEquals(MeasureSettings.CPU_HELPERS, ex.setting());
        assertTrue(ex.getMessage().endsWith("virtual (leave it out)"), ex.getMessage());
        assertAccepted(given, false, PLAIN);
    }

    @Test
    void shouldSayHowAVirtualStormHasNoJournal()
    {
        final SettingException ex = refused(text(StormSettings.DURABILITY, "forced"), true, PLAIN);

        assertEquals(StormSettings.DURABILITY, ex.setting());
        assertTrue(ex.getMessage().endsWith("none)"), ex.getMessage());
    }

    @Test
    void shouldSayWhereAVirtualStormHasHandlers()
    {
        final SettingException ex = refused(text(MeasureSettings.HANDLER, "3us"), true, PLAIN);

        assertTrue(ex.getMessage().endsWith("(give a group of a job guest: {handler: T})"), ex.getMessage());
    }

    @Test
    void shouldAcceptOneThreadOnTheVirtualClock()
    {
        assertAccepted(text(MeasureSettings.THREADS, "1"), true, PLAIN);
    }

    @Test
    void shouldRefuseACostThatIsOutOfRange()
    {
        assertEquals(VirtualSettings.LR_LIMIT, refused(text(VirtualSettings.LR_LIMIT, "0"), true, PLAIN).setting());
        assertAccepted(text(VirtualSettings.LR_LIMIT, "1"), true, PLAIN);
    }

    @Test
    void shouldRefuseAConditionOnStallsWhereNoThreadStalls()
    {
        final SettingValues given = SettingValues.NONE.with(
            MeasureSettings.STOP_IF, Conditions.parse("stall > 1ms", StopConditions.FORM));

        assertEquals(MeasureSettings.STOP_IF, refused(given, true, PLAIN).setting());
        assertAccepted(given, false, PLAIN);
        assertAccepted(SettingValues.NONE.with(MeasureSettings.STOP_IF,
            Conditions.parse("response > 1ms", StopConditions.FORM)), true, PLAIN);
    }

    @Test
    void shouldHaveNoWarmupOnTheVirtualClockUnlessOneIsGiven()
    {
        final SettingValues asked = SettingValues.NONE.with(MeasureSettings.WARMUP, 5L);

        assertEquals(0, ClockSettings.withWarmup(SettingValues.NONE).get(MeasureSettings.WARMUP));
        assertEquals(0, ClockSettings.withWarmup(SettingValues.NONE.with(MeasureSettings.WARMUP, Warmup.AUTO_NS))
            .get(MeasureSettings.WARMUP));
        assertEquals(5, ClockSettings.withWarmup(asked).get(MeasureSettings.WARMUP));
    }

    @Test
    void shouldShowNoCostsOnTheWallClock()
    {
        final SettingValues all = text(VirtualSettings.BASE, "zero").with(MeasureSettings.THREADS, 2L);

        final SettingValues shown = ClockSettings.effective(all, SettingValues.NONE, false, SCHEDULED);

        assertEquals(SettingValues.NONE.with(MeasureSettings.THREADS, 2L), shown);
    }

    @Test
    void shouldShowCostsAndSettingsOfTheProfileOnTheVirtualClock()
    {
        final SettingValues all = SettingValues.NONE.with(MeasureSettings.THREADS, 2L).with(StormSettings.SEED, 7L);
        final SettingValues chosen = text(ENQUEUE, "tail").with(StormSettings.PROFILE, SCHEDULED.name());

        final SettingValues shown = ClockSettings.effective(all, chosen, true, SCHEDULED);

        assertFalse(shown.has(MeasureSettings.THREADS));
        assertEquals(7, shown.get(StormSettings.SEED));
        assertEquals("tail", shown.text(ENQUEUE));
        assertEquals("gicv4-vhe", shown.get(VirtualSettings.BASE));
        final CostModel costs = VirtualSettings.costs(chosen);
        VirtualSettings.TIMES.forEach((cost, setting) -> assertEquals(costs.has(cost), shown.has(setting)));
    }

    @Test
    void shouldShowTheDefaultOfASettingOfTheProfile()
    {
        final SettingValues shown = ClockSettings.effective(SettingValues.NONE, SettingValues.NONE, true, SCHEDULED);

        assertEquals("preempt", shown.text(ENQUEUE));
    }
}
