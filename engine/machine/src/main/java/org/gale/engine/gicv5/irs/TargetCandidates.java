package org.gale.engine.gicv5.irs;

import org.gale.engine.machine.Candidate;
import org.gale.tables.bitmap.BitmapTree;
import org.gale.tables.bitmap.PagePool.PageKind;
import org.gale.tables.bitmap.PagePool;
import org.gale.tables.bitmap.PrioritySort;
import org.gale.tables.operand.Intid;

/**
 * Candidates of one target: a list of at most 64 in front of bitmap trees, one per priority and type. A candidate is
 * in the list or in a tree, never in both.
 *
 * <p>New candidates are appended. The list is put in order once, when a turn takes candidates or a query asks for the
 * best. The best is then the last of the ordered part, and later candidates lie behind it.
 *
 * <p>Selection takes the lowest priority value with a candidate, and its lowest INTID. The cost depends neither on the
 * number of pending interrupts nor on the length of the table. Owned by the thread that owns the machine.
 */
final class TargetCandidates
{
    /** Heap bytes of one instance. */
    static final int HEAP_BYTES = 656;

    /** Limit of the candidates in the list. */
    static final int LISTED_LIMIT = PrioritySort.LIMIT;

    /** An unsorted tail up to this length is inserted one by one; a longer tail causes a sort. */
    private static final int LATE_LIMIT = 8;
    private static final int PRIORITIES = 32;
    private static final int LPI_ROOTS = Long.BYTES;
    private static final int SPI_ROOTS = LPI_ROOTS + PRIORITIES * Integer.BYTES;

    static
    {
        assert SPI_ROOTS + PRIORITIES * Integer.BYTES <= PageKind.RECORD.length() : "roots do not fit their record";
        assert LPI_ROOTS >= Long.BYTES : "a root lies in the word of the pool";
        assert LATE_LIMIT < LISTED_LIMIT / 2 : "no list is sorted";
        assert HEAP_BYTES > LISTED_LIMIT * Long.BYTES : "the list is not counted";
    }

    /** Candidates of the list: the first {@link #ordered} are in order, the best of them last. */
    private final long[] list = new long[LISTED_LIMIT];
    private final PagePool pool;
    private final BitmapTree trees;
    private final int levels;
    private final PrioritySort sort;
    private final SignalThreshold threshold = new SignalThreshold();
    private int listed;
    private int ordered;
    private int lpiPriorities;
    private int spiPriorities;
    private int roots;

    /**
     * Creates an empty set.
     *
     * @param levels number of levels of the trees, by the widest ids that will be added
     */
    TargetCandidates(final PagePool pool, final BitmapTree trees, final int levels, final PrioritySort sort)
    {
        this.pool = pool;
        this.trees = trees;
        this.levels = levels;
        this.sort = sort;
    }

    /** Returns the signal threshold of the target: only candidates below it can change the signal. */
    SignalThreshold threshold()
    {
        return threshold;
    }

    /** Returns whether there is no candidate. */
    boolean isEmpty()
    {
        return listed == 0 && (lpiPriorities | spiPriorities) == 0;
    }

    /** Adds a candidate that is not there, and returns whether the target's signals have to be settled. */
    boolean add(final int priority, final int intid)
    {
        if (listed == LISTED_LIMIT)
        {
            moveWorseHalfToTrees();
        }
        list[listed++] = Candidate.of(priority, intid);

        return threshold.isConcernedBy(priority);
    }

    /** Removes a candidate, if it is there. */
    void remove(final int priority, final int intid)
    {
        final int at = indexOf(Candidate.of(priority, intid));
        if (at < 0)
        {
            removeFromTree(priority, intid);
        }
        else if (at >= ordered)
        {
            list[at] = list[--listed];
        }
        else
        {
            System.arraycopy(list, at + 1, list, at, --listed - at);            // at most 63; none if it is the best
            ordered--;
        }
    }

    /** {@return the best candidate, or {@link Candidate#NONE}} */
    long best()
    {
        final long best = bestInList();

        return bestPriorityInTrees() <= Candidate.priority(best) ? Math.min(best, bestInTrees()) : best;
    }

    /**
     * Returns the priority of the best candidate, or a value above every priority. Does not search trees for its INTID.
     */
    int bestPriority()
    {
        return Math.min(Candidate.priority(bestInList()), bestPriorityInTrees());
    }

