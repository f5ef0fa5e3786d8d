package org.gale.engine.gicv5.irs;

import java.util.Arrays;
import org.gale.engine.machine.Candidate;
import org.gale.tables.bitmap.BitmapTree;
import org.gale.tables.bitmap.PagePool;
import org.gale.tables.bitmap.PrioritySort;
import org.gale.tables.memory.StateException;
import org.gale.tables.memory.StateStream;
import org.gale.tables.operand.Intid;

/**
 * Candidate index of one owner, the physical side or a VM: its candidates by target. The index is derived from the
 * tables in RAM and can be rebuilt from them. A target costs nothing before its first candidate. Owned by the thread
 * that owns the machine.
 */
final class CandidateIndex
{
    /** Target that stands for 1ofN: its interrupts are offered to any PE or VPE. */
    static final int ONE_OF_N = 1 << 16;

    private static final int TARGET_SHIFT = 40;
    private static final long CANDIDATE_MASK = (1L << TARGET_SHIFT) - 1;
    private static final long END = (ONE_OF_N + 1L) << TARGET_SHIFT;
    private static final int PRIORITY_MAX = 31;
    private static final int CHUNK_SHIFT = 8;
    private static final int CHUNK = 1 << CHUNK_SHIFT;
    private static final TargetCandidates[] NO_TARGETS = new TargetCandidates[CHUNK];

    static
    {
        assert Candidate.of(PRIORITY_MAX, Integer.MAX_VALUE) >>> TARGET_SHIFT == 0 : "a candidate is a target";
        assert ONE_OF_N > 0xffff : "1ofN is a target";
        assert Long.signum(END) == 1 : "the end is before the first";
    }

    private final PagePool pool;
    private final BitmapTree trees;
    private final int levels;
    private final PrioritySort sort = new PrioritySort();
    private final TargetCandidates[][] targets;
    /** Candidates of the targets below 256; most owners have no others. */
    private TargetCandidates[] nearest = NO_TARGETS;
    /** True if the field IAFFID of an entry is the target, so that {@link #near} takes it. */
    private final boolean isDirect;
    /** Same array as {@link #nearest} if the field IAFFID is the target; else empty. */
    private TargetCandidates[] nearestDirect = NO_TARGETS;
    private TargetCandidates oneOfN;

    /**
     * Creates an empty index.
     *
     * @param targetCount number of targets, from 0 on, beside {@link #ONE_OF_N}
     * @param idBits      width of the widest ids that will be added, which decides the depth of the trees
     * @param isDirect    true if the field IAFFID of an entry is its target
     */
    CandidateIndex(final PagePool pool, final int targetCount, final int idBits, final boolean isDirect)
    {
        this.isDirect = isDirect;
        this.pool = pool;
        this.trees = new BitmapTree(pool);
        this.levels = BitmapTree.levels(idBits);
        this.targets = new TargetCandidates[(targetCount + CHUNK - 1) / CHUNK][];
        Arrays.fill(targets, NO_TARGETS);
    }

    /** Adds a candidate that is not in the index, and returns whether the target's signals have to be settled. */
    boolean add(final int target, final int priority, final int intid)
    {
        return ofOrNew(target).add(priority, intid);
    }

    /** Removes a candidate; where software broke the ownership rules it may not be there. */
    void remove(final int target, final int priority, final int intid)
    {
        final TargetCandidates candidates = of(target);
        if (candidates != null)
        {
            candidates.remove(priority, intid);
        }
    }

    /** Removes all LPIs or all SPIs, even those whose entries have changed since. */
    void removeAll(final boolean spis)
    {
        for (final TargetCandidates[] chunk : targets)
        {
            for (int i = 0; chunk != NO_TARGETS && i < CHUNK; i++)
            {
                if (chunk[i] != null)
                {
                    chunk[i].removeAll(spis);
                }
            }
        }
        if (oneOfN != null)
        {
            oneOfN.removeAll(spis);
        }
    }

    /**
     * Returns the candidates of the target that an entry names, if it is one of the first and is named by its number.
     *
     * @return null for other targets; most owners have no others
     */
    TargetCandidates near(final int iaffid)
    {
        return iaffid < CHUNK ? nearestDirect[iaffid] : null;
    }

    /** Returns the candidates of a target, and makes them if the target never had any. */
    TargetCandidates ofOrNew(final int target)
    {
        final TargetCandidates candidates = of(target);

        return candidates == null ? make(target) : candidates;
    }

    /** Returns the candidates of a target, or null if it never had any. */
    TargetCandidates of(final int target)
    {
        if (target < CHUNK)
        {
            return nearest[target];
        }

        return target == ONE_OF_N ? oneOfN : targets[target >>> CHUNK_SHIFT][target & (CHUNK - 1)];
    }

