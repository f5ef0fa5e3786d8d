package org.gale.engine.lanes;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.collections.MutableLong;

/**
 * Account of the lanes of attached producers that were closed: sums of all, and one by one the first {@link
 * #TOLD_LIMIT}. Owned by the engine's thread, which allocates nothing here until it calls {@link #totals}.
 */
final class ClosedLanes
{
    /** Number of lanes that have an account of their own. */
    static final int TOLD_LIMIT = 256;

    private final Map<LaneEnd, MutableLong> counts = new EnumMap<>(LaneEnd.class);
    private final String[] names = new String[TOLD_LIMIT];
    private final LaneEnd[] ends = new LaneEnd[TOLD_LIMIT];
    private final long[] published = new long[TOLD_LIMIT];
    private final long[] drained = new long[TOLD_LIMIT];
    private int told;
    private long refused;
    private long publishedWords;
    private long drainedWords;

    ClosedLanes()
    {
        for (final LaneEnd end : LaneEnd.values())
        {
            counts.put(end, new MutableLong());
        }
    }

    /** Adds a lane of which nothing more is drained. */
    void add(final DrainedLane lane, final LaneEnd end)
    {
        counts.get(end).increment();
        refused = Math.max(refused, refused + lane.refusedCount());             // a claim cannot make it negative
        final long publishedByIt = lane.publishedWords();                       // once: its producer may publish on
        publishedWords += publishedByIt;
        drainedWords += lane.drainedWords();
        if (told < TOLD_LIMIT)
        {
            names[told] = lane.name();
            ends[told] = end;
            published[told] = publishedByIt;
            drained[told] = lane.drainedWords();
            told++;
        }
    }

    /**
     * Returns the totals.
     *
     * @param commands taken from the lanes
     * @param events   the MSIs among them
     */
    AttachTotals totals(final long commands, final long events)
    {
        final Map<String, Long> closed = new HashMap<>();
        counts.forEach((end, count) ->
        {
            if (count.get() > 0)
            {
                closed.put(end.label(), count.get());
            }
        });
        final List<LaneAccount> lanes = new ArrayList<>();
        for (int i = 0; i < told; i++)
        {
            lanes.add(new LaneAccount(names[i], ends[i], words(published[i], drained[i])));
        }

        return new AttachTotals(commands, events, refused, words(publishedWords, drainedWords), closed, lanes);
    }

    private static LaneWords words(final long published, final long drained)
    {
        return new LaneWords(published, drained, published - drained);
    }
}
