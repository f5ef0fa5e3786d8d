package org.gale.engine.storm.law;

import java.util.Arrays;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.LongSupplier;

/**
 * Law of closed streams on the wall clock: an event comes back to its stream once the engine has completed it. A mark
 * is a position of the lane. All that was offered before the mark has come back when the engine has completed it, so
 * that a stream has no more in flight than it has offered since. Owned by the thread that offers the events.
 * <pre>
 *   lane          | offered before the mark | offered since |
 *   completed ------------------------------^               the mark moves here next
 *   in flight, by the stream itself          |=============|
 * </pre>
 */
final class ReturnLaw
{
    /** No stream. */
    static final int NONE = -1;
    /** Number of comparisons in a row without a new event, after which the mark moves after fewer events, too. */
    static final int QUIET_LIMIT = 1_024;

    private final IntToLongFunction offered;                        // by stream
    private final LongSupplier allOffered;
    private final long[] marked;                                    // by stream: offered before the mark
    private long allMarked;
    private long allSeen;
    private int quiet;
    private long mark;
    private boolean isMarked;

    /**
     * Makes the law of a number of streams.
     *
     * @param offered    number of events that a stream has offered
     * @param allOffered number of those of all streams
     */
    ReturnLaw(final int streams, final IntToLongFunction offered, final LongSupplier allOffered)
    {
        this.offered = offered;
        this.allOffered = allOffered;
        marked = new long[streams];
    }

    /**
     * Compares what streams have in flight with what they have offered since the mark, once that is completed. Then the
     * mark moves, after as many events as there are streams at least: it costs a step for each stream.
     *
     * @param completed position up to which the engine has completed the lane
     * @param position  up to which events are offered
     * @param inFlight  number of events of a stream, by the stream itself
     * @return a stream with more in flight, or {@link #NONE}
     */
    int overdue(final long completed, final long position, final IntUnaryOperator inFlight)
    {
        int overdue = NONE;
        if (isMarked && completed - mark >= 0)
        {
            isMarked = false;
            for (int stream = 0; stream < marked.length; stream++)
            {
                overdue = inFlight.applyAsInt(stream) > since(stream) ? stream : overdue;
            }
        }
        final long all = allOffered.getAsLong();
        quiet = all == allSeen ? quiet + 1 : 0;
        allSeen = all;
        if (!isMarked && all > allMarked && (all - allMarked >= marked.length || quiet >= QUIET_LIMIT))
        {
            Arrays.setAll(marked, offered);
            allMarked = all;
            mark = position;
            isMarked = true;
        }

        return overdue;
    }

    /** Returns how many events a stream has offered since the mark. */
    long since(final int stream)
    {
        return offered.applyAsLong(stream) - marked[stream];
    }
}
