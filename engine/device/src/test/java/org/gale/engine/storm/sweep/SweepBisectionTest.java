package org.gale.engine.storm.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.gale.engine.config.Quantity;
import org.gale.engine.report.document.DocumentReader;
import org.gale.engine.report.sweep.SearchLaws;
import org.gale.engine.storm.result.sweep.RunEnd;
import org.gale.engine.storm.result.sweep.SweepSearch;
import org.gale.engine.storm.result.sweep.SweepTexts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepBisectionTest
{
    private final List<Long> tried = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"10, 999, 57", "1, 1000, 512", "0, 64, 1", "10, 999, 998"})
    void shouldFindTheHighestValueAtWhichTheConditionDoesNotHold(final long low, final long high, final long highest)
    {
        final SweepBisection bisection = bisect(low, high, highest);

        assertEquals(Long.toString(highest), bisection.found().value());
        assertEquals(tried.size(), bisection.found().tries());
        assertEquals(highest, tried.get(bisection.found().tryNumber() - 1));
    }

    @Test
    void shouldTryAtMostTwentyValues()
    {
        final SweepBisection bisection = bisect(1, 1_000_000_000_000L, 123_456_789_012L);

        assertEquals(20, tried.size());
        final long found = Long.parseLong(bisection.found().value());
        assertTrue(found <= 123_456_789_012L && found > 123_000_000_000L, bisection.found().value());
    }

    @Test
    void shouldNameTheLowestValueAsABoundWhenTheConditionHoldsThere()
    {
        final SweepBisection bisection = bisect(10, 999, 9);

        assertEquals(List.of(10L), tried);
        assertEquals(new RunEnd.Found("a.b", null, 1, 1, new RunEnd.Bound("10", true)), bisection.found());
        assertEquals("10", bisection.found().tried());
    }

    @Test
    void shouldNameTheHighestValueAsABoundWhenTheConditionHoldsNowhere()
    {
        final SweepBisection bisection = bisect(10, 999, 5_000);

        assertEquals(List.of(10L, 999L), tried);
        assertEquals(new RunEnd.Found("a.b", null, 2, 2, new RunEnd.Bound("999", false)), bisection.found());
        assertEquals("999", bisection.found().tried());
    }

    @ParameterizedTest
    @CsvSource({"10-999", "1-1000", "0-64", "0-1000000007", "1-1000000000000", "10us-1ms", "0.5-40.0", "0-0.7",
        "0.123456-2GiB", "2-3", "1-9000000000000000000", "3-1000003"})
    void shouldFollowFromItsSpan(final String span) throws IOException
    {
        final Random random = new Random(1);
        final SweepSearch search = SweepTexts.read("search: {a.b: " + span + ", until: 'rate > 1'}").search();
        final double low = search.span().from().doubleValue();
        final double high = search.span().to().doubleValue();
        for (int round = 0; round < 200; round++)
        {
            final double highest = low + random.nextDouble() * random.nextDouble() * (high - low);
            final SweepBisection bisection = new SweepBisection(search);
            for (String value = bisection.next(); value != null; value = bisection.next())
            {
                final boolean isDuration = value.endsWith("s");
                bisection.tried((isDuration ? Quantity.durationNs(value) : Double.parseDouble(value)) > highest);
            }

            assertNull(SearchLaws.fault(DocumentReader.tree("{\"a.b\": \"" + span + "\", \"until\": \"\"}"),
                bisection.found()), span + " to " + highest);
        }
    }

    @ParameterizedTest
    @CsvSource({"a.b, 57, 4, 9", "c.d, 512, 12, 12", "a.b, 1000, 2, 2", "a.b, 32, 3, 3"})
    void shouldContradictItsSpan(final String key, final String value, final int tryNumber, final int tries)
        throws IOException
    {
        assertNotNull(SearchLaws.fault(DocumentReader.tree("{\"a.b\": \"1-1000\", \"until\": \"\"}"),
            new RunEnd.Found(key, value, tryNumber, tries)));
    }

    @ParameterizedTest
    @CsvSource({"1, true, 1, true", "1000, false, 2, true", "1, false, 2, false", "1000, true, 1, false",
        "1000, false, 1, false", "900, false, 2, false"})
    void shouldEndAtAnEndOfItsSpan(
        final String value, final boolean holds, final int tryNumber, final boolean isSound) throws IOException
    {
        final RunEnd.Found found =
            new RunEnd.Found("a.b", null, tryNumber, tryNumber, new RunEnd.Bound(value, holds));

        assertEquals(isSound, SearchLaws.fault(
            DocumentReader.tree("{\"a.b\": \"1-1000\", \"until\": \"\"}"), found) == null);
    }

    private static SweepSearch search(final long low, final long high)
    {
        return SweepTexts.read("search: {a.b: " + low + "-" + high + ", until: 'rate > 1'}").search();
    }

    private SweepBisection bisect(final long low, final long high, final long highest)
    {
        final SweepBisection bisection = new SweepBisection(search(low, high));
        for (String value = bisection.next(); value != null; value = bisection.next())
        {
            tried.add(Long.parseLong(value));
            bisection.tried(Long.parseLong(value) > highest);
        }

        return bisection;
    }
}
