package org.gale.engine.storm.latency;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.gale.engine.storm.result.LatencyHistogram;
import org.gale.engine.storm.result.LatencySummary;
import org.gale.engine.storm.result.PackedLatencyHistogram;
import org.gale.engine.storm.result.SummedHistogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class LatencyHistogramTest
{
    private static final long HIGHEST = 60_000_000_000L;
    private static final long EXACT = 21_706_702;
    private static final int DIGITS = 3;

    private final LatencyHistogram histogram = new LatencyHistogram(HIGHEST, DIGITS);

    @Test
    void shouldKnowTheExactMaximum()
    {
        histogram.recordValueWithCount(1_000, 99);
        histogram.recordValueWithCount(EXACT, 1);

        assertEquals(EXACT, histogram.getMaxValue());
        assertEquals(EXACT, histogram.getValueAtPercentile(99.99));
        assertEquals(1_000, histogram.getValueAtPercentile(50));
    }

    @Test
    void shouldKeepTheMaximumOfASum()
    {
        histogram.recordValueWithCount(EXACT, 1);
        final LatencyHistogram sum = new LatencyHistogram(HIGHEST, DIGITS);
        sum.recordValueWithCount(5, 1);
        sum.add(histogram);
        sum.add(new LatencyHistogram(HIGHEST, DIGITS));

        assertEquals(EXACT, sum.getMaxValue());
        assertEquals(2, sum.getTotalCount());
    }

    /** An hour for each of 2,562,047 samples is the last sum below 2^63: one more, and it is not known, for good. */
    @ParameterizedTest
    @CsvSource({"3600000000000, 2562047, 9223369200000000000", "3600000000000, 2562048, -1",
        "9223372036854775807, 1, 9223372036854775807", "9223372036854775807, 2, -1", "9223372036854775807, 4, -1"})
    void shouldNotKnowASumBeyondAllNumbers(final long ns, final long count, final long expected)
    {
        final PackedLatencyHistogram packed = new PackedLatencyHistogram(SummedHistogram.HIGHEST_NS, DIGITS);
        for (final SummedHistogram times : List.of(histogram, packed))
        {
            times.recordTime(ns, count);
            times.recordTime(0, 1);
            assertEquals(expected, times.sum());

            final LatencyHistogram sum = new LatencyHistogram(HIGHEST, DIGITS);
            sum.add((Histogram)times);
            assertEquals(expected, sum.sum());

            times.recordTime(ns, 1);
            assertEquals(LatencySummary.NONE, times.sum());
        }
    }

    /** The sum is of times as they were: one that is too long for the histogram counts in full, an earlier one as 0. */
    @Test
    void shouldKeepTheExactSumOfTimes()
    {
        final LatencyHistogram plain = new LatencyHistogram(SummedHistogram.HIGHEST_NS, DIGITS);
        final PackedLatencyHistogram packed = new PackedLatencyHistogram(SummedHistogram.HIGHEST_NS, DIGITS);
        for (final SummedHistogram times : List.of(plain, packed))
        {
            times.recordTime(EXACT, 3);
            times.recordTime(SummedHistogram.HIGHEST_NS + 5, 2);
            times.recordTime(-7, 4);

            assertEquals(3 * EXACT + 2 * (SummedHistogram.HIGHEST_NS + 5), times.sum());
        }
        final LatencyHistogram sum = new LatencyHistogram(SummedHistogram.HIGHEST_NS, DIGITS);
        final PackedLatencyHistogram packedSum = new PackedLatencyHistogram(SummedHistogram.HIGHEST_NS, DIGITS);
        packedSum.recordTime(1, 1);
        sum.recordTime(1, 1);
        sum.add(packed);
        packedSum.add(plain);

        assertEquals(1 + plain.sum(), sum.sum());
        assertEquals(1 + packed.sum(), packedSum.sum());
        assertEquals(10, packedSum.getTotalCount());
    }

    @Test
    void shouldForgetTheMaximumWithTheRest()
    {
        histogram.recordValueWithCount(EXACT, 1);
        histogram.reset();
        histogram.recordValueWithCount(3, 1);

        assertEquals(3, histogram.getMaxValue());
    }

    @Test
    void shouldBeLikeANewOneOnceItWasReset()
    {
        final PackedLatencyHistogram packed = new PackedLatencyHistogram(HIGHEST, DIGITS);
        final RepeatedValues values = new RepeatedValues(DIGITS);
        final LatencyHistogram fresh = new LatencyHistogram(HIGHEST, DIGITS);
        for (int round = 0; round < 2; round++)
        {
            histogram.recordTime(EXACT, 9);
            packed.recordTime(EXACT, 9);
            values.record(EXACT);
            values.record(EXACT);
            values.histogram();
            values.record(EXACT);

            histogram.reset();
            packed.reset();
            values.reset();
        }
        histogram.recordTime(7, 2);
        packed.recordTime(7, 2);
        values.record(7);
        values.record(7);
        fresh.recordTime(7, 2);

        for (final Histogram reset : List.of(histogram, packed, values.histogram()))
        {
            assertEquals(LatencySummary.of(fresh), LatencySummary.of(reset));
        }
    }

    @Test
    void shouldBeReadAsOneOfTheLibrary()
    {
        histogram.recordValueWithCount(EXACT, 1);
        final Histogram plain = new Histogram(HIGHEST, DIGITS);
        plain.add(histogram);

        assertEquals(plain.highestEquivalentValue(EXACT), plain.getMaxValue());
    }

    @ParameterizedTest
    @CsvSource({
        "0, -1, -1, -1, -1, -1, -1", "1, -1, -1, -1, -1, -1, 7", "2, 7, -1, -1, -1, -1, 7", "9, 7, -1, -1, -1, -1, 7",
        "10, 7, 7, -1, -1, -1, 7", "99, 7, 7, -1, -1, -1, 7", "100, 7, 7, 7, -1, -1, 7", "999, 7, 7, 7, -1, -1, 7",
        "1000, 7, 7, 7, 7, -1, 7", "9999, 7, 7, 7, 7, -1, 7", "10000, 7, 7, 7, 7, 7, 7"})
    void shouldHaveAPercentileOfEnoughSamplesAlone(
        final long count,
        final long p50,
        final long p90,
        final long p99,
        final long p999,
        final long p9999,
        final long max)
    {
        histogram.recordValueWithCount(7, count);

        assertEquals(new LatencySummary(count, 7 * count, List.of(p50, p90, p99, p999, p9999, max)),
            LatencySummary.of(count == 0 ? new LatencyHistogram(HIGHEST, DIGITS) : histogram));
    }
}
