package org.gale.engine.gicv5;

import java.util.SplittableRandom;

/** Source of random choices from one seed, equal on every JDK: everything is made of {@code nextLong}. */
public final class RandomSource
{
    private SplittableRandom random;

    public RandomSource(final long seed)
    {
        random = new SplittableRandom(seed);
    }

    /** Begins anew with another seed. */
    void reseed(final long seed)
    {
        random = new SplittableRandom(seed);
    }

    public long any()
    {
        return random.nextLong();
    }

    /** Returns a number from 0 to {@code limit − 1}. */
    public int below(final int limit)
    {
        return (int)Long.remainderUnsigned(random.nextLong(), limit);
    }

    public int between(final int first, final int last)
    {
        return first + below(last - first + 1);
    }

    /** Returns true once in {@code n} times. */
    public boolean oneIn(final int n)
    {
        return below(n) == 0;
    }

    public boolean coin()
    {
        return oneIn(2);
    }
}
