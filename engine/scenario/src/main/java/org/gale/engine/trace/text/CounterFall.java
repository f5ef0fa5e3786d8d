package org.gale.engine.trace.text;

import java.util.List;

/**
 * Counter that is lower than in the reading before.
 *
 * @param place   of the lower count
 * @param label   of its row
 * @param cpu     index among the CPUs
 * @param before  the count of the reading before
 * @param count   the lower count
 * @param reading that has it, from 0
 */
record CounterFall(String place, String label, int cpu, long before, long count, int reading)
{
    /** Counters of the kernel have 32 bits. */
    private static final long WRAP = 1L << Integer.SIZE;
    /** Limit of the rise of a counter that wraps: a higher rise may be a counter that began anew. */
    private static final long RISE_LIMIT = WRAP >> 1;

    /** Returns by how much the counter rose if it has wrapped. */
    long rise()
    {
        return count - before + WRAP;
    }

    /** Returns whether a counter of 32 bits may have wrapped, and less than half of its way. */
    boolean isWrap()
    {
        return before < WRAP && rise() < RISE_LIMIT;
    }

    /** Returns what fell, with its place. */
    String text(final List<Integer> cpus)
    {
        return place + ": row " + label + ", CPU" + cpus.get(cpu) + ": falls from " + before + " to " + count;
    }
}
