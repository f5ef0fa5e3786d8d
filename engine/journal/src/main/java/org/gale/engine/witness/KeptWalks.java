package org.gale.engine.witness;

import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongArrayList;

/**
 * Entries of one kind that an ITS may have kept, by the IDs that led to them, until they are invalidated (B-ITS-7).
 * Owned by the thread that owns the machine.
 */
final class KeptWalks
{
    /** Value that no entry has. */
    static final long MISSING = -1;

    private static final int LIMIT = 1 << 16;

    private final Long2LongHashMap kept = new Long2LongHashMap(MISSING);
    private final LongArrayList removed = new LongArrayList();

    long get(final long key)
    {
        return kept.get(key);
    }

    void keep(final long key, final long entry)
    {
        if (kept.size() < LIMIT)
        {
            kept.put(key, entry);
        }
    }

    void clear()
    {
        kept.clear();
        removed.clear();
    }

    /** Removes the entries between two keys, unsigned and inclusive. */
    void invalidate(final long first, final long last)
    {
        removed.clear();
        if (first == last)
        {
            if (kept.containsKey(first))
            {
                removed.addLong(first);
            }
        }
        else
        {
            kept.forEachLong((key, entry) -> note(key, first, last));
        }
        for (int i = 0; i < removed.size(); i++)
        {
            kept.remove(removed.getLong(i));
        }
    }

    /** Returns the keys that the last invalidation removed. */
    LongArrayList removed()
    {
        return removed;
    }

    private void note(final long key, final long first, final long last)
    {
        if (Long.compareUnsigned(key, first) >= 0 && Long.compareUnsigned(key, last) <= 0)
        {
            removed.addLong(key);
        }
    }
}
