package org.gale.engine.function;

import java.util.function.IntFunction;

/** Table of objects by a number of up to 20 bits, in chunks that are made when they are used. */
final class SparseTable<T>
{
    /** Limit that the numbers are below. */
    static final int LIMIT = 1 << 20;

    private static final int CHUNK_SHIFT = 10;
    private static final int CHUNK = 1 << CHUNK_SHIFT;

    private final IntFunction<T[]> maker;
    private final T[][] chunks;
    private int count;
    /** One past the highest number. */
    private int end;

    /** @param chunks of which there are {@code LIMIT >>> 10} */
    SparseTable(final T[][] chunks, final IntFunction<T[]> maker)
    {
        this.chunks = chunks;
        this.maker = maker;
    }

    static int chunkCount()
    {
        return LIMIT / CHUNK;
    }

    /** Returns an object, or null; every number below the limit is valid. */
    T get(final int number)
    {
        final T[] chunk = chunks[number >>> CHUNK_SHIFT];

        return chunk == null ? null : chunk[number & (CHUNK - 1)];
    }

    void put(final int number, final T value)
    {
        if (chunks[number >>> CHUNK_SHIFT] == null)
        {
            chunks[number >>> CHUNK_SHIFT] = maker.apply(CHUNK);
        }
        chunks[number >>> CHUNK_SHIFT][number & (CHUNK - 1)] = value;
        count++;
        end = Math.max(end, number + 1);
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