    private long bestInList()
    {
        if (ordered < listed)
        {
            orderList();
        }

        return listed == 0 ? Candidate.NONE : list[listed - 1];
    }

    private int bestPriorityInTrees()
    {
        return Integer.numberOfTrailingZeros(lpiPriorities | spiPriorities);
    }

    /** Puts the whole list in order: inserts a short unsorted tail one by one, or sorts all of it. */
    private void orderList()
    {
        if (listed - ordered > LATE_LIMIT)
        {
            sort.sort(list, listed, sort.sorted());
            listInOrder(sort.sorted(), 0, listed);
            return;
        }
        for (; ordered < listed; ordered++)                                     // at most 8 times 63 steps
        {
            final long candidate = list[ordered];
            int at = ordered;
            while (at > 0 && list[at - 1] < candidate)
            {
                list[at] = list[at - 1];
                at--;
            }
            list[at] = candidate;
        }
    }

    /**
     * Takes candidates out, best first. Takes them one by one if the limit or the unsorted tail is short, or if a tree
     * may hold a better one.
     *
     * @param threshold priority value below which candidates are taken
     * @param limit     the most candidates, at most the length of the array
     * @param taken     gets the candidates
     * @return the number of candidates
     */
    int gather(final int threshold, final int limit, final long[] taken)
    {
        if (limit <= LATE_LIMIT || (ordered > 0 && listed - ordered <= LATE_LIMIT) ||
            (lpiPriorities | spiPriorities) != 0)
        {
            return gatherOneByOne(threshold, limit, taken);
        }
        final int all = listed;
        sort.sort(list, all, taken);
        int count = Math.min(all, limit);
        while (count > 0 && Candidate.priority(taken[count - 1]) >= threshold)
        {
            count--;
        }
        listInOrder(taken, count, all);

        return count;
    }

    private int gatherOneByOne(final int threshold, final int limit, final long[] taken)
    {
        int count = 0;
        long best = best();
        while (Candidate.priority(best) < threshold)                            // that of none is above every threshold
        {
            remove(Candidate.priority(best), Candidate.intid(best));
            taken[count++] = best;
            best = count < limit ? best() : Candidate.NONE;
        }

        return count;
    }

    /** Fills the list with the candidates that were just sorted, from an index on. */
    private void listInOrder(final long[] sorted, final int from, final int end)
    {
        int at = 0;
        for (int i = end - 1; i >= from; i--)
        {
            list[at++] = sorted[i];
        }
        listed = at;
        ordered = at;
    }

    /** Evicts the worse half of a full list to the trees: new candidates are likely to be acknowledged sooner. */
    private void moveWorseHalfToTrees()
    {
        final int half = LISTED_LIMIT / 2;
        sort.sort(list, listed, sort.sorted());
        for (int i = half; i < LISTED_LIMIT; i++)
        {
            addToTree(Candidate.priority(sort.sorted()[i]), Candidate.intid(sort.sorted()[i]));
        }
        listInOrder(sort.sorted(), 0, half);
        assert listed == half && ordered == half && isInOrder() : "listed=" + listed + ", ordered=" + ordered;
        assert roots != 0 && (lpiPriorities | spiPriorities) != 0 : "nothing was evicted";
    }

    /** {@return the index of a candidate in the list, whose best are at its end; negative if it is not there} */
    private int indexOf(final long candidate)
    {
        int at = listed - 1;
        while (at >= 0 && list[at] != candidate)
        {
            at--;
        }

        return at;
    }

    private long bestInTrees()
    {
        final int priority = bestPriorityInTrees();
        if (priority == PRIORITIES)
        {
            return Candidate.NONE;
        }
        final boolean isLpi = (lpiPriorities & (1 << priority)) != 0;           // before every SPI
        final int id = trees.first(root(isLpi ? LPI_ROOTS : SPI_ROOTS, priority), levels);

        return Candidate.of(priority, Intid.of(isLpi ? Intid.TYPE_LPI : Intid.TYPE_SPI, id));
    }

