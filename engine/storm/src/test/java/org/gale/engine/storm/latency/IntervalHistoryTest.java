package org.gale.engine.storm.latency;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.gale.engine.host.HelperIdle;
import org.gale.engine.storm.figure.Latency;
import org.gale.engine.storm.result.HeatScale;
import org.gale.engine.storm.result.Interval;
import org.gale.engine.storm.result.ResponseHeat;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class IntervalHistoryTest
{
    private static final long SECOND = 1_000_000_000L;
    private static final long FIRST = 77;
    private static final int LIMIT = 5;

    private final LatencyHistograms histograms = new LatencyHistograms(1);
    private final IntervalHistory history = new IntervalHistory(histograms, false, LIMIT);
    private long delivered;

    @Test
    void shouldHaveEachSampleInOneIntervalAndInTheSum()
    {
        history.begin(FIRST, false);
        respond(1_000, 3);
        history.poll(FIRST + SECOND - 1, this::figures);
        respond(1_000, 4);
        history.poll(FIRST + SECOND, this::figures);
        respond(9_000, 5);
        runHelper();
        history.poll(FIRST + 2 * SECOND + 5, this::figures);
        respond(20_000, 6);
        runHelper();
        history.finish(FIRST + 2 * SECOND + SECOND / 2, this::figures);

        final List<Interval> intervals = history.intervals();
        assertEquals(3, intervals.size());
        assertEquals(7, intervals.get(0).latencies().get("response").count());
        assertEquals(7, intervals.get(0).counts().delivered());
        assertEquals(5, intervals.get(1).latencies().get("response").count());
        assertEquals(SECOND + 5, intervals.get(1).lengthNs());
        assertEquals(6, intervals.get(2).counts().delivered());
        assertEquals(20_000, histograms.response().getMaxValue() / 1_000 * 1_000);
        assertEquals(18, histograms.response().getTotalCount());
        assertEquals(18, histograms.stages().get("late").getTotalCount());
    }

    @Test
    void shouldCountInEachIntervalFromTheEndOfTheLast()
    {
        history.begin(FIRST, false);
        history.poll(FIRST + SECOND, () -> new IntervalHistory.Figures(70, 60, 10, 30, 100));
        runHelper();
        history.finish(FIRST + 2 * SECOND, () -> new IntervalHistory.Figures(90, 85, 5, 20, 150));

        assertEquals(List.of(new Interval.Counts(70, 60, 10, 30, 100), new Interval.Counts(20, 25, 5, 20, 50)),
            history.intervals().stream().map(Interval::counts).toList());
        assertEquals(List.of(0L, SECOND), history.intervals().stream().map(Interval::startNs).toList());
    }

    @Test
    void shouldGoOnWithAnIntervalAsLongAsTheHelperIsBusy()
    {
        history.begin(FIRST, false);
        respond(1_000, 1);
        history.poll(FIRST + SECOND, this::figures);
        respond(1_000, 2);
        history.poll(FIRST + 2 * SECOND, this::figures);
        respond(1_000, 3);
        runHelper();
        history.poll(FIRST + 3 * SECOND, this::figures);
        history.finish(FIRST + 3 * SECOND, this::figures);

        final List<Interval> intervals = history.intervals();
        assertEquals(2, intervals.size());
        assertEquals(5, intervals.get(1).latencies().get("response").count());
        assertEquals(2 * SECOND, intervals.get(1).lengthNs());
        assertEquals(6, histograms.response().getTotalCount());
    }

    @Test
    void shouldLeaveTheWarmUpOutOfTheSum()
    {
        history.begin(FIRST, true);
        respond(50_000, 10);
        history.poll(FIRST + SECOND, this::figures);
        runHelper();
        respond(50_000, 10);
        history.measure(FIRST + SECOND + SECOND / 4, this::figures);
        histograms.reset();
        runHelper();
        respond(1_000, 3);
        history.finish(FIRST + 2 * SECOND, this::figures);

        final List<Interval> intervals = history.intervals();
        assertEquals(List.of(true, true, false), intervals.stream().map(Interval::isWarmup).toList());
        assertEquals(3, histograms.response().getTotalCount());
        assertEquals(10, intervals.get(1).latencies().get("response").count());
    }

    @Test
    void shouldForgetTheWarmUpAlthoughTheHelperIsBusyAtItsEnd()
    {
        history.begin(FIRST, true);
        respond(50_000, 10);
        history.poll(FIRST + SECOND, this::figures);
        respond(50_000, 10);
        history.measure(FIRST + SECOND + 1, this::figures);
        histograms.reset();
        respond(1_000, 3);
        history.finish(FIRST + 2 * SECOND, this::figures);

        assertEquals(3, histograms.response().getTotalCount());
        assertTrue(histograms.response().getMaxValue() < 2_000);
    }

    @Test
    void shouldKeepEverythingOfAStormThatNeverIsWarm()
    {
        history.begin(FIRST, true);
        respond(1_000, 3);
        history.poll(FIRST + SECOND, this::figures);
        respond(1_000, 4);
        history.finish(FIRST + SECOND + 9, this::figures);

        assertEquals(7, histograms.response().getTotalCount());
    }

    @Test
    void shouldRetainUpToALimit()
    {
        history.begin(FIRST, false);
        for (int i = 1; i <= LIMIT + 2; i++)
        {
            respond(1_000, 1);
            history.poll(FIRST + i * SECOND, this::figures);
            runHelper();
        }
        history.finish(FIRST + (LIMIT + 2) * SECOND, this::figures);

        assertEquals(LIMIT, history.intervals().size());
        assertEquals(2, history.dropped());
        assertEquals(2 * SECOND, history.intervals().get(0).startNs());
        assertEquals(LIMIT + 2, histograms.response().getTotalCount());
    }

    @Test
    void shouldHaveNoIntervalBeforeTheFirstOffer()
    {
        history.poll(FIRST, this::figures);
        history.finish(FIRST, this::figures);

        assertTrue(history.intervals().isEmpty());
    }

    @Test
    void shouldHaveTheResponseTimesOverTheRun()
    {
        history.begin(FIRST, false);
        respond(5_000, 7);
        histograms.move(FIRST + SECOND);
        respond(5_000, 2);
        history.finish(FIRST + SECOND + 1, this::figures);

        final ResponseHeat heat = history.heat();

        assertEquals(7, heat.slices().get(0).get(HeatScale.step(5_000)));
        assertEquals(2, heat.slices().get(heat.slices().size() - 1).get(HeatScale.step(5_000)));
    }

    @Test
    void shouldScaleTheHeatLogarithmically()
    {
        assertEquals(HeatScale.step(1_000) + 10, HeatScale.step(10_000));
        assertEquals(HeatScale.step(1_000), HeatScale.step(1_200));
        assertEquals(0, HeatScale.step(0));
        assertEquals(HeatScale.STEPS - 1, HeatScale.step(Long.MAX_VALUE));
        for (int step = 0; step < HeatScale.STEPS; step++)
        {
            assertEquals(step, HeatScale.step((long)Math.ceil(HeatScale.fromNs(step))));
        }
    }

    @Test
    void shouldEndIntervalsAtWholeSecondsAfterALateOne()
    {
        history.begin(FIRST, false);
        assertFalse(history.poll(FIRST + SECOND - 1, this::figures));
        assertTrue(history.poll(FIRST + SECOND + SECOND / 4, this::figures));
        runHelper();

        assertFalse(history.poll(FIRST + 2 * SECOND - 1, this::figures));
        assertTrue(history.poll(FIRST + 2 * SECOND, this::figures));
        runHelper();
        assertFalse(history.poll(FIRST + 3 * SECOND - 1, this::figures));
        assertTrue(history.poll(FIRST + 3 * SECOND, this::figures));
    }

    @Test
    void shouldSayWhetherTheEndOfTheWarmUpMadeAnInterval()
    {
        assertFalse(history.measure(FIRST, this::figures), "nothing was offered");
        history.begin(FIRST, true);
        assertTrue(history.measure(FIRST + 1, this::figures));
        runHelper();

        assertFalse(history.measure(FIRST + 2, this::figures), "it is warm");
    }

    @Test
    void shouldPaceItsCycles()
    {
        assertEquals(0, history.doWork());
        history.begin(FIRST, false);
        history.poll(FIRST + SECOND, this::figures);
        for (int i = 0; i < Latency.ofInterrupts(false).size(); i++)
        {
            assertEquals(HelperIdle.PACED, history.doWork());
        }

        assertEquals(0, history.doWork());
    }

    @Test
    void shouldRetainTheHistogramsOfEachIntervalWhenAskedTo() throws DataFormatException
    {
        final IntervalHistory whole = new IntervalHistory(histograms, true);
        whole.begin(FIRST, false);
        respond(1_000, 3);
        whole.poll(FIRST + SECOND, this::figures);
        whole.finishTaking();
        respond(2_000, 4);
        respond(500, 1);
        whole.finish(FIRST + SECOND + 1, this::figures);

        final List<Interval> intervals = whole.intervals();
        assertEquals(List.of(9, 9), intervals.stream().map(interval -> interval.encoded().size()).toList());
        assertEquals("3 of 1000", decoded(intervals.get(0).encoded().get(0)));
        assertEquals("5 of 2000", decoded(intervals.get(1).encoded().get(0)));
        assertEquals("0 of 0", decoded(intervals.get(1).encoded().get(1)), "no service was recorded");
    }

    @Test
    void shouldRetainNoHistogramsUnlessAskedTo()
    {
        history.begin(FIRST, false);
        respond(1_000, 3);
        history.finish(FIRST + 1, this::figures);

        assertEquals(List.of(), history.intervals().get(0).encoded());
        assertEquals(Latency.ofInterrupts(false).stream().map(Latency::label).toList(),
            List.copyOf(history.intervals().get(0).latencies().keySet()));
    }

    private static String decoded(final byte[] encoded) throws DataFormatException
    {
        final Histogram histogram = Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(encoded), 0);

        return histogram.getTotalCount() + " of " + histogram.getMaxValue() / 500 * 500;
    }

    private IntervalHistory.Figures figures()
    {
        return new IntervalHistory.Figures(delivered, delivered, 0, 0, 0);
    }

    private void respond(final long ns, final long times)
    {
        histograms.response(ns, 0, times);
        delivered += times;
    }

    private void runHelper()
    {
        for (int i = 0; i < Latency.ofInterrupts(false).size(); i++)
        {
            history.doWork();
        }
    }
}
