package org.gale.engine.storm.virtual;

import java.util.BitSet;
import org.gale.engine.storm.result.WarmedUp;
import org.gale.engine.storm.scenario.JudgedSettings;
import org.gale.engine.storm.scenario.MeasureSettings;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.storm.scenario.Warmup;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RunSpanTest
{
    private static final long COUNT = 100;
    private static final long NEVER = Long.MAX_VALUE;

    @Test
    void shouldHaveNoWarmupWhenTheJobHasNone()
    {
        final RunSpan span = new RunSpan(SettingValues.NONE.with(MeasureSettings.WARMUP, 0L), COUNT, 5_000, reached());

        assertTrue(span.isJudged());
        assertEquals(RunSpan.NOT_YET, span.warmupEndNs(9_000, COUNT));
        assertEquals(COUNT, span.countLimit());
        assertEquals(5_000, span.endNs());
        assertTrue(span.warmup().isNone());
    }

    @Test
    void shouldEndTheWarmupOfAJobAtItsTime()
    {
        final RunSpan span = new RunSpan(SettingValues.NONE.with(MeasureSettings.WARMUP, 70L), COUNT, NEVER, reached());

        assertFalse(span.isJudged());
        assertEquals(RunSpan.NOT_YET, span.warmupEndNs(69, COUNT));
        assertEquals(70, span.warmupEndNs(70, 0));
        assertEquals(70, span.warmupEndNs(90, 0));
        span.judge(70, 3, 2);
        assertEquals(COUNT, span.countLimit(), "events of the warm-up are of the count");
        assertEquals(new Warmup.Past(Warmup.Ending.ASKED, 70, 3, 2), span.warmup());
        assertEquals(RunSpan.NOT_YET, span.warmupEndNs(90, 5));
    }

    @Test
    void shouldWarmUpForATenthOfTheCount()
    {
        final RunSpan span = span(1, 0, NEVER);

        assertEquals(RunSpan.NOT_YET, span.warmupEndNs(50, 9));
        assertEquals(60, span.warmupEndNs(60, 10));
    }

    @Test
    void shouldWarmUpForATenthOfTheDuration()
    {
        final RunSpan span = span(1, 0, 1_000);

        assertEquals(RunSpan.NOT_YET, span.warmupEndNs(99, 0));
        assertEquals(100, span.warmupEndNs(100, 0));
    }

    @Test
    void shouldWarmUpUntilEachVcpuHasHandledAnInterrupt()
    {
        final RunSpan span = span(1, 0, NEVER, 3, 5);

        span.handled(3);
        assertEquals(RunSpan.NOT_YET, span.warmupEndNs(60, 40));
        span.handled(3);
        assertEquals(RunSpan.NOT_YET, span.warmupEndNs(61, 41));
        span.handled(5);
        assertEquals(62, span.warmupEndNs(62, 42));
        span.judge(62, 42, 3);
        assertEquals(new WarmedUp.Starts(0, 2), span.starts());
    }

    @Test
    void shouldWarmUpForNoLongerThanTheJudgedPart()
    {
        final RunSpan span = span(1, 0, NEVER, 3, 5, 7);

        span.handled(3);
        assertEquals(RunSpan.NOT_YET, span.warmupEndNs(60, 99));
        assertEquals(61, span.warmupEndNs(61, 100));
        span.judge(61, 100, 1);
        span.handled(3);
        span.handled(5);
        assertEquals(new WarmedUp.Starts(1, 2), span.starts(), "one vCPU began cold, and one never began");
    }

    @Test
    void shouldWarmUpForNoLongerThanTheDuration()
    {
        final RunSpan span = span(1, 0, 1_000, 3);

        assertEquals(RunSpan.NOT_YET, span.warmupEndNs(999, 50));
        assertEquals(1_000, span.warmupEndNs(1_000, 50));
    }

    @Test
    void shouldWarmUpForTheTimeOfTheJobAtLeast()
    {
        final SettingValues settings = JudgedSettings.of(1, 0).with(MeasureSettings.WARMUP, 70L);
        final RunSpan span = new RunSpan(settings, COUNT, NEVER, reached());

        assertEquals(RunSpan.NOT_YET, span.warmupEndNs(69, 200));
        assertEquals(70, span.warmupEndNs(70, 200));
    }

    @Test
    void shouldHaveCountAndDurationOfTheJudgedPart()
    {
        final RunSpan span = span(1, 0, 1_000);
        assertEquals(StormSettings.COUNT_UNLIMITED, span.countLimit());
        assertEquals(NEVER, span.endNs());

        span.judge(120, 17, 16);

        assertEquals(117, span.countLimit());
        assertEquals(1_120, span.endNs());
        assertEquals(new Warmup.Past(Warmup.Ending.ASKED, 120, 17, 16), span.warmup());
    }

    @Test
    void shouldHaveNoLimitWhereTheJobHasNone()
    {
        final RunSpan span = new RunSpan(JudgedSettings.of(2, 1), StormSettings.COUNT_UNLIMITED, NEVER, reached());

        span.judge(120, 17, 16);

        assertEquals(StormSettings.COUNT_UNLIMITED, span.countLimit());
        assertEquals(NEVER, span.endNs());
    }

    @Test
    void shouldJudgeSeveralLengths()
    {
        final RunSpan span = span(2, 0, NEVER);

        assertEquals(RunSpan.NOT_YET, span.warmupEndNs(60, 19));
        assertEquals(61, span.warmupEndNs(61, 20));
        span.judge(61, 20, 19);
        assertEquals(220, span.countLimit());
    }

    @Test
    void shouldLeaveAJudgedPartOutBehindTheWarmup()
    {
        final RunSpan span = span(1, 1, NEVER, 3);

        assertEquals(RunSpan.NOT_YET, span.warmupEndNs(60, 12));
        span.handled(3);
        assertEquals(RunSpan.NOT_YET, span.warmupEndNs(61, 13));
        assertEquals(RunSpan.NOT_YET, span.warmupEndNs(900, 112));
        assertEquals(901, span.warmupEndNs(901, 113));
        span.judge(901, 113, 112);
        assertEquals(213, span.countLimit());
    }

    @Test
    void shouldLeaveSeveralJudgedPartsOut()
    {
        final RunSpan span = span(1, 4, NEVER);

        assertEquals(RunSpan.NOT_YET, span.warmupEndNs(61, 10));
        assertEquals(RunSpan.NOT_YET, span.warmupEndNs(400, 409));
        assertEquals(401, span.warmupEndNs(401, 410));
    }

    private static RunSpan span(final long lengths, final long skipped, final long durationNs, final int... vcpus)
    {
        return new RunSpan(JudgedSettings.of(lengths, skipped), COUNT, durationNs, reached(vcpus));
    }

    private static BitSet reached(final int... vcpus)
    {
        final BitSet reached = new BitSet();
        for (final int vcpu : vcpus)
        {
            reached.set(vcpu);
        }

        return reached;
    }
}
