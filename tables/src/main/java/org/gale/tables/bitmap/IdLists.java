package org.gale.tables.bitmap;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.tables.bitmap.PagePool.PageKind;

/**
 * Lists of a few ids each, the lowest last, in pages of a pool. A list is a word: the offset of its page, and in the
 * three lowest bits the size class, 1 to 5. A list of class n has room for 2<sup>n + 1</sup> − 2 ids.
 * <pre>
 *  63                          32 31                            0
 *  +-----------------------------+------------------------------+
 *  |              0              |        number of ids         |
 *  +-----------------------------+------------------------------+
 *  |          second id          |           first id           |  the highest id comes first
 *  +-----------------------------+------------------------------+
 * </pre>
 * Unused places are zero. A change may move a list to another page: the methods store the word of the list, 0 for none,
 * at its place. Owned by the thread that owns the pool.
 */
final class IdLists
{
    /** The most ids of a list. */
    static final int LIMIT = 62;

    private static final int CLASS_MASK = 7;
    private static final int IDS = Long.BYTES;
    private static final PageKind[] KINDS =
        {null, PageKind.LIST_2, PageKind.LIST_6, PageKind.LIST_14, PageKind.LIST_30, PageKind.LIST_62};

    static
    {
        assert KINDS.length - 1 <= CLASS_MASK : "a class does not fit the word of a list";
        assert room(KINDS.length - 1) == LIMIT && room(0) == 0 : "classes and limit differ";
        assert CLASS_MASK < Long.BYTES : "a class reaches into the offset";
    }

    private final PagePool pool;
    private final UnsafeBuffer buffer;

    IdLists(final PagePool pool)
    {
        this.pool = pool;
        this.buffer = pool.buffer();
    }

    /** Returns whether a word that is not 0 names a list; else it is the offset of a page. */
    static boolean isList(final int word)
    {
        return (word & CLASS_MASK) != 0;
    }

    /** Returns the number of ids in a list. */
    int count(final int list)
    {
        return buffer.getInt(list & ~CLASS_MASK);
    }

    /** Returns an id of a list; the lowest one has the index {@code count − 1}. */
    int id(final int list, final int index)
    {
        return buffer.getInt(idOffset(list, index));
    }

    /** Returns whether a list holds an id. */
    boolean contains(final int list, final int id)
    {
        final int at = end(list, id);

        return at > 0 && id(list, at - 1) == id;
    }

    /**
     * Returns the lowest id of a list that is at least {@code fromId}.
     *
     * @return the id, or −1 if there is none
     */
    int next(final int list, final int fromId)
    {
        final int at = end(list, fromId);

        return at == 0 ? -1 : id(list, at - 1);
    }

    /**
     * Adds an id to the list at a place, which may be none; an id that it holds already changes nothing.
     *
     * @param place offset of the word of the list, which has room or holds the id
     */
    void add(final int place, final int id)
    {
        int list = buffer.getInt(place);
        final int count = list == 0 ? 0 : count(list);
        final int at = list == 0 ? 0 : end(list, id);
        if (at > 0 && id(list, at - 1) == id)
        {
            return;
        }
        if (count == room(list))
        {
            list = move(place, list, count, (list & CLASS_MASK) + 1);
        }
        shift(list, at, at + 1, count - at);
        buffer.putInt(idOffset(list, at), id);
        buffer.putInt(list & ~CLASS_MASK, count + 1);
    }

    /**
     * Removes an id from the list at a place.
     *
     * @return whether the list was emptied, and is none any more
     */
    boolean remove(final int place, final int id)
    {
        final int list = buffer.getInt(place);
        final int count = count(list);
        final int at = end(list, id) - 1;
        if (at < 0 || id(list, at) != id)
        {
            return false;
        }
        shift(list, at + 1, at, count - 1 - at);
        buffer.putInt(idOffset(list, count - 1), 0);
        buffer.putInt(list & ~CLASS_MASK, count - 1);
        assert !contains(list, id) : "id=" + id;
        if (count == 1)
        {
            pool.free(KINDS[list & CLASS_MASK], list & ~CLASS_MASK);
            buffer.putInt(place, 0);
            return true;
        }
        if (count - 1 <= room(list - 1) / 2 && room(list - 1) > 0)
        {
            move(place, list, count - 1, (list & CLASS_MASK) - 1);
        }

        return false;
    }

    /** Frees the page of a list. The word at its place is left to the caller. */
    void release(final int list)
    {
        assert isList(list) : "list=" + list;
        final int count = count(list);
        for (int i = 0; i < count; i++)
        {
            buffer.putInt(idOffset(list, i), 0);
        }
        pool.free(KINDS[list & CLASS_MASK], list & ~CLASS_MASK);
    }

    private int move(final int place, final int list, final int count, final int sizeClass)
    {
        assert sizeClass > 0 && sizeClass < KINDS.length && count <= room(sizeClass) : count + " of class " + sizeClass;
        final int moved = pool.allocate(KINDS[sizeClass]) | sizeClass;
        for (int i = 0; i < count; i++)
        {
            buffer.putInt(idOffset(moved, i), id(list, i));
        }
        if (list != 0)
        {
            release(list);
        }
        buffer.putInt(moved & ~CLASS_MASK, count);
        buffer.putInt(place, moved);

        return moved;
    }

    /** {@return the number of ids of a list that are at least {@code id}; they come first} */
    private int end(final int list, final int id)
    {
        int from = 0;
        int end = count(list);
        while (from < end)                                                      // at most 6 steps
        {
            final int middle = (from + end) >>> 1;
            if (id(list, middle) < id)
            {
                end = middle;
            }
            else
            {
                from = middle + 1;
            }
        }

        return end;
    }

    private void shift(final int list, final int fromIndex, final int toIndex, final int count)
    {
        if (count > 0)
        {
            buffer.putBytes(idOffset(list, toIndex), buffer, idOffset(list, fromIndex), count << 2);
        }
    }

    private static int room(final int list)
    {
        return (2 << (list & CLASS_MASK)) - 2;
    }

    private static int idOffset(final int list, final int index)
    {
        return (list & ~CLASS_MASK) + IDS + (index << 2);
    }
}
