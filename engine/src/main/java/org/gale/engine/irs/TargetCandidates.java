package org.gale.engine.irs;

import java.util.Arrays;
import org.gale.tables.bitmap.BitmapTree;
import org.gale.tables.bitmap.PagePool;
import org.gale.tables.bitmap.PagePool.Kind;
import org.gale.tables.memory.StateReader;
import org.gale.tables.memory.StateWriter;
import org.gale.tables.operand.Intid;

/**
 * The candidates of one target: 64 slots in front, and behind them bitmap trees, one per priority and type, for what
 * the slots do not hold. A candidate is in exactly one of the two.
 *
 * <p>Selection takes the lowest priority that has a candidate and the lowest INTID of it, at a cost that depends
 * neither on how many are pending nor on the length of the table. Owned by the thread that owns the machine.
 */
final class TargetCandidates
{
    /** {@link #concernsBelow}: whatever is added concerns somebody. */
    static final int EVERYTHING = 32;

    /** A word that is no candidate and ends all that are saved. */
    static final long SAVED_END = -1;

    /** What one of these takes of the heap. */
    static final int HEAP_BYTES = 896;

    static final int SLOTS = Long.SIZE;

    private static final int PRIORITIES = 32;
    private static final int SAVED_TARGET_SHIFT = 40;
    private static final int SAVED_PRIORITY_SHIFT = 32;
    private static final int SAVED_PRIORITY_LIMIT = 1 << (SAVED_TARGET_SHIFT - SAVED_PRIORITY_SHIFT);
    private static final int LPI_ROOTS = Long.BYTES;
    private static final int SPI_ROOTS = LPI_ROOTS + PRIORITIES * Integer.BYTES;
    private static final int SPI_BIT = 1 << 29;                                 // TYPE is 2 for an LPI, 3 for an SPI

    private final PagePool pool;
    private final BitmapTree trees;
    private final int levels;
    /** Per priority a mask of its slots, then per slot its INTID: one array, for the sake of the cache. */
    private final long[] words = new long[PRIORITIES + SLOTS];
    private long freeSlots = -1L;
    private int slotPriorities;
    private int lpiPriorities;
    private int spiPriorities;
    private int roots;
    private int concernsBelow = EVERYTHING;

    /** @param levels of the trees, by the widest ids that will be added */
    TargetCandidates(final PagePool pool, final BitmapTree trees, final int levels)
    {
        this.pool = pool;
        this.trees = trees;
        this.levels = levels;
    }

    /**
     * A new candidate of at least this priority value changes nothing that anybody sees: the target's signal is up
     * already, or would stay down. Whoever settles the signal says so; until then everything concerns.
     */
    void concernsBelow(final int priority)
    {
        concernsBelow = priority;
    }

    /** Adds a candidate that is not there. True if somebody has to be told. */
    boolean add(final int priority, final int intid)
    {
        final long free = freeSlots;
        if (free != 0)
        {
            final int slot = Long.numberOfTrailingZeros(free);
            freeSlots = free & (free - 1);
            words[PRIORITIES + slot] = intid;
            words[priority] |= 1L << slot;
            slotPriorities |= 1 << priority;
        }
        else
        {
            addToFull(priority, intid);
        }

        return priority < concernsBelow;
    }

    /** Removes a candidate, if it is there. */
    void remove(final int priority, final int intid)
    {
        for (long rest = words[priority]; rest != 0; rest &= rest - 1)        // at most 64
        {
            final int slot = Long.numberOfTrailingZeros(rest);
            if (intidOf(slot) == intid)
            {
                freeSlot(priority, slot);
                return;
            }
        }
        removeFromTree(priority, intid);
    }

    /** The best candidate, or {@link Candidate#NONE}. */
    long best()
    {
        final int all = slotPriorities | lpiPriorities | spiPriorities;
        if (all == 0)
        {
            return Candidate.NONE;
        }
        final int priority = Integer.numberOfTrailingZeros(all);
        final int bit = all & -all;
        int best = bestSlot(priority);
        if ((lpiPriorities & bit) != 0)
        {
            best = Math.min(best, Intid.of(Intid.TYPE_LPI, trees.first(root(LPI_ROOTS, priority), levels)));
        }
        if ((spiPriorities & bit) != 0)
        {
            best = Math.min(best, Intid.of(Intid.TYPE_SPI, trees.first(root(SPI_ROOTS, priority), levels)));
        }

        return Candidate.of(priority, best);
    }

    /** The priority of the best candidate, or a value above every priority. */
    int bestPriority()
    {
        return Integer.numberOfTrailingZeros(slotPriorities | lpiPriorities | spiPriorities);
    }

