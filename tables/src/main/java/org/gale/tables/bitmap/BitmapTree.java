package org.gale.tables.bitmap;

import org.agrona.concurrent.UnsafeBuffer;
import org.gale.tables.bitmap.PagePool.PageKind;

/**
 * Operations on 64-ary bitmap trees over ids of up to 24 bits. A tree is named by the offset of its root in the pool's
 * memory. The root is an int that holds the root page, 0 while the tree is empty.
 * <pre>
 *   id bits 23:18        17:12         11:6         5:0
 *   NODE (3 levels) → NODE (2, 3) → LEAF word → bit of the word
 * </pre>
 * Each page has a summary word, in which a set bit means that the child is not empty. One count of trailing zeros per
 * level thus finds the lowest id. A subtree of few ids is a list in place of its page: at most 30 ids in place of a
 * leaf, which has 520 bytes, and 62 in place of a node, which has 264 and as many lists.
 */
public final class BitmapTree
{
    private static final int CHILDREN = Long.BYTES;
    private static final int LEAF_BITS = 12;
    private static final int CHILD_BITS = 6;
    private static final int CHILD_MASK = (1 << CHILD_BITS) - 1;
    private static final int LEAF_LIST_LIMIT = 30;
    /** A leaf becomes a list again when so few ids are left in so few words. */
    private static final int SPARSE_IDS = 14;
    private static final int SPARSE_WORDS = 8;

    static
    {
        assert LEAF_BITS == 2 * CHILD_BITS : "a leaf is no word of words";
        assert SPARSE_IDS < LEAF_LIST_LIMIT : "a leaf that became a list is split at once";
        assert LEAF_LIST_LIMIT <= IdLists.LIMIT : "a list has no room before it is split";
        assert CHILDREN + (1 << CHILD_BITS) * Long.BYTES == PageKind.LEAF.length() : "a leaf does not fit its page";
        assert CHILDREN + (1 << CHILD_BITS) * Integer.BYTES == PageKind.NODE.length() : "a node does not fit its page";
    }

    private final PagePool pool;
    private final UnsafeBuffer buffer;
    private final IdLists lists;

    /** Makes operations on trees whose pages come from a pool. */
    public BitmapTree(final PagePool pool)
    {
        this.pool = pool;
        this.buffer = pool.buffer();
        this.lists = new IdLists(pool);
    }

    /**
     * Returns the number of levels of pages for ids of a width.
     *
     * @return 1 to 3
     */
    public static int levels(final int idBits)
    {
        assert idBits <= 24 : "idBits=" + idBits;

        return idBits <= LEAF_BITS ? 1 : idBits <= 18 ? 2 : 3;
    }

    /** Sets the bit of an id. */
    public void set(final int rootOffset, final int levels, final int id)
    {
        int place = rootOffset;
        int level = levels;
        int page = buffer.getInt(place);
        while (page != 0)                                                       // at most three levels
        {
            if (IdLists.isList(page))
            {
                if (lists.count(page) < (level == 1 ? LEAF_LIST_LIMIT : IdLists.LIMIT) || lists.contains(page, id))
                {
                    break;
                }
                page = split(place, level, page);
            }
            if (level == 1)
            {
                setInLeaf(page, id);
                return;
            }
            final int index = index(id, level--);
            buffer.putLong(page, buffer.getLong(page) | 1L << index);
            place = childPlace(page, index);
            page = buffer.getInt(place);
        }
        lists.add(place, id);
    }

    /** Returns whether the bit of an id is set. */
    public boolean isSet(final int rootOffset, final int levels, final int id)
    {
        int level = levels;
        int page = buffer.getInt(rootOffset);
        while (level > 1 && isPage(page))
        {
            page = child(page, index(id, level--));
        }

        return isPage(page) ? (leafWord(page, id) & 1L << id) != 0 : page != 0 && lists.contains(page, id);
    }

