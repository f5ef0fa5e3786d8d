package org.gale.engine.machine;

/** A set of PEs. Owned by one thread. */
public final class PeSet
{
    private final long[] words;
    private int size;

    /** An empty set of PEs 0 to {@code peCount − 1}. */
    public PeSet(final int peCount)
    {
        words = new long[(peCount + Long.SIZE - 1) / Long.SIZE];
    }

    /** Number of PEs in the set. */
    public int size()
    {
        return size;
    }

    /** The first PE at or after {@code pe} that is in the set, or −1. */
    public int next(final int pe)
    {
        for (int word = pe >>> 6; word < words.length; word++)
        {
            final long rest = word == pe >>> 6 ? words[word] & (-1L << pe) : words[word];
            if (rest != 0)
            {
                return (word << 6) + Long.numberOfTrailingZeros(rest);
            }
        }

        return -1;
    }

    /** Holds the same PEs as another set for as many from now on. */
    public void copy(final PeSet other)
    {
        System.arraycopy(other.words, 0, words, 0, words.length);
        size = other.size;
    }

    void set(final int pe, final boolean in)
    {
        final long bit = 1L << pe;
        if (((words[pe >>> 6] & bit) != 0) != in)
        {
            words[pe >>> 6] ^= bit;
            size += in ? 1 : -1;
        }
    }
}