    /** {@return the best candidate of a target, a word of {@link Candidate}, or {@link Candidate#NONE}} */
    long best(final int target)
    {
        final TargetCandidates candidates = of(target);

        return candidates == null ? Candidate.NONE : candidates.best();
    }

    /**
     * Returns the signal threshold of a target.
     *
     * @return null while the target never had a candidate
     */
    SignalThreshold threshold(final int target)
    {
        final TargetCandidates candidates = of(target);

        return candidates == null ? null : candidates.threshold();
    }

    /** Returns whether a candidate is in the index. For checks. */
    boolean contains(final int target, final int priority, final int intid)
    {
        final TargetCandidates candidates = of(target);

        return candidates != null && candidates.contains(priority, intid);
    }

    /** Returns all pages to the pool. The index is empty afterwards and can be used again. */
    void clear()
    {
        for (int i = 0; i < targets.length; i++)
        {
            for (final TargetCandidates candidates : targets[i])
            {
                release(candidates);
            }
            targets[i] = NO_TARGETS;
        }
        nearest = NO_TARGETS;
        nearestDirect = NO_TARGETS;
        release(oneOfN);
        oneOfN = null;
    }

    private void release(final TargetCandidates candidates)
    {
        if (candidates != null)
        {
            candidates.clear();
            pool.giveBack(TargetCandidates.HEAP_BYTES);
        }
    }

    /** Returns the number of candidates. Costs a walk over those in trees. */
    long count()
    {
        long count = oneOfN == null ? 0 : oneOfN.count();
        for (final TargetCandidates[] chunk : targets)
        {
            for (int i = 0; chunk != NO_TARGETS && i < CHUNK; i++)
            {
                count += chunk[i] == null ? 0 : chunk[i].count();
            }
        }

        return count;
    }

    /**
     * Passes all candidates through a stream, by target and best first; the index is empty where it is being restored.
     * <pre>
     *  63  57 56              40 39  37 36      32 31                          0
     *  +-----+------------------+------+----------+-----------------------------+
     *  |  0  |      target      |  0   | PRIORITY |            INTID            |
     *  +-----+------------------+------+----------+-----------------------------+
     * </pre>
     */
    void state(final StateStream stream, final int targetCount)
    {
        long word = stream.number("candidate", nextFrom(0), 0, END);
        while (word != END)
        {
            if (stream.isRestoring())
            {
                restore(word, targetCount);
            }
            word = stream.number("candidate", nextFrom(word + 1), word + 1, END);
        }
    }

    private void restore(final long word, final int targetCount)
    {
        final int target = (int)(word >>> TARGET_SHIFT);
        final long candidate = word & CANDIDATE_MASK;
        final int intid = Candidate.intid(candidate);
        final boolean isTarget = target == ONE_OF_N || target < targetCount;
        if (!isTarget || Candidate.priority(candidate) > PRIORITY_MAX || Intid.type(intid) < Intid.TYPE_LPI ||
            Intid.type(intid) > Intid.TYPE_SPI || intid != Intid.of(Intid.type(intid), Intid.id(intid)))
        {
            throw new StateException("no candidate: 0x" + Long.toHexString(word));
        }
        ofOrNew(target).add(Candidate.priority(candidate), intid);
    }

    /** {@return the first candidate at or after a saved word, as a saved word, or the end} */
    private long nextFrom(final long word)
    {
        final int target = (int)(word >>> TARGET_SHIFT);
        long bound = word & CANDIDATE_MASK;
        for (int at = target; at < targets.length << CHUNK_SHIFT; at++)
        {
            final long next = nextFrom(at, bound);
            if (next != END)
            {
                return next;
            }
            bound = 0;
        }

        return nextFrom(ONE_OF_N, target == ONE_OF_N ? bound : 0);
    }

    private long nextFrom(final int target, final long bound)
    {
        final TargetCandidates candidates = of(target);
        final long next = candidates == null ? Candidate.NONE : candidates.nextFrom(bound);

        return next == Candidate.NONE ? END : ((long)target << TARGET_SHIFT) | next;
    }

    private TargetCandidates make(final int target)
    {
        assert of(target) == null : "target " + target + " has candidates";
        pool.reserve(TargetCandidates.HEAP_BYTES);
        final TargetCandidates made = new TargetCandidates(pool, trees, levels, sort);
        if (target == ONE_OF_N)
        {
            oneOfN = made;
        }
        else
        {
            if (targets[target >>> CHUNK_SHIFT] == NO_TARGETS)
            {
                targets[target >>> CHUNK_SHIFT] = new TargetCandidates[CHUNK];
            }
            targets[target >>> CHUNK_SHIFT][target & (CHUNK - 1)] = made;
            nearest = targets[0];
            nearestDirect = isDirect ? nearest : NO_TARGETS;
        }
        assert of(target) == made : "target=" + target;

        return made;
    }
}
