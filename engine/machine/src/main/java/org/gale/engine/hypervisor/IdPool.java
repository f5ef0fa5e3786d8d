package org.gale.engine.hypervisor;

import java.util.BitSet;
import org.gale.tables.memory.StateStream;

/** Pool of small ids, of which the lowest free one is taken. */
final class IdPool
{
    /** Returned when no id is free. */
    static final int NONE = -1;

    private final BitSet taken = new BitSet();
    private final int first;
    private final int limit;
    private int count;

    /**
     * Creates a pool whose ids are all free.
     *
     * @param first the lowest id
     * @param limit one more than the highest
     */
    IdPool(final int first, final int limit)
    {
        this.first = first;
        this.limit = limit;
    }

    /** Takes the lowest free id and returns it, or {@link #NONE}. */
    int take()
    {
        final int id = first + taken.nextClearBit(0);
        if (id >= limit)
        {
            return NONE;
        }
        taken.set(id - first);
        count++;

        return id;
    }

    /**
     * Takes an id, so that nobody else gets it.
     *
     * @return false if it is taken, or no id of this pool
     */
    boolean reserve(final int id)
    {
        if (id < first || id >= limit || taken.get(id - first))
        {
            return false;
        }
        taken.set(id - first);
        count++;

        return true;
    }

    void release(final int id)
    {
        taken.clear(id - first);
        count--;
    }

    /** Returns how many ids are taken. */
    int count()
    {
        return count;
    }

    /** Passes the taken ids through a stream. */
    void state(final StateStream stream)
    {
        final int wordLimit = (limit - first + Long.SIZE - 1) / Long.SIZE;
        count = stream.number("ids", count, 0, limit - first);
        final int words = stream.number("words of ids", (taken.length() + Long.SIZE - 1) / Long.SIZE, 0, wordLimit);
        final long[] bits = new long[words];
        final long[] current = taken.toLongArray();
        System.arraycopy(current, 0, bits, 0, Math.min(words, current.length));
        stream.words(bits);
        if (stream.isRestoring())
        {
            taken.clear();
            taken.or(BitSet.valueOf(bits));
        }
    }
}