    /**
     * A turn: takes candidates out, best first, until none is left whose priority value is below a threshold, the
     * budget is spent, or one is not to be taken out. Meanwhile nothing may be added.
     *
     * @return how many were completed; negative if the last of them stays a candidate
     */
    int take(final int threshold, final int budget, final TurnTaker taker)
    {
        int count = 0;
        boolean stays = false;
        while (!stays && count < budget && bestPriority() < threshold)
        {
            final int taken = (lpiPriorities | spiPriorities) == 0 ?
                gather(threshold, budget - count, taker.taken()) : gatherBest(taker.taken());
            final int completed = taker.complete(taken);
            stays = completed < 0;
            count += Math.abs(completed);
            for (int i = -completed - 1; stays && i < taken; i++)
            {
                add(Candidate.priority(taker.taken()[i]), Candidate.intid(taker.taken()[i]));
            }
        }

        return stays ? -count : count;
    }

    /** All candidates are in slots: takes them out, best first. */
    private int gather(final int threshold, final int limit, final long[] taken)
    {
        int priorities = slotPriorities;
        long free = freeSlots;
        int count = 0;
        while (count < limit && Integer.numberOfTrailingZeros(priorities) < threshold)
        {
            final int priority = Integer.numberOfTrailingZeros(priorities);     // 32, at no threshold, if there is none
            final long slots = words[priority];
            final int slot = lowestIntid(slots);
            final long rest = slots & ~(1L << slot);
            taken[count++] = Candidate.of(priority, intidOf(slot));
            words[priority] = rest;
            free |= 1L << slot;
            priorities = rest == 0 ? priorities & (priorities - 1) : priorities;
        }
        slotPriorities = priorities;
        freeSlots = free;

        return count;
    }

    /** Some candidates are in trees. */
    private int gatherBest(final long[] taken)
    {
        taken[0] = best();
        remove(Candidate.priority(taken[0]), Candidate.intid(taken[0]));

        return 1;
    }

    /** Removes all LPIs or all SPIs. */
    void removeAll(final boolean spis)
    {
        for (int priority = 0; priority < PRIORITIES; priority++)
        {
            for (long rest = words[priority]; rest != 0; rest &= rest - 1)
            {
                final int slot = Long.numberOfTrailingZeros(rest);
                if (((intidOf(slot) & SPI_BIT) != 0) == spis)
                {
                    freeSlot(priority, slot);
                }
            }
            if (roots != 0)
            {
                trees.releaseAll(root(spis ? SPI_ROOTS : LPI_ROOTS, priority), levels);
            }
        }
        lpiPriorities = spis ? lpiPriorities : 0;
        spiPriorities = spis ? 0 : spiPriorities;
        if (roots != 0 && (lpiPriorities | spiPriorities) == 0)
        {
            pool.free(Kind.RECORD, roots);
            roots = 0;
        }
    }

    /** Is the candidate there? For checks. */
    boolean contains(final int priority, final int intid)
    {
        for (long rest = words[priority]; rest != 0; rest &= rest - 1)
        {
            if (intidOf(Long.numberOfTrailingZeros(rest)) == intid)
            {
                return true;
            }
        }

        return roots != 0 && trees.isSet(root(rootsOf(intid), priority), levels, Intid.id(intid));
    }

    /** Does this hold all that another holds? For checks. */
    boolean holdsAllOf(final TargetCandidates other)
    {
        for (int priority = 0; priority < PRIORITIES; priority++)
        {
            for (long rest = other.words[priority]; rest != 0; rest &= rest - 1)
            {
                if (!contains(priority, other.intidOf(Long.numberOfTrailingZeros(rest))))
                {
                    return false;
                }
            }
            if (other.roots != 0 && !(holdsTree(other, LPI_ROOTS, priority, Intid.TYPE_LPI) &&
                holdsTree(other, SPI_ROOTS, priority, Intid.TYPE_SPI)))
            {
                return false;
            }
        }

        return true;
    }

    /** Number of candidates. Costs a walk over those in trees. */
    long count()
    {
        long count = Long.bitCount(~freeSlots);
        for (int priority = 0; roots != 0 && priority < PRIORITIES; priority++)
        {
            count += countTree(root(LPI_ROOTS, priority)) + countTree(root(SPI_ROOTS, priority));
        }

        return count;
    }

    /** Writes a word for each candidate. */
    void save(final StateWriter writer, final int target)
    {
        final int[] intids = new int[Long.SIZE];
        for (int priority = 0; priority < PRIORITIES; priority++)
        {
            int count = 0;
            for (long rest = words[priority]; rest != 0; rest &= rest - 1)
            {
                intids[count++] = intidOf(Long.numberOfTrailingZeros(rest));
            }
            Arrays.sort(intids, 0, count);
            for (int i = 0; i < count; i++)
            {
                writer.word(saved(target, priority, intids[i]));
            }
            if (roots != 0)
            {
                saveTree(writer, target, priority, LPI_ROOTS, Intid.TYPE_LPI);
                saveTree(writer, target, priority, SPI_ROOTS, Intid.TYPE_SPI);
            }
        }
    }

