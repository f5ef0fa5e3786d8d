package org.gale.engine.accounting;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Ranges of excused interrupts, against one interrupt at a time. */
class ExcusedRangeTest
{
    private static final int ID_END = 140_000;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = { 1, 2, 3, 4 })
    void shouldExcuseEachInterruptOfARangeAndNoOther(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final Account account = new Account();
        final boolean[] expected = new boolean[ID_END];
        for (int i = 0; i < 40; i++)
        {
            final int from = (int)random.nextLong(ID_END);
            final int to = Math.min(ID_END, from + (int)random.nextLong(i % 2 == 0 ? 70 : 3_000));
            account.excuse(from, to);
            for (int id = from; id < to; id++)
            {
                expected[id] = true;
            }
        }

        long count = 0;
        for (int id = 0; id < ID_END; id++)
        {
            assertEquals(expected[id], account.isExcused(id), "id " + id);
            count += expected[id] ? 1 : 0;
        }
        assertEquals(count, account.excusedCount());
    }
}
