package org.gale.engine.storm.latency;

/**
 * Marks of the sampled interrupts that wait for their acknowledges, each by the number of its LPI among those of all
 * VMs. Where all or half of the interrupts are sampled, each LPI has a place. Else the marks lie in an open-addressed
 * table, with linear probes, for as many as wait while every LPI is pending: the mean of their number and eight
 * standard deviations of its binomial distribution. A table is filled to two thirds at most. Owned by the engine's
 * thread.
 */
final class WaitingMarks
{
    /** Mark of an LPI that does not wait. */
    static final long NONE = 0;

    private static final int DEVIATIONS = 8;
    /** Divisor from which on a table takes less memory than a place for each LPI. */
    private static final int TABLE_EVERY = 3;
    private static final int MIX = 0x9E3779B1;

    /** Numbers of LPIs plus 1, by slot, or 0; null where each LPI has a place. */
    private final int[] keys;
    private final long[] marks;
    private final int limit;
    private int size;

    /**
     * Makes places without marks.
     *
     * @param lpis  number of LPIs of all VMs
     * @param every N of one in N that is sampled; 0 for none
     */
    WaitingMarks(final int lpis, final int every)
    {
        limit = limit(lpis, every);
        keys = limit < lpis && every > 0 ? new int[length(limit)] : null;
        marks = new long[keys == null ? limit : keys.length];
    }

    /**
     * Returns the limit of the interrupts that wait.
     *
     * @param lpis  number of LPIs of all VMs
     * @param every N of one in N that is sampled; 0 for none
     */
    static int limit(final int lpis, final int every)
    {
        final double mean = every == 0 ? 0 : (double)lpis / every;
        final int drawn = (int)Math.min(lpis, mean + DEVIATIONS * (1 + Math.sqrt(mean)));

        return every == 0 ? 0 : every >= TABLE_EVERY && length(drawn) < lpis ? drawn : lpis;
    }

    private static int length(final int drawn)
    {
        return drawn + (drawn >> 1) + 1;
    }

    /** Returns the number of interrupts that wait. */
    int size()
    {
        return size;
    }

    /** Returns the mark of an LPI, or {@link #NONE}. */
    long get(final int lpi)
    {
        if (keys == null)
        {
            return marks[lpi];
        }
        final int slot = slotOf(lpi);

        return keys[slot] == 0 ? NONE : marks[slot];
    }

    /**
     * Sets the mark of an LPI, in place of the one that it has.
     *
     * @return false if as many interrupts wait as there are places for
     */
    boolean put(final int lpi, final long mark)
    {
        assert mark != NONE : lpi;

        final int slot = keys == null ? lpi : slotOf(lpi);
        final boolean isNew = keys == null ? marks[slot] == NONE : keys[slot] == 0;
        if (isNew && size == limit)
        {
            return false;
        }
        if (keys != null)
        {
            keys[slot] = lpi + 1;
        }
        marks[slot] = mark;
        size += isNew ? 1 : 0;

        return true;
    }

    /** Removes the mark of an LPI and returns it, or {@link #NONE}. */
    long take(final int lpi)
    {
        final int slot = keys == null ? lpi : slotOf(lpi);
        final long mark = marks[slot];
        if (keys == null)
        {
            marks[slot] = NONE;
        }
        else if (keys[slot] == 0)
        {
            return NONE;
        }
        else
        {
            close(slot);
        }
        size -= mark == NONE ? 0 : 1;

        return mark;
    }

    /** {@return the slot of an LPI, or the free one where a probe for it ends} */
    private int slotOf(final int lpi)
    {
        int slot = home(lpi);
        while (keys[slot] != 0 && keys[slot] != lpi + 1)
        {
            slot = next(slot);
        }

        return slot;
    }

    /** Frees a slot. Marks behind it move up, as far as their probes pass it. */
    private void close(final int freed)
    {
        int hole = freed;
        int slot = next(freed);
        while (keys[slot] != 0)
        {
            if (distance(home(keys[slot] - 1), slot) >= distance(hole, slot))
            {
                keys[hole] = keys[slot];
                marks[hole] = marks[slot];
                hole = slot;
            }
            slot = next(slot);
        }
        keys[hole] = 0;
    }

    private int home(final int lpi)
    {
        return (int)((Integer.toUnsignedLong(lpi * MIX) * keys.length) >>> Integer.SIZE);
    }

    private int next(final int slot)
    {
        return slot + 1 == keys.length ? 0 : slot + 1;
    }

    /** {@return the number of steps from a slot to one behind it} */
    private int distance(final int from, final int to)
    {
        return to >= from ? to - from : to - from + keys.length;
    }
}
