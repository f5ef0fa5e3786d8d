package org.gale.tables.memory;

/** Hash mixer of all digests of state, commands and outputs. Pure functions; the mix of zeros is 0. */
public final class Mix
{
    private static final long PRIME = 0x9e3779b97f4a7c15L;

    private Mix()
    {
    }

    /**
     * Mixes a word into a hash.
     *
     * @return the hash of the words that {@code hash} stands for, followed by a word
     */
    public static long of(final long hash, final long word)
    {
        final long mixed = (hash ^ word) * PRIME;

        return Long.rotateLeft(mixed, 29) ^ (mixed >>> 32);
    }

    /**
     * Mixes words into a hash.
     *
     * @return the hash of the words that {@code hash} stands for, followed by these words
     */
    public static long all(final long hash, final long[] words)
    {
        long mixed = hash;
        for (final long word : words)
        {
            mixed = of(mixed, word);
        }

        return mixed;
    }

    /**
     * Mixes a word into one of several chains that lie side by side: the shortest step whose chains, mixed with {@link
     * #of} at the end, hold every bit. Each bit of a word reaches the top of the product, and the rotation brings it
     * down for the next.
     *
     * @return the hash of the words that {@code hash} stands for, followed by a word
     */
    public static long link(final long hash, final long word)
    {
        return Long.rotateLeft(hash ^ word, 29) * PRIME;
    }
}
