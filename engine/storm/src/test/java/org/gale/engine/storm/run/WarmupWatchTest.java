package org.gale.engine.storm.run;

import java.util.concurrent.TimeUnit;
import org.gale.engine.host.HostMeter;
import org.gale.engine.storm.scenario.Warmup;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WarmupWatchTest
{
    private static final long BEGIN_NS = 1_000;
    private static final long LONG_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long MANY = Long.MAX_VALUE;

    private long compiledNs;

    @Test
    void shouldEndAfterThreeSteadyWindows()
    {
        final WarmupWatch watch = watch(Warmup.AUTO, true, LONG_NS, MANY);

        assertFalse(window(watch, 1, 1_000));
        assertFalse(window(watch, 2, 2_000));
        assertTrue(window(watch, 3, 3_000));
        assertEquals(Warmup.Ending.SETTLED, watch.ending());
    }

    @Test
    void shouldNotEndInsideAWindow()
    {
        final WarmupWatch watch = watch(Warmup.AUTO, true, LONG_NS, MANY);
        window(watch, 1, 1_000);
        window(watch, 2, 2_000);

        assertFalse(watch.isOver(BEGIN_NS + 3 * WarmupWatch.WINDOW_NS - 1, 3_000));
        assertEquals(Warmup.Ending.UNFINISHED, watch.ending());
    }

    @Test
    void shouldGoOnWhenTheRateMovesByMoreThanATwentieth()
    {
        final WarmupWatch watch = watch(Warmup.AUTO, true, LONG_NS, MANY);
        window(watch, 1, 940);
        window(watch, 2, 1_940);

        assertFalse(window(watch, 3, 2_940));
        assertTrue(window(watch, 4, 3_940));
    }

    @Test
    void shouldEndWhenTheRateMovesByATwentieth()
    {
        final WarmupWatch watch = watch(Warmup.AUTO, true, LONG_NS, MANY);
        window(watch, 1, 951);
        window(watch, 2, 1_951);

        assertTrue(window(watch, 3, 2_951));
    }

    @Test
    void shouldGoOnWhenCompilersTakeAHundredthOfTheTime()
    {
        final WarmupWatch watch = watch(Warmup.AUTO, true, LONG_NS, MANY);
        window(watch, 1, 1_000);
        window(watch, 2, 2_000);
        compiledNs += 3 * WarmupWatch.WINDOW_NS / 100;

        assertFalse(window(watch, 3, 3_000));
        assertFalse(window(watch, 4, 4_000));
        assertFalse(window(watch, 5, 5_000));
        assertTrue(window(watch, 6, 6_000));
    }

    @Test
    void shouldEndWhenCompilersTakeLess()
    {
        final WarmupWatch watch = watch(Warmup.AUTO, true, LONG_NS, MANY);
        window(watch, 1, 1_000);
        window(watch, 2, 2_000);
        compiledNs += 3 * WarmupWatch.WINDOW_NS / 100 - 1;

        assertTrue(window(watch, 3, 3_000));
    }

    @Test
    void shouldEndByTheRateAloneWhenCompilersTellNoTime()
    {
        compiledNs = HostMeter.MISSING;
        final WarmupWatch watch = watch(Warmup.AUTO, true, LONG_NS, MANY);
        window(watch, 1, 1_000);
        window(watch, 2, 2_000);

        assertTrue(window(watch, 3, 3_000));
    }

    @Test
    void shouldNotEndByARateOfNothing()
    {
        final WarmupWatch watch = watch(Warmup.AUTO, true, LONG_NS, MANY);
        window(watch, 1, 0);
        window(watch, 2, 0);

        assertFalse(window(watch, 3, 0));
    }

    @Test
    void shouldEndByTheCompilersAloneWhenThereIsNoGenerator()
    {
        final WarmupWatch watch = watch(Warmup.AUTO, false, LONG_NS, MANY);
        window(watch, 1, 0);
        window(watch, 2, 500);

        assertTrue(window(watch, 3, 505));
    }

    @Test
    void shouldEndUnsettledAfterTheLongest()
    {
        final WarmupWatch watch = watch(Warmup.AUTO, true, LONG_NS, MANY);
        long delivered = 0;
        int windows = 0;
        while (!window(watch, ++windows, delivered += 1_000L * windows))
        {
            assertTrue(windows < 1_000);
        }

        assertEquals(WarmupWatch.LONGEST_NS, windows * WarmupWatch.WINDOW_NS);
        assertEquals(Warmup.Ending.UNSETTLED, watch.ending());
    }

    @Test
    void shouldEndAfterAFifthOfTheTime()
    {
        final WarmupWatch watch = watch(Warmup.AUTO, true, 5_000, MANY);

        assertFalse(watch.isOver(BEGIN_NS + 999, 1));
        assertTrue(watch.isOver(BEGIN_NS + 1_000, 1));
        assertEquals(Warmup.Ending.SHORT, watch.ending());
    }

    @Test
    void shouldEndAfterAFifthOfTheCount()
    {
        final WarmupWatch watch = watch(Warmup.AUTO, true, LONG_NS, 500);

        assertFalse(watch.isOver(BEGIN_NS + 1, 99));
        assertTrue(watch.isOver(BEGIN_NS + 1, 100));
        assertEquals(Warmup.Ending.SHORT, watch.ending());
    }

    @Test
    void shouldEndAfterTheTimeThatWasAskedFor()
    {
        final WarmupWatch watch = watch(new Warmup(700), true, 1_000, 1);

        assertFalse(watch.isOver(BEGIN_NS + 699, 1_000));
        assertTrue(watch.isOver(BEGIN_NS + 700, 1_000));
        assertEquals(Warmup.Ending.ASKED, watch.ending());
    }

    @Test
    void shouldNotBeOverBeforeItsNextTime()
    {
        final WarmupWatch windows = watch(Warmup.AUTO, true, LONG_NS, 500);
        final WarmupWatch part = watch(Warmup.AUTO, true, 5_000, MANY);
        final WarmupWatch time = watch(new Warmup(700), true, 1_000, 500);

        assertEquals(BEGIN_NS + WarmupWatch.WINDOW_NS, windows.nextNs());
        window(windows, 1, 10);
        assertEquals(BEGIN_NS + 2 * WarmupWatch.WINDOW_NS, windows.nextNs());
        assertEquals(100, windows.countLimit());
        assertEquals(BEGIN_NS + 1_000, part.nextNs());
        assertEquals(BEGIN_NS + 700, time.nextNs());
        assertEquals(MANY, time.countLimit());
    }

    private WarmupWatch watch(final Warmup asked, final boolean hasGenerator, final long durationNs, final long count)
    {
        final WarmupWatch watch = new WarmupWatch(asked, hasGenerator, durationNs, count, () -> compiledNs);
        watch.begin(BEGIN_NS, 0);

        return watch;
    }

    private static boolean window(final WarmupWatch watch, final int number, final long delivered)
    {
        return watch.isOver(BEGIN_NS + number * WarmupWatch.WINDOW_NS, delivered);
    }
}
