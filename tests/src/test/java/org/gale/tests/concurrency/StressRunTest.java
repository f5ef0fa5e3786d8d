package org.gale.tests.concurrency;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** Tests of the outcomes of a stress run: a sound test that fails, a broken twin that stays hidden. */
class StressRunTest
{
    private static final String PACKAGE = "org.gale.tests.concurrency.";
    private static final String SOUND = "SpaceStress.Ready";
    private static final String TWIN = "BrokenHandOvers.Space";

    @Test
    void shouldCountTheSamplesOfAllConfigurations()
    {
        final StressRun run = StressRun.parse(ran("OK", TWIN) + ran("OK", SOUND) + ran("FAILED", TWIN) +
            "RUN RESULTS:\n" + ran("FAILED", TWIN));

        assertEquals(Map.of(SOUND, 56_563L, TWIN, 113_126L), run.samples());
        assertEquals(Set.of(TWIN), run.failed());
        assertEquals(Set.of(), run.broken());
        assertDoesNotThrow(() -> run.assertSound(Set.of(SOUND)));
        assertThrows(AssertionFailedError.class, () -> run.assertSound(Set.of(TWIN)));
    }

    @Test
    void shouldFailWhenATestThatShouldBeSoundDidNotRun()
    {
        final StressRun run = StressRun.parse(ran("OK", SOUND));

        assertThrows(AssertionFailedError.class, () -> run.assertSound(Set.of("NoSuchStress")));
    }

    @Test
    void shouldFailWhenATestThrows()
    {
        final StressRun run = StressRun.parse(ran("OK", SOUND) + ended(SOUND, "failed with the pre-test error"));

        assertThrows(AssertionFailedError.class, () -> run.assertSound(Set.of(SOUND)));
        assertThrows(AssertionFailedError.class, () -> run.find(hidden(TWIN, 0)));
    }

    @Test
    void shouldSkipWhenATestTimesOut()
    {
        final StressRun run = StressRun.parse(ran("OK", SOUND) + ended(SOUND, "timed out"));

        assertThrows(TestAbortedException.class, () -> run.assertSound(Set.of(SOUND)));
    }

    @Test
    void shouldFindABrokenTwin()
    {
        final Map<String, Long> hidden = hidden(TWIN, 1);
        StressRun.parse(ran("FAILED", TWIN)).find(hidden);

        assertEquals(Map.of(), hidden);
        assertDoesNotThrow(() -> StressRun.assertFound(hidden));
    }

    @Test
    void shouldSkipWhenATwinStaysHiddenForWantOfSamples()
    {
        final Map<String, Long> hidden = hidden(TWIN, StressRun.SHOWING_SAMPLES - 56_564);
        StressRun.parse(ran("OK", TWIN)).find(hidden);

        assertThrows(TestAbortedException.class, () -> StressRun.assertFound(hidden));
    }

    @Test
    void shouldFailWhenATwinStaysHiddenThoughTheRunWasLongEnough()
    {
        final Map<String, Long> hidden = hidden(TWIN, StressRun.SHOWING_SAMPLES - 56_563);
        StressRun.parse(ran("OK", TWIN)).find(hidden);

        assertThrows(AssertionFailedError.class, () -> StressRun.assertFound(hidden));
    }

    private static Map<String, Long> hidden(final String twin, final long samples)
    {
        return new TreeMap<>(Map.of(twin, samples));
    }

    /** Returns what the harness prints of one configuration. */
    private static String ran(final String outcome, final String name)
    {
        return """
            .......... [%s] %s

              Scheduling class:
                maker: package group free, core group free

              JVM args: [-XX:-UseBiasedLocking, -ea]
              Fork: #1

              RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
                0, 0    8,335   14.74%%  Acceptable  Not ready, not reserved.
                0, 1        3   <0.01%%  Acceptable  Reserved, not published.
                1, 1   48,225   85.26%%  Acceptable  Ready, and reserved.

            (ETA: now)
            (Results: 4 planned; 2 passed, 1 failed, 0 soft errs, 0 hard errs)

            """.formatted(outcome, PACKAGE + name);
    }

    private static String ended(final String name, final String how)
    {
        return PACKAGE + name + " [-XX:-UseBiasedLocking, -ea] had " + how + ".\n";
    }
}
