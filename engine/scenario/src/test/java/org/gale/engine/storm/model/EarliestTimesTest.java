package org.gale.engine.storm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EarliestTimesTest
{
    @ParameterizedTest
    @ValueSource(ints = { 1, 2, 3, 7, 8, 9, 100 })
    void shouldKnowTheLowestOfTheEarliest(final int count)
    {
        final long seed = 3;
        final SplittableRandom random = new SplittableRandom(seed);
        final EarliestTimes times = new EarliestTimes(count);
        final long[] expected = new long[count];
        Arrays.fill(expected, TrafficModel.NEVER);

        for (int i = 0; i < 2_000; i++)
        {
            final int source = (int)((random.nextLong() >>> 1) % count);
            final long ns = (random.nextLong() >>> 1) % 8 == 0 ? TrafficModel.NEVER : (random.nextLong() >>> 1) % 50;
            expected[source] = ns;
            times.set(source, ns);
            int first = 0;
            for (int other = 1; other < count; other++)
            {
                first = expected[other] < expected[first] ? other : first;
            }

            assertEquals(expected[first], times.firstNs(), "seed " + seed);
            assertEquals(first, times.first(), "seed " + seed);
        }
    }

    @Test
    void shouldNeverComeWhenNoTimeIsSet()
    {
        assertEquals(TrafficModel.NEVER, new EarliestTimes(3).firstNs());
    }
}
