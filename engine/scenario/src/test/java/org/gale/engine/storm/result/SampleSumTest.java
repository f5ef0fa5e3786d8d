package org.gale.engine.storm.result;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of sums of samples. */
class SampleSumTest
{
    @Test
    void shouldLoseThePercentilesOfAResultWithoutHistogramAlone()
    {
        final SampleSum one = SampleSum.ofPart();
        one.addExact(LatencySummary.of(200, 2_000, percentile -> 10));
        one.lacksHistogram();
        final SampleSum two = SampleSum.ofPart();
        two.add(7, 300);
        two.addExact(LatencySummary.of(300, 2_100, percentile -> 7));

        assertEquals(7, two.summary().p99());
        two.add(one);
        assertEquals(LatencySummary.of(500, 4_100, percentile -> percentile.isMax() ? 10 : LatencySummary.NONE),
            two.summary());
    }

    @Test
    void shouldDistinguishNoMoreDigitsThanOneOfTheResults()
    {
        final SampleSum fine = SampleSum.ofStorm();
        fine.add(1_001_000, 100);
        fine.addExact(LatencySummary.of(100, 100_100_000, percentile -> 1_001_000));
        final SampleSum coarse = SampleSum.ofPart();
        coarse.limit(2);

        final SampleSum limited = SampleSum.ofStorm();
        limited.add(fine);
        limited.add(coarse);
        assertEquals(2, limited.samples().getNumberOfSignificantValueDigits());
        coarse.add(fine);
        assertEquals(2, coarse.samples().getNumberOfSignificantValueDigits());
        assertEquals(100, coarse.count());
        assertEquals(1_001_000, coarse.summary().p99(), "no percentile exceeds the maximum");
    }
}
