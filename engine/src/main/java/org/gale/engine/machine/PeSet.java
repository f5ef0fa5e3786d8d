package org.gale.engine.machine;

import java.util.Arrays;

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

    /** Takes in the PEs of another set for as many. */
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