    /** Clears the bit of an id, which may be clear already. Pages that become empty return to the pool. */
    public void clear(final int rootOffset, final int levels, final int id)
    {
        int place = rootOffset;
        int above = 0;
        int top = 0;
        int level = levels;
        int page = buffer.getInt(place);
        while (level > 1 && isPage(page))
        {
            top = above;
            above = place;
            place = childPlace(page, index(id, level--));
            page = buffer.getInt(place);
        }
        if (isPage(page))
        {
            clearInLeaf(page, place, id);
            return;
        }
        boolean isEmpty = page != 0 && lists.remove(place, id);
        while (isEmpty && above != 0)
        {
            final int node = buffer.getInt(above);
            isEmpty = leave(node, index(id, ++level));
            if (isEmpty)
            {
                buffer.putInt(above, 0);
                pool.free(PageKind.NODE, node);
                above = top;
                top = 0;
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
        for (int level = levels; level > 1 && !IdLists.isList(page); level--)
        {
            final int index = Long.numberOfTrailingZeros(buffer.getLong(page));
            id |= index << (CHILD_BITS * level);
            page = child(page, index);
        }
        if (IdLists.isList(page))
        {
            return lists.id(page, lists.count(page) - 1);
        }
        final int word = Long.numberOfTrailingZeros(buffer.getLong(page));

        return id | word << CHILD_BITS | Long.numberOfTrailingZeros(buffer.getLong(page + CHILDREN + (word << 3)));
    }

    /**
     * Returns the lowest id at or after {@code fromId} whose bit is set.
     *
     * @return the id, or −1 if there is none
     */
    public int next(final int rootOffset, final int levels, final int fromId)
    {
        final int end = 1 << (CHILD_BITS * (levels + 1));
        int id = fromId;
        while (id < end)
        {
            int level = levels;
            int page = buffer.getInt(rootOffset);
            while (level > 1 && isPage(page))
            {
                page = child(page, index(id, level--));
            }
            final int next = nextIn(page, id);
            if (next >= 0)
            {
                return next;
            }
            id = (id | ((1 << spanBits(page, level)) - 1)) + 1;
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

    /** {@return the lowest id from {@code fromId} in its word of a leaf or in a list, or −1} */
    private int nextIn(final int page, final int fromId)
    {
        if (!isPage(page))
        {
            return page == 0 ? -1 : lists.next(page, fromId);
        }
        final long rest = leafWord(page, fromId) & (-1L << fromId);

        return rest == 0 ? -1 : (fromId & -Long.SIZE) + Long.numberOfTrailingZeros(rest);
    }

    /** Makes a node or a leaf of a list, and returns its page. */
    private int split(final int place, final int level, final int list)
    {
        final int count = lists.count(list);
        final int page = pool.allocate(level == 1 ? PageKind.LEAF : PageKind.NODE);
        for (int i = 0; i < count; i++)
        {
            final int id = lists.id(list, i);
            if (level == 1)
            {
                setInLeaf(page, id);
            }
            else
            {
                final int index = index(id, level);
                buffer.putLong(page, buffer.getLong(page) | 1L << index);
                lists.add(childPlace(page, index), id);
            }
        }
        lists.release(list);
        buffer.putInt(place, page);
        assert isPage(page) && count > 0 : "page=" + page + ", count=" + count;

        return page;
    }

    private void setInLeaf(final int leaf, final int id)
    {
        final int word = id >>> CHILD_BITS & CHILD_MASK;
        final int wordOffset = leaf + CHILDREN + (word << 3);
        buffer.putLong(wordOffset, buffer.getLong(wordOffset) | 1L << id);
        buffer.putLong(leaf, buffer.getLong(leaf) | 1L << word);
    }

    /** Clears a bit of a leaf, which becomes a list before it is empty. */
    private void clearInLeaf(final int leaf, final int place, final int id)
    {
        final int word = id >>> CHILD_BITS & CHILD_MASK;
        final int wordOffset = leaf + CHILDREN + (word << 3);
        final long rest = buffer.getLong(wordOffset) & ~(1L << id);
        buffer.putLong(wordOffset, rest);
        if ((rest & rest - 1) == 0)
        {
            final long summary = rest == 0 ? buffer.getLong(leaf) & ~(1L << word) : buffer.getLong(leaf);
            buffer.putLong(leaf, summary);
            if (Long.bitCount(summary) <= SPARSE_WORDS)
            {
                gather(leaf, place, id & -1 << LEAF_BITS);
            }
        }
    }

    /** Makes a list of a leaf in which few ids are left. */
    private void gather(final int leaf, final int place, final int firstId)
    {
        int count = 0;
        for (long left = buffer.getLong(leaf); left != 0; left &= left - 1)
        {
            count += Long.bitCount(buffer.getLong(leaf + CHILDREN + (Long.numberOfTrailingZeros(left) << 3)));
        }
        if (count > SPARSE_IDS)
        {
            return;
        }
        buffer.putInt(place, 0);
        for (long left = buffer.getLong(leaf); left != 0; left &= left - 1)
        {
            final int word = Long.numberOfTrailingZeros(left);
            final int wordOffset = leaf + CHILDREN + (word << 3);
            for (long bits = buffer.getLong(wordOffset); bits != 0; bits &= bits - 1)
            {
                lists.add(place, firstId | word << CHILD_BITS | Long.numberOfTrailingZeros(bits));
            }
            buffer.putLong(wordOffset, 0);
        }
        pool.free(PageKind.LEAF, leaf);
    }

    private boolean leave(final int node, final int index)
    {
        final long summary = buffer.getLong(node) & ~(1L << index);
        buffer.putLong(node, summary);

        return summary == 0;
    }

    private long leafWord(final int leaf, final int id)
    {
        return buffer.getLong(leaf + CHILDREN + ((id >>> CHILD_BITS & CHILD_MASK) << 3));
    }

    private int child(final int node, final int index)
    {
        return buffer.getInt(childPlace(node, index));
    }

    private static boolean isPage(final int page)
    {
        return page != 0 && !IdLists.isList(page);
    }

    /** Returns the width of the ids that one step of {@link #next} passes: a word of a leaf, or a subtree. */
    private static int spanBits(final int page, final int level)
    {
        return CHILD_BITS * (isPage(page) ? 1 : level + 1);
    }

    private static int childPlace(final int node, final int index)
    {
        return node + CHILDREN + (index << 2);
    }

    /** Returns the index of an id in a node of a level, 2 or 3. */
    private static int index(final int id, final int level)
    {
        return id >>> (CHILD_BITS * level) & CHILD_MASK;
    }
}
