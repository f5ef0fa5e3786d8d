package org.gale.benchmarks;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Seeded permutations, equal on every JDK. */
final class Permutation
{
    private static final String ALGORITHM = "L64X128MixRandom";

    private Permutation()
    {
    }

    /** Returns the numbers 0 to {@code count − 1} in a seeded order. */
    static int[] of(final int count, final long seed)
    {
        final RandomGenerator random = RandomGeneratorFactory.of(ALGORITHM).create(seed);
        final int[] order = new int[count];
        for (int i = 0; i < count; i++)
        {
            final int j = (int)Long.remainderUnsigned(random.nextLong(), i + 1);
            order[i] = order[j];
            order[j] = i;
        }

        return order;
    }
}
