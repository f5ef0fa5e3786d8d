package org.gale.engine.script;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Table that finds a name given as bytes, without allocating: the index of the name in the list that the table was
 * built from. A name is compared by its first and last eight bytes, one that is longer by all. Immutable, for any
 * thread.
 */
final class NameTable
{
    static final int ABSENT = -1;

    private static final int INDEX_SHIFT = 16;
    private static final int LENGTH_MASK = (1 << INDEX_SHIFT) - 1;

    private static final VarHandle WORD =
        MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** Odd factor, 2<sup>64</sup> by the golden ratio: its upper bits depend on all bits of a word. */
    private static final long SPREAD = 0x9e37_79b9_7f4a_7c15L;

    private final byte[][] names;
    /** Head and tail of the name in each slot. */
    private final long[] keys;
    /** Length of the name in each slot, and above it the index of the name, plus 1; 0 for a free slot. */
    private final int[] slots;
    private final int mask;

    NameTable(final List<String> list)
    {
        if (list.size() > Short.MAX_VALUE)
        {
            throw new IllegalArgumentException("too many names: " + list.size());
        }

        names = new byte[list.size()][];
        slots = new int[Integer.highestOneBit(Math.max(list.size(), 4)) * 4];
        keys = new long[slots.length * 2];
        mask = slots.length - 1;

        for (int i = 0; i < names.length; i++)
        {
            names[i] = list.get(i).getBytes(StandardCharsets.US_ASCII);
            final int length = names[i].length;
            if (length > LENGTH_MASK)
            {
                throw new IllegalArgumentException("a name that is too long: " + list.get(i));
            }
            if (indexOf(names[i], 0, length) != ABSENT)
            {
                throw new IllegalArgumentException("a name twice: " + list.get(i));
            }

            final long head = head(names[i], 0, length);
            final long tail = tail(names[i], 0, length);
            int slot = hash(head, tail, length) & mask;
            while (slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }
            slots[slot] = (i + 1) << INDEX_SHIFT | length;
            keys[slot << 1] = head;
            keys[(slot << 1) + 1] = tail;
        }
    }

    int indexOf(final byte[] bytes, final int offset, final int length)
    {
        final long head = head(bytes, offset, length);
        final long tail = tail(bytes, offset, length);
        int slot = hash(head, tail, length) & mask;
        while (slots[slot] != 0)
        {
            if (keys[slot << 1] == head && keys[(slot << 1) + 1] == tail && (slots[slot] & LENGTH_MASK) == length)
            {
                final int index = (slots[slot] >>> INDEX_SHIFT) - 1;
                if (length <= 2 * Long.BYTES || Arrays.equals(names[index], 0, length, bytes, offset, offset + length))
                {
                    return index;
                }
            }
            slot = (slot + 1) & mask;
        }

        return ABSENT;
    }

    /** Returns the first eight bytes of a word, 0 for those that it has not. */
    private static long head(final byte[] bytes, final int offset, final int length)
    {
        if (bytes.length - offset >= Long.BYTES)
        {
            final long word = (long)WORD.get(bytes, offset);

            return length >= Long.BYTES ? word : word & (1L << (length << 3)) - 1;
        }
        long head = 0;
        for (int i = 0; i < length; i++)
        {
            head |= (bytes[offset + i] & 0xffL) << (i << 3);
        }

        return head;
    }

    /** Returns the last eight bytes of a word that is longer than that, else 0. */
    private static long tail(final byte[] bytes, final int offset, final int length)
    {
        return length > Long.BYTES ? (long)WORD.get(bytes, offset + length - Long.BYTES) : 0;
    }

    private static int hash(final long head, final long tail, final int length)
    {
        final long mixed = (head ^ Long.rotateLeft(tail, 29) ^ length) * SPREAD;

        return (int)(mixed >>> Integer.SIZE);
    }
}