    /** Takes a word that {@link #save} wrote. */
    void restore(final StateReader reader, final long word)
    {
        final int intid = (int)word;
        final int priority = (int)(word >>> SAVED_PRIORITY_SHIFT) & (SAVED_PRIORITY_LIMIT - 1);
        reader.checked("priority of a candidate", priority, 0, PRIORITIES - 1);
        reader.checked("type of a candidate", Intid.type(intid), Intid.TYPE_LPI, Intid.TYPE_SPI);
        add(priority, Intid.of(Intid.type(intid), Intid.id(intid)));
    }

    /** The target of a word that {@link #save} wrote. */
    static int savedTarget(final long word)
    {
        return (int)(word >>> SAVED_TARGET_SHIFT);
    }

    private static long saved(final int target, final int priority, final int intid)
    {
        return ((long)target << SAVED_TARGET_SHIFT) | ((long)priority << SAVED_PRIORITY_SHIFT) |
            Integer.toUnsignedLong(intid);
    }

    private long countTree(final int root)
    {
        long count = 0;
        for (int id = trees.next(root, levels, 0); id >= 0; id = trees.next(root, levels, id + 1))
        {
            count++;
        }

        return count;
    }

    private void saveTree(
        final StateWriter writer, final int target, final int priority, final int kind, final int type)
    {
        final int root = root(kind, priority);
        for (int id = trees.next(root, levels, 0); id >= 0; id = trees.next(root, levels, id + 1))
        {
            writer.word(saved(target, priority, Intid.of(type, id)));
        }
    }

    /** Gives all pages back. */
    void clear()
    {
        for (int priority = 0; priority < PRIORITIES; priority++)
        {
            words[priority] = 0;
            if (roots != 0)
            {
                trees.releaseAll(root(LPI_ROOTS, priority), levels);
                trees.releaseAll(root(SPI_ROOTS, priority), levels);
            }
        }
        freeSlots = -1L;
        slotPriorities = 0;
        lpiPriorities = 0;
        spiPriorities = 0;
        concernsBelow = EVERYTHING;
        if (roots != 0)
        {
            pool.free(Kind.RECORD, roots);
            roots = 0;
        }
    }

    private int bestSlot(final int priority)
    {
        final long slots = words[priority];

        return slots == 0 ? Integer.MAX_VALUE : intidOf(lowestIntid(slots));
    }

    private int intidOf(final int slot)
    {
        return (int)words[PRIORITIES + slot];
    }

    private int lowestIntid(final long slots)                                   // M-TIE
    {
        int best = Long.numberOfTrailingZeros(slots);
        for (long rest = slots & (slots - 1); rest != 0; rest &= rest - 1)      // at most 63
        {
            final int slot = Long.numberOfTrailingZeros(rest);
            best = intidOf(slot) < intidOf(best) ? slot : best;
        }

        return best;
    }

    private void freeSlot(final int priority, final int slot)
    {
        final long rest = words[priority] & ~(1L << slot);
        words[priority] = rest;
        freeSlots |= 1L << slot;
        if (rest == 0)
        {
            slotPriorities &= ~(1 << priority);
        }
    }

    /** All slots are taken: one of the lowest priority moves to its tree if the new candidate is better. */
    private void addToFull(final int priority, final int intid)
    {
        final int worst = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(slotPriorities);
        if (worst <= priority)
        {
            addToTree(priority, intid);
            return;
        }
        final int slot = Long.numberOfTrailingZeros(words[worst]);
        addToTree(worst, intidOf(slot));
        freeSlot(worst, slot);
        add(priority, intid);
    }

    private void addToTree(final int priority, final int intid)
    {
        if (roots == 0)
        {
            roots = pool.allocate(Kind.RECORD);
        }
        trees.set(root(rootsOf(intid), priority), levels, Intid.id(intid));
        if ((intid & SPI_BIT) == 0)
        {
            lpiPriorities |= 1 << priority;
        }
        else
        {
            spiPriorities |= 1 << priority;
        }
    }

    private void removeFromTree(final int priority, final int intid)
    {
        if (roots == 0)
        {
            return;
        }
        final int root = root(rootsOf(intid), priority);
        trees.clear(root, levels, Intid.id(intid));
        if (trees.isEmpty(root))
        {
            if ((intid & SPI_BIT) == 0)
            {
                lpiPriorities &= ~(1 << priority);
            }
            else
            {
                spiPriorities &= ~(1 << priority);
            }
            if ((lpiPriorities | spiPriorities) == 0)
            {
                pool.free(Kind.RECORD, roots);
                roots = 0;
            }
        }
    }

    private boolean holdsTree(final TargetCandidates other, final int kind, final int priority, final int type)
    {
        final int root = other.root(kind, priority);
        for (int id = trees.next(root, levels, 0); id >= 0; id = trees.next(root, levels, id + 1))
        {
            if (!contains(priority, Intid.of(type, id)))
            {
                return false;
            }
        }

        return true;
    }

    private int root(final int kind, final int priority)
    {
        return roots + kind + (priority << 2);
    }

    private static int rootsOf(final int intid)
    {
        return (intid & SPI_BIT) == 0 ? LPI_ROOTS : SPI_ROOTS;
    }
}
