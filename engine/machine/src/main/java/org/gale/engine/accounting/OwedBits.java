package org.gale.engine.accounting;

import java.util.Arrays;
import org.gale.tables.memory.StateStream;
import org.gale.tables.operand.Intid;

/**
 * Bit per interrupt of a space, set while an acknowledge is owed. The words of the lowest ids lie in one array that
 * grows with the ids in use. Those of higher ids lie in chunks, made when the first bit of a chunk is set. The array
 * takes over the chunks that follow it once it can grow by an eighth without a gap: a space whose ids are all in use
 * has one array. Owned by the thread that owns the machine.
 */
final class OwedBits
{
    private static final int LOW_LIMIT = 1 << 16;
    private static final int CHUNK_SHIFT = 12;
    private static final int CHUNK_WORDS = (1 << CHUNK_SHIFT) / Long.SIZE;
    private static final int CHUNK_LIMIT = Intid.ID_LIMIT >>> CHUNK_SHIFT;
    private static final int WORD_LIMIT = Intid.ID_LIMIT / Long.SIZE;
    private static final long[] NOTHING = new long[0];

    static
    {
        assert CHUNK_WORDS * Long.SIZE == 1 << CHUNK_SHIFT : "a chunk is no whole number of words";
        assert CHUNK_LIMIT << CHUNK_SHIFT == Intid.ID_LIMIT : "chunks do not cover the ids";
        assert LOW_LIMIT % (1 << CHUNK_SHIFT) == 0 : "the low words end inside a chunk";
        assert WORD_LIMIT == CHUNK_LIMIT * CHUNK_WORDS : "words and chunks differ";
    }

    private long[] low = NOTHING;
    private long[][] high = new long[0][];

    /** Sets a bit and returns whether it was clear. */
    boolean set(final int id)
    {
        final int word = id >>> 6;
        if (word < low.length)
        {
            final long before = low[word];
            low[word] = before | (1L << id);

            return (before & (1L << id)) == 0;
        }

        return setInGrown(id);
    }

    /**
     * Sets a bit if it is what the caller says.
     *
     * @return false if it is not, and nothing is done
     */
    boolean setIf(final int id, final boolean wasSet)
    {
        final int word = id >>> 6;
        if (word >= low.length)
        {
            return isSet(id) == wasSet && (wasSet || setInGrown(id));
        }
        final long before = low[word];
        if (((before & (1L << id)) != 0) != wasSet)
        {
            return false;
        }
        low[word] = before | (1L << id);

        return true;
    }

    /** Sets the bits from an ID up to another, 64 at a time. */
    void set(final int from, final int to)
    {
        int id = from;
        while (id < to)
        {
            final int end = Math.min(to, (id | (Long.SIZE - 1)) + 1);
            final long bits = (-1L << id) & (-1L >>> -end);
            set(id);
            if (id >>> 6 < low.length)
            {
                low[id >>> 6] |= bits;
            }
            else
            {
                high[id >>> CHUNK_SHIFT][(id >>> 6) & (CHUNK_WORDS - 1)] |= bits;
            }
            id = end;
        }
    }

    /** Clears a bit and returns whether it was set. */
    boolean clear(final int id)
    {
        final int word = id >>> 6;
        if (word < low.length)
        {
            final long before = low[word];
            low[word] = before & ~(1L << id);

            return (before & (1L << id)) != 0;
        }
        final boolean isSet = isSet(id);
        if (isSet)
        {
            high[id >>> CHUNK_SHIFT][word & (CHUNK_WORDS - 1)] &= ~(1L << id);
        }

        return isSet;
    }

    boolean isSet(final int id)
    {
        return (word(id) & (1L << id)) != 0;
    }

    /**
     * Returns the first set bit from a bit on.
     *
     * @return its index, at least {@code from}, or −1 if there is none
     */
    int next(final int from)
    {
        int id = from;
        while (id < Intid.ID_LIMIT)
        {
            if (id >= low.length * Long.SIZE && id < LOW_LIMIT)
            {
                id = LOW_LIMIT;
            }
            final boolean isInChunk = id >= low.length * Long.SIZE;
            if (isInChunk && id >>> CHUNK_SHIFT >= high.length)
            {
                return -1;
            }
            if (isInChunk && chunkOf(id) == NOTHING)
            {
                id = (id | ((1 << CHUNK_SHIFT) - 1)) + 1;
                continue;
            }
            final long rest = word(id) & (-1L << id);
            if (rest != 0)
            {
                return (id & -Long.SIZE) + Long.numberOfTrailingZeros(rest);
            }
            id = (id | (Long.SIZE - 1)) + 1;
        }

        return -1;
    }

