package org.gale.engine.gicv4;

import java.util.BitSet;
import org.gale.tables.memory.StateStream;

/** Host-wide pool of vPEIDs: hands out the first free one (V4-ID-3). */
final class VpeIdPool
{
    /** Returned where no vPEID is free. */
    static final int NONE = -1;

    private final int limit;
    private final BitSet used = new BitSet();

    VpeIdPool(final int limit)
    {
        this.limit = limit;
    }

    int free()
    {
        return limit - used.cardinality();
    }

    int used()
    {
        return used.cardinality();
    }

    boolean isUsed(final int vpeId)
    {
        return used.get(vpeId);
    }

    /** Returns the first free vPEID. There is one. */
    int first()
    {
        return used.nextClearBit(0);
    }

    /**
     * Allocates a vPEID.
     *
     * @return the vPEID, or {@link #NONE}
     */
    int allocate()
    {
        final int vpeId = used.nextClearBit(0);
        if (vpeId >= limit)
        {
            return NONE;
        }
        used.set(vpeId);

        return vpeId;
    }

    /** Takes a certain vPEID that is free. */
    void take(final int vpeId)
    {
        used.set(vpeId);
    }

    void free(final int vpeId)
    {
        used.clear(vpeId);
    }

    void state(final StateStream stream)
    {
        for (int first = 0; first < limit; first += Long.SIZE)
        {
            long word = 0;
            for (int id = used.nextSetBit(first); id >= 0 && id < first + Long.SIZE; id = used.nextSetBit(id + 1))
            {
                word |= 1L << (id - first);
            }
            word = stream.word(word);
            for (int i = 0; i < Long.SIZE && stream.isRestoring(); i++)
            {
                used.set(first + i, (word & 1L << i) != 0);
            }
        }
    }
}
