package org.gale.engine.storm.profile;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the second count of actions that are due, with times in ns. */
class DueWitnessTest
{
    private static final int PER_S = 1_000;
    private static final long MS = 1_000_000;

    @Test
    void shouldCountNoneWithoutARateOrBeforeTheFirst()
    {
        assertEquals(0, new DueWitness(0).due(MS));
        assertEquals(0, new DueWitness(PER_S).due(MS));
    }

    @Test
    void shouldCountThoseThatWereMissed()
    {
        final DueWitness seen = new DueWitness(PER_S);
        seen.taken(MS);
        seen.taken(4 * MS + 7);

        assertEquals(4, seen.due(4 * MS + 7));
        assertEquals(4, seen.due(5 * MS + 6));
        assertEquals(5, seen.due(5 * MS + 7));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = { 1, 2, 3, 4 })
    void shouldCountWhatTheActionsCount(final long seed)
    {
        final Random random = new Random(seed);
        final ActionsByTime actions = new ActionsByTime(PER_S);
        final DueWitness seen = new DueWitness(PER_S);
        long nowNs = seed;
        for (int i = 0; i < 2_000; i++)
        {
            nowNs += random.nextLong(i % 9 == 0 ? 5 * MS : MS);
            assertEquals(actions.due(nowNs), seen.due(nowNs));
            if (actions.isDue(nowNs) && random.nextInt(5) > 0)
            {
                actions.take(nowNs);
                seen.taken(nowNs);
            }
            assertEquals(actions.due(nowNs), seen.due(nowNs));
            assertEquals(actions.due(nowNs - MS / 3), seen.due(nowNs - MS / 3));
        }
    }
}
