package org.gale.engine.storm.latency;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Marks in places and in a table, against a map. */
class WaitingMarksTest
{
    private static final int STEPS = 200_000;

    @ParameterizedTest(name = "{0} LPIs, one of {1}")
    @CsvSource({"64, 1", "64, 16", "1000, 1", "1000, 2", "1000, 3", "1000, 16", "65536, 16", "1000, 1000"})
    void shouldKeepTheMarkOfEachLpi(final int lpis, final int every)
    {
        final WaitingMarks marks = new WaitingMarks(lpis, every);
        final int limit = WaitingMarks.limit(lpis, every);
        final Map<Integer, Long> expected = new HashMap<>();
        final SplittableRandom random = new SplittableRandom(lpis + every);
        for (int i = 1; i <= STEPS; i++)
        {
            final int lpi = random.nextInt(Math.min(lpis, 2 * limit));
            if (random.nextInt(3) > 0)
            {
                final boolean hasRoom = expected.containsKey(lpi) || expected.size() < limit;
                assertEquals(hasRoom, marks.put(lpi, i));
                if (hasRoom)
                {
                    expected.put(lpi, (long)i);
                }
            }
            else
            {
                final Long mark = expected.remove(lpi);
                assertEquals(mark == null ? WaitingMarks.NONE : mark, marks.take(lpi));
            }
            assertEquals(expected.size(), marks.size());
            final int other = random.nextInt(lpis);
            assertEquals(expected.getOrDefault(other, WaitingMarks.NONE), marks.get(other));
        }
    }

    @Test
    void shouldRefuseMoreThanItsLimit()
    {
        final WaitingMarks marks = new WaitingMarks(65_536, 16);
        final int limit = WaitingMarks.limit(65_536, 16);
        for (int lpi = 0; lpi < limit; lpi++)
        {
            assertTrue(marks.put(lpi, 1));
        }

        assertFalse(marks.put(limit, 1));
        assertTrue(marks.put(0, 2), "in place of one");
        assertEquals(2, marks.take(0));
        assertTrue(marks.put(limit, 1));
    }

    /** Eight deviations of a binomial distribution of the mean 4,096; for places, each LPI. */
    @ParameterizedTest(name = "{0} LPIs, one of {1}")
    @CsvSource({"65536, 16, 4616", "65536, 1, 65536", "65536, 2, 65536", "65536, 0, 0", "64, 16, 28", "8, 16, 8"})
    void shouldHaveRoomForWhatAllLpisMakeWait(final int lpis, final int every, final int limit)
    {
        assertEquals(limit, WaitingMarks.limit(lpis, every));
    }
}
