package org.gale.engine.irs;

/** The PEs whose signals may have to change: marked by whoever changes something, settled at the end of a command. */
public final class DirtyPes
{
    private final long[] words;
    private int marked;

    DirtyPes(final int peCount)
    {
        words = new long[(peCount + Long.SIZE - 1) / Long.SIZE];
    }

    /** Marks a PE. */
    public void mark(final int pe)
    {
        final long bit = 1L << pe;
        if ((words[pe >>> 6] & bit) == 0)
        {
            words[pe >>> 6] |= bit;
            marked++;
        }
    }

    /** Is any PE marked? */
    public boolean isEmpty()
    {
        return marked == 0;
    }

    /** Takes the lowest marked PE out. At least one is marked. */
    public int takeLowest()
    {
        int word = 0;
        while (words[word] == 0)
        {
            word++;
        }
        final int bit = Long.numberOfTrailingZeros(words[word]);
        words[word] &= words[word] - 1;
        marked--;

        return (word << 6) + bit;
    }
}
