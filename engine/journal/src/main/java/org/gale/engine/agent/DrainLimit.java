package org.gale.engine.agent;

import org.gale.engine.config.MachineConfig;
import org.gale.ringbuf.LaneConsumer;

/**
 * Limit of the words that an engine takes from its lanes in a cycle. A turn of a guest costs as much as several
 * interrupts, so many guests get turns for a batch that is larger (row {@code big} of the benchmarks). Few guests of a
 * GICv5 get turns for a smaller one: the candidates of a target that do not fit its list cost a walk of trees each.
 * Owned by the engine's thread.
 */
public final class DrainLimit
{
    /** Limit of a GICv5 with 64 to 128 PEs, and the least one of a GICv4. */
    public static final int WORDS = 2048;
    /** Limit of a GICv5 with at most 16 PEs. */
    public static final int WORDS_MIN = 512;
    /** Words for a target of a GICv5, half of what its list holds. */
    public static final int WORDS_PER_LIST = 32;
    /** Limit of any machine. */
    public static final int WORDS_MAX = 8192;

    private static final int WORDS_PER_PE = 16;

    static
    {
        assert LaneConsumer.PROGRESS_WORDS <= WORDS_MIN && WORDS_MIN <= WORDS && WORDS <= WORDS_MAX;
    }

    private final int limit;
    private boolean isLoaded;

    DrainLimit(final MachineConfig machine)
    {
        limit = of(machine);
    }

    /** Returns the limit of a machine, from {@link #WORDS_MIN} to {@link #WORDS_MAX}. */
    public static int of(final MachineConfig machine)
    {
        final int words = machine.gicv4() == null ? of(machine.pes()) : Math.max(WORDS, of(machine.pes()));

        return machine.board().itss() == 1 ? words : Math.min(WORDS_MAX, 2 * words);    // events of two words
    }

    /** Returns the limit of a GICv5 with a number of PEs. */
    public static int of(final int pes)
    {
        return Math.min(
            WORDS_MAX, Math.max(WORDS_PER_PE * pes, Math.min(WORDS, Math.max(WORDS_MIN, WORDS_PER_LIST * pes))));
    }

    /** Returns the limit. */
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
