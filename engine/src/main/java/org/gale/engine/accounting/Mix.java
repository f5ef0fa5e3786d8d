package org.gale.engine.accounting;

/** Mixes words of state into a digest. Pure functions. */
public final class Mix
{
    private static final long PRIME = 0x9e3779b97f4a7c15L;

    private Mix()
    {
    }

    /** The digest of what {@code hash} stands for, followed by a word. */
    public static long of(final long hash, final long word)
    {
        final long mixed = (hash ^ word) * PRIME;

        return Long.rotateLeft(mixed, 29) ^ (mixed >>> 32);
    }

    /** The digest of what {@code hash} stands for, followed by these words. */
    public static long all(final long hash, final long[] words)
    {
        long mixed = hash;
        for (final long word : words)
        {
            mixed = of(mixed, word);
        }

        return mixed;
    }
}
