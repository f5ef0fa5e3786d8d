package org.gale.engine.agent;

import org.gale.ringbuf.LaneConsumer;

/**
 * Limit of the words that an engine takes from its lanes in a cycle. A turn of a guest costs as much as several
 * interrupts, so many guests get turns for a batch that is larger (row {@code big} of the benchmarks). Owned by the
 * engine's thread.
 */
public final class DrainLimit
{
    /** Limit of a machine with up to 128 PEs. */
    public static final int WORDS = 2048;
    /** Limit of any machine. */
    public static final int WORDS_MAX = 8192;

    private static final int WORDS_PER_PE = 16;

    static
    {
        assert LaneConsumer.PROGRESS_WORDS <= WORDS && WORDS <= WORDS_MAX;
    }

    private final int limit;
    private boolean isLoaded;

    DrainLimit(final int pes)
    {
        limit = of(pes);
    }

    /** Returns the limit of a machine with a number of PEs. */
    public static int of(final int pes)
    {
        return Math.min(WORDS_MAX, Math.max(WORDS, WORDS_PER_PE * pes));
    }

    /** Returns the limit, from {@link #WORDS} to {@link #WORDS_MAX}. */
    int words()
    {
        return limit;
    }

    /**
     * Notes a drain.
     *
     * @param drained number of words; with 0 nothing changes
     */
    void drained(final int drained)
    {
        assert 0 <= drained && drained <= limit : drained;

        if (drained > 0)
        {
            isLoaded = drained >= limit / 2;
        }
    }

    /**
     * Returns whether the last drain of words took at least half of its limit. Space is left to the log's helper then:
     * two microseconds for half a page, in each gap of its producers, cost the default storm 5 %.
     */
    boolean isLoaded()
    {
        return isLoaded;
    }
}
