package org.gale.tables.bitmap;

import java.util.Arrays;

/**
 * Sort of a few dozen keys, of which the smaller is the better. A counting sort by priority needs no branch that a
 * processor would have to predict. Keys of equal priority are then ordered by all their bits. Reused by one thread.
 * <pre>
 *  63            37 36      32 31                        0
 *  +---------------+----------+---------------------------+
 *  |       0       | priority |    rest of the order      |
 *  +---------------+----------+---------------------------+
 * </pre>
 * GICv5 sorts candidates as they stand; GICv4 has a sixth bit of priority, which is the highest bit of the rest.
 */
public final class PrioritySort
{
    /** Limit of the keys that are sorted together. */
    public static final int LIMIT = 64;
    /** Shift of the priority in a key. */
    public static final int PRIORITY_SHIFT = 32;

    private static final int PRIORITIES = 32;
    /** Number of keys up to which insertion is cheaper than counting. */
    private static final int FEW = 8;

    static
    {
        assert PRIORITIES >>> (Long.SIZE - 1 - PRIORITY_SHIFT) == 0 : "a key may be negative";
        assert FEW < LIMIT : "no list is counted";
    }

    private final int[] places = new int[PRIORITIES];
    private final long[] sorted = new long[LIMIT];

    /** Returns the scratch array for a sorted list, valid until the next sort. */
    public long[] sorted()
    {
        return sorted;
    }

    /** Sorts the first {@code count} keys of {@code from} into {@code to}, the best first. */
    public void sort(final long[] from, final int count, final long[] to)              // B-CPU-3, M-TIE
    {
        if (count > FEW)
        {
            placeByPriority(from, count, to);
            orderPairs(to, 0, count);
            orderPairs(to, 1, count);
        }
        else
        {
            for (int i = 0; i < count; i++)
            {
                to[i] = from[i];
            }
        }
        insertInPlace(to, count);
    }

    private static int priority(final long key)
    {
        return (int)(key >>> PRIORITY_SHIFT);
    }

    private void placeByPriority(final long[] from, final int count, final long[] to)
    {
        final int[] next = places;
        Arrays.fill(next, 0);
        for (int i = 0; i < count; i++)
        {
            next[priority(from[i])]++;
        }
        int place = 0;
        for (int priority = 0; priority < PRIORITIES; priority++)
        {
            final int sharing = next[priority];
            next[priority] = place;
            place += sharing;
        }
        for (int i = 0; i < count; i++)
        {
            to[next[priority(from[i])]++] = from[i];
        }
    }

    /**
     * Orders each key at an even index and the one behind it, without a branch. Keys of one priority mostly come
     * in pairs, whose order no branch predictor learns.
     */
    private static void orderPairs(final long[] keys, final int begin, final int end)
    {
        for (int i = begin; i < end - 1; i += 2)
        {
            final long first = keys[i];
            final long second = keys[i + 1];
            final long excess = first - second;
            final long swapped = excess & ~(excess >> (Long.SIZE - 1));         // 0 if they are in order
            keys[i] = first - swapped;
            keys[i + 1] = second + swapped;
        }
    }

    /**
     * Inserts each key at its place, in at most 64 by 64 steps. Once they stand by priority, about one in five
     * moves.
     */
    private static void insertInPlace(final long[] keys, final int count)
    {
        for (int i = 1; i < count; i++)
        {
            final long key = keys[i];
            int at = i;
            while (at > 0 && keys[at - 1] > key)
            {
                keys[at] = keys[at - 1];
                at--;
            }
            keys[at] = key;
        }
    }
}