    /** Removes all LPIs or all SPIs. */
    void removeAll(final boolean spis)
    {
        int kept = 0;
        for (int i = 0; i < listed; i++)
        {
            if (Intid.isSpi(Candidate.intid(list[i])) != spis)
            {
                list[kept++] = list[i];
            }
        }
        listed = kept;
        ordered = 0;
        for (int priority = 0; roots != 0 && priority < PRIORITIES; priority++)
        {
            trees.releaseAll(root(spis ? SPI_ROOTS : LPI_ROOTS, priority), levels);
        }
        lpiPriorities = spis ? lpiPriorities : 0;
        spiPriorities = spis ? 0 : spiPriorities;
        freeRootsIfEmpty();
    }

    /** Returns whether the candidate is there, for checks. */
    boolean contains(final int priority, final int intid)
    {
        return indexOf(Candidate.of(priority, intid)) >= 0 ||
            (roots != 0 && trees.isSet(root(rootsOf(intid), priority), levels, Intid.id(intid)));
    }

    /** Returns the number of candidates. Costs a walk over those in trees. */
    long count()
    {
        long count = listed;
        for (int priority = 0; roots != 0 && priority < PRIORITIES; priority++)
        {
            count += countTree(root(LPI_ROOTS, priority)) + countTree(root(SPI_ROOTS, priority));
        }

        return count;
    }

    /**
     * Returns the best candidate that is not better than a bound, wherever it lies. Costs a walk over the list.
     *
     * @param bound a candidate, or 0
     * @return {@link Candidate#NONE} if there is none
     */
    long nextFrom(final long bound)
    {
        long next = nextInTrees(bound);
        for (int i = 0; i < listed; i++)
        {
            next = list[i] >= bound ? Math.min(next, list[i]) : next;
        }

        return next;
    }

    private long nextInTrees(final long bound)
    {
        for (int priority = Candidate.priority(bound); roots != 0 && priority < PRIORITIES; priority++)
        {
            for (int type = Intid.TYPE_LPI; type <= Intid.TYPE_SPI; type++)
            {
                final long first = Candidate.of(priority, Intid.of(type, 0));
                final long last = Candidate.of(priority, Intid.of(type, Intid.ID_LIMIT - 1));
                if (bound <= last)
                {
                    final int id = trees.next(root(type == Intid.TYPE_SPI ? SPI_ROOTS : LPI_ROOTS, priority), levels,
                        bound <= first ? 0 : Intid.id(Candidate.intid(bound)));
                    if (id >= 0)
                    {
                        return first + id;
                    }
                }
            }
        }

        return Candidate.NONE;
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

    /** Returns all pages to the pool. */
    void clear()
    {
        removeAll(false);
        removeAll(true);
        threshold.reset();
        assert listed == 0 && roots == 0 : "listed=" + listed + ", roots=" + roots;
    }

    /** Returns whether the ordered part of the list is in order, the best last. */
    private boolean isInOrder()
    {
        boolean isInOrder = ordered <= listed;
        for (int i = 1; i < ordered; i++)
        {
            isInOrder &= list[i - 1] >= list[i];
        }

        return isInOrder;
    }

    private void addToTree(final int priority, final int intid)
    {
        if (roots == 0)
        {
            roots = pool.allocate(PageKind.RECORD);
        }
        trees.set(root(rootsOf(intid), priority), levels, Intid.id(intid));
        if (Intid.isSpi(intid))
        {
            spiPriorities |= 1 << priority;
        }
        else
        {
            lpiPriorities |= 1 << priority;
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
            if (Intid.isSpi(intid))
            {
                spiPriorities &= ~(1 << priority);
            }
            else
            {
                lpiPriorities &= ~(1 << priority);
            }
            freeRootsIfEmpty();
        }
    }

    private void freeRootsIfEmpty()
    {
        if (roots != 0 && (lpiPriorities | spiPriorities) == 0)
        {
            assert isEveryTreeEmpty() : "a tree without its bit";
            pool.free(PageKind.RECORD, roots);
            roots = 0;
        }
    }

    private boolean isEveryTreeEmpty()
    {
        boolean isEmpty = true;
        for (int priority = 0; priority < PRIORITIES; priority++)
        {
            isEmpty &= trees.isEmpty(root(LPI_ROOTS, priority)) && trees.isEmpty(root(SPI_ROOTS, priority));
        }

        return isEmpty;
    }

    private int root(final int kind, final int priority)
    {
        return roots + kind + (priority << 2);
    }

    private static int rootsOf(final int intid)
    {
        return Intid.isSpi(intid) ? SPI_ROOTS : LPI_ROOTS;
    }
}
