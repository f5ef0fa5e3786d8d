package org.gale.tables.bitmap;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

class PrioritySortTest
{
    private final PrioritySort sort = new PrioritySort();
    private final SplittableRandom random = new SplittableRandom(5);

    /** One priority: all by INTID. Two and 32: some share one. The sort is used again, and keeps nothing. */
    @Tag("M-TIE")
    @Tag("B-CPU-3")
    @ParameterizedTest(name = "{0} priorities")
    @ValueSource(ints = {1, 2, 5, 32})
    void shouldPutTheBestFirst(final int priorities)
    {
        for (int count = 0; count <= PrioritySort.LIMIT; count++)
        {
            for (int times = 0; times < 20; times++)
            {
                final long[] candidates = anyCandidates(priorities);
                final long[] sorted = candidates.clone();

                sort.sort(candidates.clone(), count, sorted);

                Arrays.sort(candidates, 0, count);
                assertArrayEquals(candidates, sorted, "of " + count);
            }
        }
    }

    private long[] anyCandidates(final int priorities)
    {
        final long[] candidates = new long[PrioritySort.LIMIT];
        for (int i = 0; i < candidates.length; i++)
        {
            candidates[i] = candidate(below(priorities),
                Intid.of(below(4) == 0 ? Intid.TYPE_SPI : Intid.TYPE_LPI, below(1 << 24)));
        }

        return candidates;
    }

    private static long candidate(final int priority, final int intid)
    {
        return (long)priority << PrioritySort.PRIORITY_SHIFT | intid;
    }

    private int below(final int limit)
    {
        return (int)Long.remainderUnsigned(random.nextLong(), limit);
    }
}
