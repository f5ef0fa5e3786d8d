package org.gale.engine.gicv4;

import java.util.Arrays;
import org.gale.tables.bitmap.BitmapTree;
import org.gale.tables.bitmap.PagePool;
import org.gale.tables.bitmap.PagePool.PageKind;
import org.gale.tables.bitmap.PrioritySort;

/**
 * Index of interrupts by priority: finds the one with the lowest priority value, equal the lowest INTID (V4-TBL-3). The
 * best are in a list, all others in bitmap trees, one per priority. A full list evicts its worse half to the trees, and
 * an empty one is filled from them. Invariant: every key of the list is lower than every key of the trees. The cost
 * thus does not depend on how many interrupts the index holds.
 *
 * <p>The list is appended to as interrupts come and put in order when its best one is asked for, the best one last.
 *
 * <p>Derived from tables in RAM or from the host's list of pending interrupts, and built anew when a state is restored.
 */
final class PriorityIndex
{
    /** Key of an empty index: greater than every other. */
    static final long NONE = Long.MAX_VALUE;

    /** Number of priorities. */
    static final int PRIORITIES = 64;
    /** Keys of the list. */
    static final int LIST_LIMIT = PrioritySort.LIMIT;

    private static final int PRIORITY_SHIFT = 2;
    /** Shift of the eight bits of a priority value, of which the sort counts the upper five. */
    private static final int KEY_PRIORITY_SHIFT = PrioritySort.PRIORITY_SHIFT - 3;
    private static final int KEY_INTID_MASK = (1 << 24) - 1;
    private static final int HALF = LIST_LIMIT / 2;
    private static final int LIST_FIRST = 8;
    /** Appended keys up to this number are inserted one by one; more are sorted together with the rest. */
    private static final int FEW = 4;

    static
    {
        assert key(0, KEY_INTID_MASK) < key(1 << PRIORITY_SHIFT, 0) : "an INTID reaches into the priority";
        assert levelOf(key(0xfc, KEY_INTID_MASK)) == PRIORITIES - 1 : "a priority has no tree";
        assert intidOf(key(0xfc, KEY_INTID_MASK)) == KEY_INTID_MASK : "the fields of a key overlap";
        assert key(0xfc, KEY_INTID_MASK) < NONE : "none is better than an interrupt";
        assert LIST_FIRST <= LIST_LIMIT && HALF + HALF == LIST_LIMIT : "an evicted half has no room";
        assert FEW < HALF : "no list is sorted";
    }

    private final PagePool pool;
    private final BitmapTree trees;
    private final PrioritySort sort;
    private final int levels;
    /** Keys, of which the first {@link #ordered} are in descending order. */
    private long[] list = new long[LIST_FIRST];
    private int listed;
    private int ordered;
    private long treeBest = NONE;
    private int record;
    private long used;

    /**
     * Makes an empty index.
     *
     * @param sort   shared by the indexes of a thread
     * @param idBits INTID bits, at most 24
     */
    PriorityIndex(final PagePool pool, final BitmapTree trees, final PrioritySort sort, final int idBits)
    {
        this.pool = pool;
        this.trees = trees;
        this.sort = sort;
        this.levels = BitmapTree.levels(idBits);
    }

    /**
     * Returns the key of an interrupt: keys compare as interrupts are presented.
     *
     * @return priority value in bits 36:29, INTID in bits 23:0
     */
    static long key(final int priority, final int intid)
    {
        return ((long)priority << KEY_PRIORITY_SHIFT) | intid;
    }

    boolean isEmpty()
    {
        return listed == 0;
    }

    /** Adds an interrupt unless it is in the index. */
    void add(final int priority, final int intid)
    {
        final long key = key(priority, intid);
        if (key < treeBest && listed == LIST_LIMIT)
        {
            evict();
        }
        if (key < treeBest)
        {
            append(key);
        }
        else
        {
            addToTrees(key);
        }
    }

    /** Removes an interrupt if it is in the index. */
    void remove(final int priority, final int intid)
    {
        final long key = key(priority, intid);
        if (key >= treeBest)
        {
            removeFromTrees(key);
            return;
        }
        order();
        if (listed != 0 && list[listed - 1] == key)
        {
            shorten();
            return;
        }
        final int at = placeOf(key);
        if (at < listed && list[at] == key)
        {
            System.arraycopy(list, at + 1, list, at, listed - at - 1);
            shorten();
        }
    }

    /** Removes the best interrupt. The index must not be empty. */
    void removeBest()
    {
        order();
        shorten();
    }

    /** Returns the key of the best interrupt, or {@link #NONE} if the index is empty. */
    long bestKey()
    {
        if (listed == 0)
        {
            return NONE;
        }
        order();

        return list[listed - 1];
    }

    /** Returns the best priority value. The index must not be empty. */
    int bestPriority()
    {
        return priorityOf(bestKey());
    }

    /** Returns the INTID of the best interrupt. The index must not be empty. */
    int bestIntid()
    {
        return intidOf(bestKey());
    }

    /** Returns the priority value of a key. */
    static int priorityOf(final long key)
    {
        return (int)(key >>> KEY_PRIORITY_SHIFT);
    }

