package org.gale.engine.script;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Table that finds a name given as bytes, without allocating: the index of the name in the list that the table was
 * built from. Immutable, for any thread.
 */
final class NameTable
{
    static final int ABSENT = -1;

    private final byte[][] names;
    private final short[] slots;
    private final int mask;

    NameTable(final List<String> list)
    {
        if (list.size() > Short.MAX_VALUE)
        {
            throw new IllegalArgumentException("too many names: " + list.size());
        }

        names = new byte[list.size()][];
        slots = new short[Integer.highestOneBit(Math.max(list.size(), 4)) * 4];
        mask = slots.length - 1;

        for (int i = 0; i < names.length; i++)
        {
            names[i] = list.get(i).getBytes(StandardCharsets.US_ASCII);
            if (indexOf(names[i], 0, names[i].length) != ABSENT)
            {
                throw new IllegalArgumentException("a name twice: " + list.get(i));
            }

            int slot = hash(names[i], 0, names[i].length) & mask;
            while (slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }
            slots[slot] = (short)(i + 1);
        }
    }

    int indexOf(final byte[] bytes, final int offset, final int length)
    {
        int slot = hash(bytes, offset, length) & mask;
        while (slots[slot] != 0)
        {
            final byte[] name = names[slots[slot] - 1];
            if (name.length == length && isEqual(name, bytes, offset))
            {
                return slots[slot] - 1;
            }
            slot = (slot + 1) & mask;
        }

        return ABSENT;
    }

    private static boolean isEqual(final byte[] name, final byte[] bytes, final int offset)
    {
        for (int i = 0; i < name.length; i++)
        {
            if (name[i] != bytes[offset + i])
            {
                return false;
            }
        }

        return true;
    }

    private static int hash(final byte[] bytes, final int offset, final int length)
    {
        int hash = length;
        for (int i = 0; i < Math.min(length, 24); i++)                      // no name of ours is longer
        {
            hash = 31 * hash + bytes[offset + i];
        }

        return hash ^ (hash >>> 15);
    }
}
