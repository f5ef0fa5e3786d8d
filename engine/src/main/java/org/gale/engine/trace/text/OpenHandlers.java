package org.gale.engine.trace.text;

import java.util.Arrays;

/** Handlers of a CPU that run, the one that began last at the end. Owner: the calling thread. */
final class OpenHandlers
{
    static final int NESTING_LIMIT = 64;

    private int[] keys = new int[2];
    private int[] vectors = new int[2];
    private long[] times = new long[2];
    private long[] ordinals = new long[2];
    private int size;

    int size()
    {
        return size;
    }

    void add(final int key, final int vector, final long timeNs, final long ordinal)
    {
        if (size == keys.length)
        {
            keys = Arrays.copyOf(keys, 2 * size);
            vectors = Arrays.copyOf(vectors, 2 * size);
            times = Arrays.copyOf(times, 2 * size);
            ordinals = Arrays.copyOf(ordinals, 2 * size);
        }
        keys[size] = key;
        vectors[size] = vector;
        times[size] = timeNs;
        ordinals[size] = ordinal;
        size++;
    }

    /** Returns the index of the handler of a key that began last, or -1. */
    int find(final int key)
    {
        int index = size - 1;
        while (index >= 0 && keys[index] != key)
        {
            index--;
        }

        return index;
    }

    int vector(final int index)
    {
        return vectors[index];
    }

    long timeNs(final int index)
    {
        return times[index];
    }

    long ordinal(final int index)
    {
        return ordinals[index];
    }

    void remove(final int index)
    {
        final int behind = size - index - 1;
        System.arraycopy(keys, index + 1, keys, index, behind);
        System.arraycopy(vectors, index + 1, vectors, index, behind);
        System.arraycopy(times, index + 1, times, index, behind);
        System.arraycopy(ordinals, index + 1, ordinals, index, behind);
        size--;
    }
}
