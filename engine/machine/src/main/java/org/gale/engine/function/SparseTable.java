package org.gale.engine.function;

import java.util.Arrays;

/** Table of objects by a number of up to 20 bits, in chunks that are made when they are used. */
final class SparseTable<T>
{
    /** Limit that the numbers are below. */
    static final int LIMIT = 1 << 20;

    private static final int CHUNK_SHIFT = 10;
    private static final int CHUNK = 1 << CHUNK_SHIFT;

    private final T[] none;
    /** Empty until an object is put. */
    private T[][] chunks;
    private int count;
    /** One past the highest number. */
    private int end;

    /**
     * Creates a table without objects.
     *
     * @param chunks of which there are none
     * @param none   chunk without elements
     */
    SparseTable(final T[][] chunks, final T[] none)
    {
        this.chunks = chunks;
        this.none = none;
    }

    /** Returns an object, or null; every number below the limit is valid. */
    T get(final int number)
    {
        final int index = number >>> CHUNK_SHIFT;
        final T[] chunk = index < chunks.length ? chunks[index] : null;

        return chunk == null ? null : chunk[number & (CHUNK - 1)];
    }

    /** Returns an object, or null; every number is valid. */
    T find(final long number)
    {
        return number >= 0 && number < LIMIT ? get((int)number) : null;
    }

    void put(final int number, final T value)
    {
        final int index = number >>> CHUNK_SHIFT;
        if (chunks.length == 0)
        {
            chunks = Arrays.copyOf(chunks, LIMIT / CHUNK);
        }
        if (chunks[index] == null)
        {
            chunks[index] = Arrays.copyOf(none, CHUNK);
        }
        chunks[index][number & (CHUNK - 1)] = value;
        count++;
        end = Math.max(end, number + 1);
    }

    /** Removes an object, which is there. */
    void remove(final int number)
    {
        chunks[number >>> CHUNK_SHIFT][number & (CHUNK - 1)] = null;
        count--;
        while (end > 0 && get(end - 1) == null)
        {
            end = chunks[(end - 1) >>> CHUNK_SHIFT] == null ? (end - 1) & -CHUNK : end - 1;
        }
    }

    int count()
    {
        return count;
    }

    /** Returns the lowest number from one on that has an object, or {@link #LIMIT}. */
    int next(final int from)
    {
        int number = from;
        while (number < end && get(number) == null)
        {
            number = chunks[number >>> CHUNK_SHIFT] == null ? (number | (CHUNK - 1)) + 1 : number + 1;
        }

        return number < end ? number : LIMIT;
    }
}