    /** Returns the priority of a key as a number below {@link #PRIORITIES}. */
    static int levelOf(final long key)
    {
        return (int)(key >>> (KEY_PRIORITY_SHIFT + PRIORITY_SHIFT));
    }

    /** Returns the INTID of a key. */
    static int intidOf(final long key)
    {
        return (int)key & KEY_INTID_MASK;
    }

    boolean contains(final int priority, final int intid)
    {
        final long key = key(priority, intid);
        if (key >= treeBest)
        {
            return trees.isSet(rootOf(key), levels, intid);
        }
        order();
        final int at = placeOf(key);

        return at < listed && list[at] == key;
    }

    /** Returns the number of interrupts in the index, counted one by one. */
    int count()
    {
        order();
        int count = listed;
        for (long rest = used; rest != 0; rest &= rest - 1)
        {
            final int root = root(Long.numberOfTrailingZeros(rest));
            for (int id = trees.next(root, levels, 0); id >= 0; id = trees.next(root, levels, id + 1))
            {
                count++;
            }
        }

        return count;
    }

    /** Removes everything and gives the memory back. */
    void clear()
    {
        listed = 0;
        ordered = 0;
        treeBest = NONE;
        while (used != 0)
        {
            final int level = Long.numberOfTrailingZeros(used);
            trees.releaseAll(root(level), levels);
            used &= used - 1;
        }
        if (record != 0)
        {
            pool.free(PageKind.RECORD, record);
            record = 0;
        }
    }

    private void append(final long key)
    {
        if (listed == list.length)
        {
            list = Arrays.copyOf(list, LIST_LIMIT);
        }
        list[listed++] = key;
    }

    private void shorten()
    {
        listed--;
        ordered = listed;
        if (listed == 0 && used != 0)
        {
            refill();
        }
    }

    private void order()
    {
        if (ordered != listed)
        {
            if (listed - ordered <= FEW)
            {
                insertAppended();
            }
            else
            {
                sortAll();
            }
        }
    }

    /** Puts the keys in descending order, each once. */
    private void sortAll()
    {
        final long[] sorted = sort.sorted();
        sort.sort(list, listed, sorted);
        int different = 0;
        for (int i = listed - 1; i >= 0; i--)
        {
            if (different == 0 || list[different - 1] != sorted[i])
            {
                list[different++] = sorted[i];
            }
        }
        listed = different;
        ordered = different;
    }

    private void insertAppended()
    {
        final int end = listed;
        listed = ordered;
        for (int i = ordered; i < end; i++)
        {
            insert(list[i]);
        }
        ordered = listed;
    }

    /** Inserts a key into the ordered list, unless it is there. */
    private void insert(final long key)
    {
        final int at = placeOf(key);
        if (at < listed && list[at] == key)
        {
            return;
        }
        System.arraycopy(list, at, list, at + 1, listed - at);
        list[at] = key;
        listed++;
    }

    /** Returns the place of a key in the descending list. */
    private int placeOf(final long key)
    {
        int low = 0;
        int high = listed;
        while (low < high)
        {
            final int middle = (low + high) >>> 1;
            if (list[middle] > key)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private void evict()
    {
        order();
        final int kept = Math.min(listed, HALF);
        for (int i = 0; i < listed - kept; i++)
        {
            addToTrees(list[i]);
        }
        System.arraycopy(list, listed - kept, list, 0, kept);
        listed = kept;
        ordered = kept;
        assert isSound() : "after an eviction: listed=" + listed;
    }

    private void refill()
    {
        int count = 0;
        while (count < HALF && used != 0)
        {
            list[HALF - 1 - count] = treeBest;
            count++;
            removeFromTrees(treeBest);
        }
        System.arraycopy(list, HALF - count, list, 0, count);
        listed = count;
        ordered = count;
        assert isSound() : "after a refill: listed=" + listed;
    }

    /** Returns whether the invariant holds, for a list in order that is not empty. */
    private boolean isSound()
    {
        boolean isSound = listed > 0 && list[0] < treeBest && (used == 0) == (treeBest == NONE);
        for (int i = 1; i < listed; i++)
        {
            isSound &= list[i - 1] > list[i];
        }

        return isSound;
    }

    private void addToTrees(final long key)
    {
        if (record == 0)
        {
            record = pool.allocate(PageKind.RECORD);
        }
        trees.set(rootOf(key), levels, (int)key & KEY_INTID_MASK);
        used |= 1L << levelOf(key);
        treeBest = Math.min(treeBest, key);
    }

    private void removeFromTrees(final long key)
    {
        final int level = levelOf(key);
        if ((used & 1L << level) == 0)
        {
            return;
        }
        trees.clear(root(level), levels, (int)key & KEY_INTID_MASK);
        if (trees.isEmpty(root(level)))
        {
            used &= ~(1L << level);
        }
        if (key == treeBest)
        {
            treeBest = bestOfTrees();
        }
    }

    private long bestOfTrees()
    {
        if (used == 0)
        {
            return NONE;
        }
        final int level = Long.numberOfTrailingZeros(used);

        return key(level << PRIORITY_SHIFT, trees.first(root(level), levels));
    }

    private int rootOf(final long key)
    {
        return root(levelOf(key));
    }

    private int root(final int level)
    {
        return record + Long.BYTES + (level << 2);
    }
}
