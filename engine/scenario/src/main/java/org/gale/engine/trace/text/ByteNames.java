package org.gale.engine.trace.text;

import java.util.Arrays;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Names by dense numbers, found without an object for each search. Owner: the calling thread. */
final class ByteNames
{
    static final int NONE = -1;
    /** Limit of the bytes of a name; further ones are cut. */
    static final int LENGTH_LIMIT = 128;

    private static final int FIRST_CAPACITY = 64;
    private static final int HASH_FACTOR = 0x01000193;
    private static final int HASH_SHIFT = 15;

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int[] ends = new int[FIRST_CAPACITY];
    private int[] slots = new int[2 * FIRST_CAPACITY];          // number + 1, or 0
    private int count;

    /** Returns the number of a name, or {@link #NONE} if it is new. */
    int find(final byte[] text, final int from, final int to)
    {
        return slots[slot(text, from, limited(from, to))] - 1;
    }

    /** Returns the number of a name, which is added if it is new. */
    int add(final byte[] text, final int from, final int to)
    {
        final int end = limited(from, to);
        final int slot = slot(text, from, end);
        if (slots[slot] > 0)
        {
            return slots[slot] - 1;
        }
        final int start = start(count);
        if (start + end - from > bytes.length)
        {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length + LENGTH_LIMIT);
        }
        System.arraycopy(text, from, bytes, start, end - from);
        if (count == ends.length)
        {
            ends = Arrays.copyOf(ends, 2 * count);
        }
        ends[count++] = start + end - from;
        slots[slot] = count;
        if (2 * count == slots.length)
        {
            rehash();
        }

        return count - 1;
    }

    String text(final int number)
    {
        return new String(bytes, start(number), ends[number] - start(number), UTF_8);
    }

    private int start(final int number)
    {
        return number == 0 ? 0 : ends[number - 1];
    }

    /** Returns the slot that holds a name, or is free for it. */
    private int slot(final byte[] text, final int from, final int to)
    {
        int hash = to - from;
        for (int i = from; i < to; i++)
        {
            hash = (hash ^ text[i]) * HASH_FACTOR;
        }
        int slot = (hash ^ hash >>> HASH_SHIFT) & slots.length - 1;
        while (slots[slot] > 0 &&
            !Arrays.equals(bytes, start(slots[slot] - 1), ends[slots[slot] - 1], text, from, to))
        {
            slot = slot + 1 & slots.length - 1;
        }

        return slot;
    }

    private void rehash()
    {
        slots = new int[2 * slots.length];
        for (int number = 0; number < count; number++)
        {
            slots[slot(bytes, start(number), ends[number])] = number + 1;
        }
    }

    private static int limited(final int from, final int to)
    {
        return Math.min(to, from + LENGTH_LIMIT);
    }
}
