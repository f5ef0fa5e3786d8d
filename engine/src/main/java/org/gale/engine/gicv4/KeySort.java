package org.gale.engine.gicv4;

import java.util.Arrays;

/**
 * Sort of the list of a {@link PriorityIndex}: counts keys into their places by priority, for which no branch has to be
 * guessed, then inserts those that share a priority by INTID. One for many lists; one thread.
 */
final class KeySort
{
    private final int[] places = new int[PriorityIndex.PRIORITIES];
    private final long[] counted = new long[PriorityIndex.LIST_LIMIT];

    /**
     * Puts the first keys of a list in descending order, each once.
     *
     * @param count number of keys, at most {@link PriorityIndex#LIST_LIMIT}
     * @return the number of different keys
     */
    int descending(final long[] list, final int count)
    {
        placeByPriority(list, count);
        for (int i = 0; i < count; i++)
        {
            final long key = counted[i];
            int at = i;
            while (at > 0 && list[at - 1] < key)
            {
                list[at] = list[at - 1];
                at--;
            }
            list[at] = key;
        }
        int different = 0;
        for (int i = 0; i < count; i++)
        {
            if (different == 0 || list[different - 1] != list[i])
            {
                list[different++] = list[i];
            }
        }

        return different;
    }

    private void placeByPriority(final long[] list, final int count)
    {
        final int[] next = places;
        Arrays.fill(next, 0);
        for (int i = 0; i < count; i++)
        {
            next[PriorityIndex.levelOf(list[i])]++;
        }
        int place = 0;
        for (int level = next.length - 1; level >= 0; level--)
        {
            final int sharing = next[level];
            next[level] = place;
            place += sharing;
        }
        for (int i = 0; i < count; i++)
        {
            counted[next[PriorityIndex.levelOf(list[i])]++] = list[i];
        }
    }
}
