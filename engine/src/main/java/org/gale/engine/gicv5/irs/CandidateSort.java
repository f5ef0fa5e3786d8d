package org.gale.engine.gicv5.irs;

import java.util.Arrays;
import org.gale.engine.machine.Candidate;

/**
 * Sort of a few dozen candidates. A counting sort by priority needs no branch that a processor would have to predict.
 * Candidates of equal priority are then ordered by INTID. Reused by one thread.
 */
final class CandidateSort
{
    private static final int PRIORITIES = 32;
    /** Number of candidates up to which insertion is cheaper than counting. */
    private static final int FEW = 8;

    private final int[] places = new int[PRIORITIES];
    private final long[] sorted = new long[TargetCandidates.LISTED_LIMIT];

    /** Returns the scratch array for a sorted list, valid until the next sort. */
    long[] sorted()
    {
        return sorted;
    }

    /** Sorts the first {@code count} candidates of {@code from} into {@code to}, the best first. */
    void sort(final long[] from, final int count, final long[] to)              // B-CPU-3, M-TIE
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

    private void placeByPriority(final long[] from, final int count, final long[] to)
    {
        final int[] next = places;
        Arrays.fill(next, 0);
        for (int i = 0; i < count; i++)
        {
            next[Candidate.priority(from[i])]++;
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
            to[next[Candidate.priority(from[i])]++] = from[i];
        }
    }

    /**
     * Orders each candidate at an even index and the one behind it, without a branch. Candidates of one priority mostly
     * come in pairs, whose order no branch predictor learns.
     */
    private static void orderPairs(final long[] candidates, final int begin, final int end)
    {
        for (int i = begin; i < end - 1; i += 2)
        {
            final long first = candidates[i];
            final long second = candidates[i + 1];
            final long excess = first - second;
            final long swapped = excess & ~(excess >> (Long.SIZE - 1));         // 0 if they are in order
            candidates[i] = first - swapped;
            candidates[i + 1] = second + swapped;
        }
    }

    /**
     * Inserts each candidate at its place, in at most 64 by 64 steps. Once they stand by priority, about one in five
     * moves.
     */
    private static void insertInPlace(final long[] candidates, final int count)
    {
        for (int i = 1; i < count; i++)
        {
            final long candidate = candidates[i];
            int at = i;
            while (at > 0 && candidates[at - 1] > candidate)
            {
                candidates[at] = candidates[at - 1];
                at--;
            }
            candidates[at] = candidate;
        }
    }
}
