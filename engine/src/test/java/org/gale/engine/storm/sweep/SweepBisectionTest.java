package org.gale.engine.storm.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
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
    @CsvSource({"999, 2, 999, false, 2", ", 0, 10, true, 1"})
    void shouldTakeABoundThatAnEarlierVersionNamed(
        final String value, final int tryNumber, final String bound, final boolean holds, final int tried)
    {
        final SweepSearch search = search(10, 999);

        assertEquals(new RunEnd.Found("a.b", null, tried, 2, new RunEnd.Bound(bound, holds)),
            new RunEnd.Found("a.b", value, tryNumber, 2).within(search));
        final RunEnd.Found found = new RunEnd.Found("a.b", "998", 3, 9);
        assertEquals(found, found.within(search));
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