    /** Returns the number of set bits. */
    long count()
    {
        long count = 0;
        for (final long word : low)
        {
            count += Long.bitCount(word);
        }
        for (final long[] chunk : high)
        {
            for (final long word : chunk)
            {
                count += Long.bitCount(word);
            }
        }

        return count;
    }

    void clearAll()
    {
        low = NOTHING;
        high = new long[0][];
    }

    /**
     * Passes the number of words that are not zero, then these words, through a stream. No bit is set before a restore.
     */
    void state(final StateStream stream)
    {
        int word = stream.number("word of owed bits", nextWord(0), 0, WORD_LIMIT);
        while (word < WORD_LIMIT)
        {
            final long bits = stream.word(word(word << 6));
            for (long rest = stream.isRestoring() ? bits : 0; rest != 0; rest &= rest - 1)
            {
                set((word << 6) + Long.numberOfTrailingZeros(rest));
            }
            word = stream.number("word of owed bits", nextWord(word + 1), word + 1, WORD_LIMIT);
        }
    }

    private int nextWord(final int from)
    {
        final int id = next(from << 6);

        return id < 0 ? WORD_LIMIT : id >>> 6;
    }

    /**
     * Returns the 64 bits that contain the bit of an ID.
     *
     * @return a mask, whose bit 0 is that of an ID divisible by 64
     */
    long word(final int id)
    {
        if (id >>> 6 < low.length)
        {
            return low[id >>> 6];
        }
        final long[] chunk = chunkOf(id);

        return chunk == NOTHING ? 0 : chunk[(id >>> 6) & (CHUNK_WORDS - 1)];
    }

    private long[] chunkOf(final int id)
    {
        return id >>> CHUNK_SHIFT < high.length ? high[id >>> CHUNK_SHIFT] : NOTHING;
    }

    private boolean setInGrown(final int id)
    {
        makeRoom(id);
        final boolean isLow = id >>> 6 < low.length;
        final long[] words = isLow ? low : high[id >>> CHUNK_SHIFT];
        final int word = isLow ? id >>> 6 : (id >>> 6) & (CHUNK_WORDS - 1);
        final long before = words[word];
        words[word] = before | (1L << id);

        return (before & (1L << id)) == 0;
    }

    /** Makes room for the bit of an ID, in the array below {@link #LOW_LIMIT} and in a chunk above. */
    private void makeRoom(final int id)
    {
        final int index = id >>> CHUNK_SHIFT;
        if (id < LOW_LIMIT)
        {
            final int words = Math.max((id >>> 6) + 1, Math.max(CHUNK_WORDS, low.length * 2));
            low = Arrays.copyOf(low, Math.min(words, LOW_LIMIT / Long.SIZE));
        }
        else if (chunkOf(id) == NOTHING)
        {
            if (index >= high.length)
            {
                final int length = high.length;
                high = Arrays.copyOf(high, Math.max(index + 1, Math.min(length * 2, CHUNK_LIMIT)));
                Arrays.fill(high, length, high.length, NOTHING);
            }
            high[index] = new long[CHUNK_WORDS];
            takeOverChunks();
        }
    }

    /** Grows the array by an eighth, again and again, while all chunks of that eighth exist. */
    private void takeOverChunks()
    {
        int begin = Math.max(LOW_LIMIT, low.length * Long.SIZE) >>> CHUNK_SHIFT;
        int end = endOfEighth(begin);
        while (begin < end && areMade(begin, end))
        {
            low = Arrays.copyOf(low, end * CHUNK_WORDS);
            for (int index = begin; index < end; index++)
            {
                System.arraycopy(high[index], 0, low, index * CHUNK_WORDS, CHUNK_WORDS);
                high[index] = NOTHING;
            }
            begin = end;
            end = endOfEighth(begin);
        }
    }

    /**
     * Returns the index behind the next eighth of the chunks.
     *
     * @param begin index of the first chunk that the array does not hold
     * @return an index, at most {@link #CHUNK_LIMIT}; {@code begin} if the array holds them all
     */
    private static int endOfEighth(final int begin)
    {
        return Math.min(begin + (begin >>> 3), CHUNK_LIMIT);
    }

    private boolean areMade(final int begin, final int end)
    {
        int index = begin;
        while (index < Math.min(end, high.length) && high[index] != NOTHING)
        {
            index++;
        }

        return index == end;
    }
}
