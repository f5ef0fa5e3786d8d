package org.gale.engine.gicv5.its;

import java.util.Arrays;
import java.util.function.LongSupplier;
import org.agrona.collections.LongArrayList;
import org.gale.tables.memory.Mix;
import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StateStream;

/**
 * Bounded cache of the results of walks by a key of 64 bits. A result stays until it is removed; a full cache keeps no
 * further ones. Results are stored densely, in an order that depends on the history alone, with an open-addressing
 * index from keys to positions. Owned by the thread that owns the machine.
 */
final class WalkCache
{
    /** Position of a key that is not cached. */
    static final int ABSENT = -1;
    /** Code of a walk that found a valid entry. */
    static final int FOUND = 0;

    private final int capacity;
    private final int mask;
    private final int[] index;
    private final long[] keys;
    private final long[] values;
    private final int[] codes;
    /** Numbers of the commands that added the results: neither saved nor digested. */
    private final long[] addedBy;
    private final LongSupplier command;
    private int count;

    /**
     * Makes an empty cache.
     *
     * @param capacity most results that are kept, a power of two
     */
    WalkCache(final int capacity)
    {
        this(capacity, () -> 0);
    }

    /**
     * Makes an empty cache.
     *
     * @param capacity most results that are kept, a power of two
     * @param command  returns the number of the command that adds a result
     */
    WalkCache(final int capacity, final LongSupplier command)
    {
        assert Integer.bitCount(capacity) == 1 : "capacity=" + capacity;
        this.capacity = capacity;
        this.mask = 2 * capacity - 1;
        this.index = new int[2 * capacity];
        this.keys = new long[capacity];
        this.values = new long[capacity];
        this.codes = new int[capacity];
        this.addedBy = new long[capacity];
        this.command = command;
    }

    int count()
    {
        return count;
    }

    /** {@return the position of a key's result, or {@link #ABSENT}} */
    int find(final long key)
    {
        int slot = slot(key);
        while (index[slot] != 0 && keys[index[slot] - 1] != key)
        {
            slot = (slot + 1) & mask;
        }

        return index[slot] - 1;
    }

    long key(final int position)
    {
        return keys[position];
    }

    /** Returns the entry that a walk found, or the address at which it failed. */
    long value(final int position)
    {
        return values[position];
    }

    /** {@return the number of the command that added a result, 0 if it was restored} */
    long addedBy(final int position)
    {
        return addedBy[position];
    }

    /** {@return {@link #FOUND}, or the error code of a failed walk} */
    int code(final int position)
    {
        return codes[position];
    }

    /** Adds the result of a key that is absent, unless the cache is full. */
    void add(final long key, final int code, final long value)
    {
        assert find(key) == ABSENT : "cached: " + Long.toHexString(key);
        if (count < capacity)
        {
            keys[count] = key;
            codes[count] = code;
            values[count] = value;
            addedBy[count] = command.getAsLong();
            count++;
            link(count - 1);
        }
    }

    /**
     * Removes the results of all keys of a range, bounds included, compared unsigned.
     *
     * @param removed takes their keys, in the order in which they were added
     */
    void remove(final long first, final long last, final LongArrayList removed)
    {
        int kept = 0;
        for (int i = 0; i < count; i++)
        {
            if (Long.compareUnsigned(keys[i], first) < 0 || Long.compareUnsigned(keys[i], last) > 0)
            {
                keys[kept] = keys[i];
                codes[kept] = codes[i];
                values[kept] = values[i];
                addedBy[kept] = addedBy[i];
                kept++;
            }
            else
            {
                removed.addLong(keys[i]);
            }
        }
        if (kept != count)
        {
            cut(kept);
            relink();
        }
    }

    /** Removes the result at a position. */
    void removeAt(final int position)
    {
        for (int i = position; i < count - 1; i++)
        {
            keys[i] = keys[i + 1];
            codes[i] = codes[i + 1];
            values[i] = values[i + 1];
            addedBy[i] = addedBy[i + 1];
        }
        cut(count - 1);
        relink();
    }

    void clear()
    {
        if (count != 0)
        {
            cut(0);
            Arrays.fill(index, 0);
        }
    }

    /** Passes all results. */
    void state(final StateStream stream, final String name)
    {
        final int passed = stream.number(name, count, 0, capacity);
        if (stream.isRestoring())
        {
            clear();
        }
        for (int i = 0; i < passed; i++)
        {
            final long key = stream.word(keys[i]);
            final int code = stream.number(name, codes[i], FOUND, ItsError.L2_ITTE_INVALID);
            final long value = stream.word(values[i]);
            if (stream.isRestoring())
            {
                if (find(key) != ABSENT)
                {
                    throw new StateException(name + ": cached twice: 0x" + Long.toHexString(key));
                }
                add(key, code, value);
                addedBy[find(key)] = 0;
            }
        }
    }

    /** Forgets the results from a position on, of which nothing stays. */
    private void cut(final int kept)
    {
        Arrays.fill(keys, kept, count, 0);
        Arrays.fill(codes, kept, count, 0);
        Arrays.fill(values, kept, count, 0);
        Arrays.fill(addedBy, kept, count, 0);
        count = kept;
    }

    private void relink()
    {
        Arrays.fill(index, 0);
        for (int i = 0; i < count; i++)
        {
            link(i);
        }
    }

    private void link(final int position)
    {
        int slot = slot(keys[position]);
        while (index[slot] != 0)
        {
            slot = (slot + 1) & mask;
        }
        index[slot] = position + 1;
        assert find(keys[position]) == position : "position=" + position;
    }

    private int slot(final long key)
    {
        return (int)Mix.of(0, key) & mask;
    }
}
