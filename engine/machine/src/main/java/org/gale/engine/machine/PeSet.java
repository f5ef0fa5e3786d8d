package org.gale.engine.machine;

import java.util.Arrays;

/** Mutable set of PEs. Owned by one thread. */
public final class PeSet
{
    private final long[] words;
    private int size;

    /** Creates an empty set for PEs 0 to {@code peCount − 1}. */
    public PeSet(final int peCount)
    {
        words = new long[(peCount + Long.SIZE - 1) / Long.SIZE];
    }

    /** Returns the number of PEs in the set. */
    public int size()
    {
        return size;
    }

    /**
     * Returns the first PE of the set from a PE on.
     *
     * @return the PE, at least {@code pe}, or −1 if there is none
     */
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

    /** Adds the PEs of another set with the same number of PEs. */
    public void addAll(final PeSet other)
    {
        int sum = 0;
        for (int i = 0; i < words.length; i++)
        {
            words[i] |= other.words[i];
            sum += Long.bitCount(words[i]);
        }
        size = sum;
    }

    /** Empties the set. */
    public void clear()
    {
        Arrays.fill(words, 0);
        size = 0;
    }

    public void set(final int pe, final boolean in)
    {
        final long bit = 1L << pe;
        if (((words[pe >>> 6] & bit) != 0) != in)
        {
            words[pe >>> 6] ^= bit;
            size += in ? 1 : -1;
        }
    }
}
