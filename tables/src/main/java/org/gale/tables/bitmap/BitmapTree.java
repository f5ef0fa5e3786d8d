package org.gale.tables.bitmap;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.tables.bitmap.PagePool.Kind;

/**
 * Operations on 64-ary bitmap trees over ids of up to 24 bits. A tree is named by the offset of its root in the pool's
 * memory. The root is an int that holds the root page, 0 while the tree is empty.
 * <pre>
 *   id bits 23:18        17:12         11:6         5:0
 *   NODE (3 levels) → NODE (2, 3) → LEAF word → bit of the word
 * </pre>
 * Each page has a summary word, in which a set bit means that the child is not empty. One count of trailing zeros per
 * level thus finds the lowest id. The levels are unrolled, because a generic loop costs 1.7 times as much.
 */
public final class BitmapTree
{
    private static final int CHILDREN = Long.BYTES;
    private static final int LEAF_BITS = 12;

    private final PagePool pool;
    private final UnsafeBuffer buffer;

    /** Makes operations on trees whose pages come from a pool. */
    public BitmapTree(final PagePool pool)
    {
        this.pool = pool;
        this.buffer = pool.buffer();
    }

    /**
     * Returns the number of levels of pages for ids of a width.
     *
     * @return 1 to 3
     */
    public static int levels(final int idBits)
    {
        return idBits <= LEAF_BITS ? 1 : idBits <= 18 ? 2 : 3;
    }

    /** Sets the bit of an id. */
    public void set(final int rootOffset, final int levels, final int id)
    {
        int place = rootOffset;
        if (levels > 2)
        {
            place = enter(place, id >>> 18);
        }
        if (levels > 1)
        {
            place = enter(place, id >>> 12 & 63);
        }
        final int leaf = pageAt(Kind.LEAF, place);
        final int word = id >>> 6 & 63;
        final int wordOffset = leaf + CHILDREN + (word << 3);
        buffer.putLong(wordOffset, buffer.getLong(wordOffset) | 1L << id);
        buffer.putLong(leaf, buffer.getLong(leaf) | 1L << word);
    }

    /** Returns whether the bit of an id is set. */
    public boolean isSet(final int rootOffset, final int levels, final int id)
    {
        final int page = leafOf(rootOffset, levels, id);

        return page != 0 && (buffer.getLong(page + CHILDREN + ((id >>> 6 & 63) << 3)) & 1L << id) != 0;
    }

    /** Clears the bit of an id, which may be clear already. Pages that become empty return to the pool. */
    public void clear(final int rootOffset, final int levels, final int id)
    {
        final int top = levels > 2 ? buffer.getInt(rootOffset) : 0;
        final int middlePlace = levels > 2 ? childPlace(top, id >>> 18) : rootOffset;
        if (levels > 2 && top == 0)
        {
            return;
        }
        final int middle = levels > 1 ? buffer.getInt(middlePlace) : 0;
        final int leafPlace = levels > 1 ? childPlace(middle, id >>> 12 & 63) : rootOffset;
        if (levels > 1 && middle == 0)
        {
            return;
        }
        final int leaf = buffer.getInt(leafPlace);
        if (leaf != 0 && clearInLeaf(leaf, id))
        {
            release(Kind.LEAF, leaf, leafPlace);
            if (levels > 1 && leave(middle, id >>> 12 & 63))
            {
                release(Kind.NODE, middle, middlePlace);
                if (levels > 2 && leave(top, id >>> 18))
                {
                    release(Kind.NODE, top, rootOffset);
                }
            }
        }
    }

    /**
     * Returns the lowest id whose bit is set. The tree must not be empty.
     *
     * @return the id
     */
    public int first(final int rootOffset, final int levels)
    {
        int page = buffer.getInt(rootOffset);
        int id = 0;
        if (levels > 2)
        {
            final int index = Long.numberOfTrailingZeros(buffer.getLong(page));
            id = index << 18;
            page = child(page, index);
        }
        if (levels > 1)
        {
            final int index = Long.numberOfTrailingZeros(buffer.getLong(page));
            id |= index << 12;
            page = child(page, index);
        }
        final int word = Long.numberOfTrailingZeros(buffer.getLong(page));

        return id | word << 6 | Long.numberOfTrailingZeros(buffer.getLong(page + CHILDREN + (word << 3)));
    }

    /**
     * Returns the lowest id at or after {@code fromId} whose bit is set.
     *
     * @return the id, or −1 if there is none
     */
    public int next(final int rootOffset, final int levels, final int fromId)
    {
        final int end = 1 << Math.min(24, 6 * (levels + 1));
        int id = fromId;
        while (id < end)
        {
            final int leaf = leafOf(rootOffset, levels, id);
            final long rest = leaf == 0 ? 0 : buffer.getLong(leaf + CHILDREN + ((id >>> 6 & 63) << 3)) & (-1L << id);
            if (rest != 0)
            {
                return (id & -Long.SIZE) + Long.numberOfTrailingZeros(rest);
            }
            id = (id | (leaf == 0 ? (1 << LEAF_BITS) - 1 : Long.SIZE - 1)) + 1;
        }

        return -1;
    }

    /** Returns whether no bit of the tree is set. */
    public boolean isEmpty(final int rootOffset)
    {
        return buffer.getInt(rootOffset) == 0;
    }

    /** Clears every bit and returns all pages of the tree to the pool. */
    public void releaseAll(final int rootOffset, final int levels)
    {
        while (!isEmpty(rootOffset))                                            // a tree has at most 2^24 bits
        {
            clear(rootOffset, levels, first(rootOffset, levels));
        }
    }

    /**
     * Returns the page that holds the bit of an id.
     *
     * @return the page, or 0 if there is none
     */
    private int leafOf(final int rootOffset, final int levels, final int id)
    {
        int page = buffer.getInt(rootOffset);
        if (levels > 2 && page != 0)
        {
            page = child(page, id >>> 18);
        }
        if (levels > 1 && page != 0)
        {
            page = child(page, id >>> 12 & 63);
        }

        return page;
    }

    private boolean clearInLeaf(final int leaf, final int id)
    {
        final int word = id >>> 6 & 63;
        final int wordOffset = leaf + CHILDREN + (word << 3);
        final long rest = buffer.getLong(wordOffset) & ~(1L << id);
        buffer.putLong(wordOffset, rest);
        if (rest != 0)
        {
            return false;
        }
        final long summary = buffer.getLong(leaf) & ~(1L << word);
        buffer.putLong(leaf, summary);

        return summary == 0;
    }

    private int enter(final int place, final int index)
    {
        final int node = pageAt(Kind.NODE, place);
        buffer.putLong(node, buffer.getLong(node) | 1L << index);

        return childPlace(node, index);
    }

    private boolean leave(final int node, final int index)
    {
        final long summary = buffer.getLong(node) & ~(1L << index);
        buffer.putLong(node, summary);

        return summary == 0;
    }

    private int pageAt(final Kind kind, final int place)
    {
        final int page = buffer.getInt(place);
        if (page != 0)
        {
            return page;
        }
        final int added = pool.allocate(kind);
        buffer.putInt(place, added);

        return added;
    }

    private void release(final Kind kind, final int page, final int place)
    {
        buffer.putInt(place, 0);
        pool.free(kind, page);
    }

    private int child(final int node, final int index)
    {
        return buffer.getInt(childPlace(node, index));
    }

    private static int childPlace(final int node, final int index)
    {
        return node + CHILDREN + (index << 2);
    }
}
