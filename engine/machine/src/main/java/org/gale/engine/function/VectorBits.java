package org.gale.engine.function;

import org.gale.tables.memory.Mix;
import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StatePart;
import org.gale.tables.memory.StateStream;

/** Bit for each vector of a function. Owned by the machine's thread. */
final class VectorBits implements StatePart
{
    private static final long SEED = 1;                                         // not 0, so that leading zeros count

    private final long[] words;
    private final int vectors;
    private boolean isDigested;
    private long digest;

    VectorBits(final int vectors)
    {
        this.vectors = vectors;
        this.words = new long[wordCount(vectors)];
    }

    /** Returns the number of words that have the bits of so many vectors. */
    static int wordCount(final int vectors)
    {
        return (vectors + Long.SIZE - 1) / Long.SIZE;
    }

    boolean isSet(final int vector)
    {
        return (words[vector >>> 6] & (1L << vector)) != 0;
    }

    void set(final int vector)
    {
        words[vector >>> 6] |= 1L << vector;
        isDigested = false;
    }

    void clear(final int vector)
    {
        words[vector >>> 6] &= ~(1L << vector);
        isDigested = false;
    }

    void set(final int vector, final boolean isSet)
    {
        if (isSet)
        {
            set(vector);
        }
        else
        {
            clear(vector);
        }
    }

    void setAll()
    {
        for (int i = 0; i < words.length; i++)
        {
            words[i] = all(i);
        }
        isDigested = false;
    }

    void clearAll()
    {
        for (int i = 0; i < words.length; i++)
        {
            words[i] = 0;
        }
        isDigested = false;
    }

    /** {@return the first vector whose bit is set, or −1} */
    int first()
    {
        for (int i = 0; i < words.length; i++)
        {
            if (words[i] != 0)
            {
                return i * Long.SIZE + Long.numberOfTrailingZeros(words[i]);
            }
        }

        return -1;
    }

    long word(final int index)
    {
        return words[index];
    }

    /** Sets 64 bits; bits of no vector are left out. */
    void word(final int index, final long bits)
    {
        words[index] = bits & all(index);
        isDigested = false;
    }

    int wordCount()
    {
        return words.length;
    }

    int count()
    {
        int count = 0;
        for (final long word : words)
        {
            count += Long.bitCount(word);
        }

        return count;
    }

    /** Returns the bits that vectors have in a word. */
    long all(final int index)
    {
        final int rest = vectors - index * Long.SIZE;

        return rest >= Long.SIZE ? -1 : (1L << rest) - 1;
    }

    @Override
    public void state(final StateStream stream)
    {
        stream.words(words);
        isDigested &= !stream.isRestoring();
        for (int i = 0; i < words.length; i++)
        {
            if ((words[i] & ~all(i)) != 0)
            {
                throw new StateException("bits of vectors that a function has not: " + Long.toHexString(words[i]));
            }
        }
    }

    @Override
    public long digest()
    {
        if (!isDigested)
        {
            digest = Mix.all(SEED, words);
            isDigested = true;
        }

        return digest;
    }
}
