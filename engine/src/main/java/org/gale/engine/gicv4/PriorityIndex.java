package org.gale.engine.gicv4;

import org.gale.tables.bitmap.BitmapTree;
import org.gale.tables.bitmap.PagePool;
import org.gale.tables.bitmap.PagePool.Kind;

/**
 * Index of interrupts by priority: finds the one with the lowest priority value, equal the lowest INTID (V4-TBL-3). Its
 * cost does not depend on how many interrupts it holds. Derived from tables in RAM or from the host's list of pending
 * interrupts, and built anew when a state is restored.
 */
final class PriorityIndex
{
    /** Key of an empty index: greater than every other. */
    static final int NONE = Integer.MAX_VALUE;

    private static final int PRIORITY_SHIFT = 2;
    private static final int KEY_PRIORITY_SHIFT = 24;

    private final PagePool pool;
    private final BitmapTree trees;
    private final int levels;
    private int record;
    private long used;

    /**
     * Makes an empty index.
     *
     * @param idBits INTID bits, at most 24
     */
    PriorityIndex(final PagePool pool, final BitmapTree trees, final int idBits)
    {
        this.pool = pool;
        this.trees = trees;
        this.levels = BitmapTree.levels(idBits);
    }

    /**
     * Returns the key of an interrupt: keys compare as interrupts are presented.
     *
     * @return priority value in bits 31:24, INTID in bits 23:0; below {@link #NONE} for priority values up to 0x7f
     */
    static long key(final int priority, final int intid)
    {
        return ((long)priority << KEY_PRIORITY_SHIFT) | intid;
    }

    boolean isEmpty()
    {
        return used == 0;
    }

    void add(final int priority, final int intid)
    {
        if (record == 0)
        {
            record = pool.allocate(Kind.RECORD);
        }
        final int level = priority >>> PRIORITY_SHIFT;
        trees.set(root(level), levels, intid);
        used |= 1L << level;
    }

    void remove(final int priority, final int intid)
    {
        final int level = priority >>> PRIORITY_SHIFT;
        if ((used & 1L << level) != 0)
        {
            trees.clear(root(level), levels, intid);
            if (trees.isEmpty(root(level)))
            {
                used &= ~(1L << level);
            }
        }
    }

    /**
     * Returns the best priority value. The index must not be empty.
     */
    int bestPriority()
    {
        return Long.numberOfTrailingZeros(used) << PRIORITY_SHIFT;
    }

    /**
     * Returns the INTID of the best interrupt. The index must not be empty.
     */
    int bestIntid()
    {
        return trees.first(root(Long.numberOfTrailingZeros(used)), levels);
    }

    boolean contains(final int priority, final int intid)
    {
        return record != 0 && trees.isSet(root(priority >>> PRIORITY_SHIFT), levels, intid);
    }

    /**
     * Returns the number of interrupts in the index, counted one by one.
     */
    int count()
    {
        int count = 0;
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

    /**
     * Removes everything and gives the memory back.
     */
    void clear()
    {
        while (used != 0)
        {
            final int level = Long.numberOfTrailingZeros(used);
            trees.releaseAll(root(level), levels);
            used &= used - 1;
        }
        if (record != 0)
        {
            pool.free(Kind.RECORD, record);
            record = 0;
        }
    }

    private int root(final int level)
    {
        return record + Long.BYTES + (level << 2);
    }
}
