package org.gale.engine.counters;

import java.util.Arrays;

/**
 * One bit per interrupt of a space: set while an acknowledge is owed. Chunks of 4,096 bits are made when the first bit
 * of a chunk is set. Owned by the thread that owns the machine.
 */
final class OwedBits
{
    private static final int CHUNK_SHIFT = 12;
    private static final int CHUNK_WORDS = (1 << CHUNK_SHIFT) / Long.SIZE;
    private static final long[] NOTHING = new long[CHUNK_WORDS];

    private long[][] chunks = new long[0][];

    /** Sets a bit. False if it was set. */
    boolean set(final int id)
    {
        final int index = id >>> CHUNK_SHIFT;
        if (index >= chunks.length || chunks[index] == NOTHING)
        {
            grow(index);
        }
        final long[] chunk = chunks[index];
        final int word = (id >>> 6) & (CHUNK_WORDS - 1);
        final long bit = 1L << id;
        if ((chunk[word] & bit) != 0)
        {
            return false;
        }
        chunk[word] |= bit;
        return true;
    }

    /** Clears a bit. False if it was clear. */
    boolean clear(final int id)
    {
        final int index = id >>> CHUNK_SHIFT;
        if (index >= chunks.length)
        {
            return false;
        }
        final long[] chunk = chunks[index];
        final int word = (id >>> 6) & (CHUNK_WORDS - 1);
        final long bit = 1L << id;
        if ((chunk[word] & bit) == 0)
        {
            return false;
        }
        chunk[word] &= ~bit;
        return true;
    }

    boolean isSet(final int id)
    {
        final int index = id >>> CHUNK_SHIFT;

        return index < chunks.length && (chunks[index][(id >>> 6) & (CHUNK_WORDS - 1)] & (1L << id)) != 0;
    }

    /** The first set bit at or after {@code from}, or −1. */
    int next(final int from)
    {
        int id = from;
        while (id >>> CHUNK_SHIFT < chunks.length)
        {
            final long[] chunk = chunks[id >>> CHUNK_SHIFT];
            if (chunk == NOTHING)
            {
                id = (id | ((1 << CHUNK_SHIFT) - 1)) + 1;
                continue;
            }
            final long rest = chunk[(id >>> 6) & (CHUNK_WORDS - 1)] & (-1L << id);
            if (rest != 0)
            {
                return (id & -Long.SIZE) + Long.numberOfTrailingZeros(rest);
            }
            id = (id | (Long.SIZE - 1)) + 1;
        }

        return -1;
    }

    /** Number of set bits. */
    long count()
    {
        long count = 0;
        for (final long[] chunk : chunks)
        {
            for (int i = 0; chunk != NOTHING && i < CHUNK_WORDS; i++)
            {
                count += Long.bitCount(chunk[i]);
            }
        }

        return count;
    }

    void clearAll()
    {
        chunks = new long[0][];
    }

    private void grow(final int index)
    {
        if (index >= chunks.length)
        {
            final long[][] larger = new long[Math.max(index + 1, Math.min(chunks.length * 2, 1 << 12))][];
            System.arraycopy(chunks, 0, larger, 0, chunks.length);
            Arrays.fill(larger, chunks.length, larger.length, NOTHING);
            chunks = larger;
        }
        chunks[index] = new long[CHUNK_WORDS];
    }
}
