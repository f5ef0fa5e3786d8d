package org.gale.engine.storm.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.gale.engine.storm.result.ActionTimeline;

/**
 * Grid of transitions, holds and moves by slices of time. A slice is a millisecond long at first. When all slices are
 * in use, each two become one and slices are twice as long: memory has a limit, however long the run. On the engine's
 * thread; read after the run.
 */
final class ActionGrid
{
    /** Limit of the slices. */
    static final int SLICES = 256;
    /** Length of a slice at first, ns. */
    static final long FIRST_SLICE_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final long[] ended = new long[SLICES];
    private final long[] openNs = new long[SLICES];
    private final long[] heldNs = new long[SLICES];
    private final long[] moves = new long[SLICES];
    private boolean isBegun;
    private long firstNs;
    private long sliceNs = FIRST_SLICE_NS;
    private int last = -1;
    private long endedCount;
    private long endedNs;
    private long longestNs;
    private long longestHeldNs;
    private long moveCount;

    /**
     * Totals of all that was added.
     *
     * @param ended         transitions that ended
     * @param openNs        for which these were open
     * @param longestNs     for which one of them was open at most
     * @param longestHeldNs for which a vCPU was held at most
     * @param moves         that were made
     */
    record Totals(long ended, long openNs, long longestNs, long longestHeldNs, long moves)
    {
    }

    /** Begins with the first action; later calls change nothing. */
    void begin(final long nowNs)
    {
        firstNs = isBegun ? firstNs : nowNs;
        isBegun = true;
    }

    /** Adds a transition that is or was open for a time. */
    void open(final long fromNs, final long toNs, final boolean isEnded)
    {
        add(openNs, fromNs, toNs);
        ended[last] += isEnded ? 1 : 0;
        if (isEnded)
        {
            endedCount++;
            endedNs += toNs - fromNs;
            longestNs = Math.max(longestNs, toNs - fromNs);
        }
    }

    /** Adds a time in which a vCPU was held. */
    void held(final long fromNs, final long toNs)
    {
        add(heldNs, fromNs, toNs);
        longestHeldNs = Math.max(longestHeldNs, toNs - fromNs);
    }

    /** Adds a move. */
    void moved(final long nowNs)
    {
        begin(nowNs);
        moves[slice(nowNs)]++;
        moveCount++;
    }

    /** Returns what was added. */
    ActionTimeline timeline()
    {
        final List<ActionTimeline.Slice> slices = new ArrayList<>();
        for (int i = 0; i <= last; i++)
        {
            slices.add(new ActionTimeline.Slice(ended[i], openNs[i], heldNs[i], moves[i]));
        }

        return new ActionTimeline(firstNs, sliceNs, slices);
    }

    /** Returns the totals. */
    Totals totals()
    {
        return new Totals(endedCount, endedNs, longestNs, longestHeldNs, moveCount);
    }

    private void add(final long[] times, final long fromNs, final long toNs)
    {
        begin(fromNs);
        final int end = slice(toNs);
        for (int i = slice(fromNs); i <= end; i++)
        {
            final long beginNs = firstNs + i * sliceNs;
            times[i] += Math.min(toNs, beginNs + sliceNs) - Math.max(fromNs, beginNs);
        }
    }

    /** Returns the slice of a time, for which there is room from now on. */
    private int slice(final long atNs)
    {
        final long ns = Math.max(0, atNs - firstNs);
        while (ns / sliceNs >= SLICES)
        {
            halve(ended);
            halve(openNs);
            halve(heldNs);
            halve(moves);
            sliceNs *= 2;
            last /= 2;
        }
        final int slice = (int)(ns / sliceNs);
        last = Math.max(last, slice);

        return slice;
    }

    private static void halve(final long[] counts)
    {
        for (int i = 0; i < SLICES; i++)
        {
            final long count = counts[i];
            counts[i] = 0;
            counts[i / 2] += count;
        }
    }
}
