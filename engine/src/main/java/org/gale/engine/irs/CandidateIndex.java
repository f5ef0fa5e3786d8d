package org.gale.engine.irs;

import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.tables.bitmap.BitmapTree;
import org.gale.tables.bitmap.PagePool;
import org.gale.tables.bitmap.PagePool.Kind;
import org.gale.tables.operand.Intid;

/**
 * The candidates of one owner (the physical domain, or a VM) by target: finds the best one of a target at a cost that
 * depends neither on how many are pending nor on the length of the table.
 *
 * <p>Each target has a record with 64 slots in front, and bitmap trees behind, one per priority and type, for what the
 * slots do not hold. A candidate is in exactly one of the two. What is here is derived from the tables in RAM and can
 * be rebuilt from them.
 *
 * <pre>
 * record   0  free slots, a bit each
 *          8  priorities that have a slot, a bit each      12  priorities that have an LPI tree
 *         16  priorities that have an SPI tree             20  unused
 *         24  per priority: its slots, a bit each          (32 × 8)
 *        280  INTID of each slot                           (64 × 4)
 *        536  per priority: root of the LPI tree           (32 × 4)
 *        664  per priority: root of the SPI tree           (32 × 4)
 * </pre>
 * Owned by the thread that owns the machine.
 */
public final class CandidateIndex
{
    /** The target of interrupts that are not targeted: 1ofN. */
    static final int ONE_OF_N = 1 << 16;

    private static final int FREE = 0;
    private static final int SLOT_PRIORITIES = 8;
    private static final int LPI_PRIORITIES = 12;
    private static final int SPI_PRIORITIES = 16;
    private static final int SLOTS_OF_PRIORITY = 24;
    private static final int SLOT_INTIDS = SLOTS_OF_PRIORITY + 32 * Long.BYTES;
    private static final int LPI_ROOTS = SLOT_INTIDS + 64 * Integer.BYTES;
    private static final int SPI_ROOTS = LPI_ROOTS + 32 * Integer.BYTES;
    private static final int TREE_LEVELS = 3;
    private static final int CHUNK_SHIFT = 8;
    private static final int CHUNK = 1 << CHUNK_SHIFT;
    private static final int[] NO_RECORDS = new int[CHUNK];
    private static final int SPI_BIT = 1 << 29;                                 // TYPE is 2 for an LPI, 3 for an SPI

    private final PagePool pool;
    private final UnsafeBuffer buffer;
    private final BitmapTree trees;
    private final int levels;
    private final int[][] records;
    private int oneOfN;

    /**
     * @param targetCount targets are 0 to {@code targetCount − 1}, and {@link #ONE_OF_N}
     * @param idBits      the widest ids that will be added: decides how deep the trees are
     */
    CandidateIndex(final PagePool pool, final int targetCount, final int idBits)
    {
        this.records = new int[(targetCount + CHUNK - 1) / CHUNK][];
        Arrays.fill(records, NO_RECORDS);
        this.pool = pool;
        this.buffer = pool.buffer();
        this.trees = new BitmapTree(pool);
        this.levels = BitmapTree.levels(idBits);
        assert SPI_ROOTS + 32 * Integer.BYTES <= Kind.RECORD.length() && levels <= TREE_LEVELS;
    }

    /** Adds a candidate that is not in the index. */
    void add(final int target, final int priority, final int intid)
    {
        int record = recordOf(target);
        if (record == 0)
        {
            record = newRecord(target);
        }
        final long free = buffer.getLong(record + FREE);
        if (free != 0)
        {
            fillSlot(record, free, priority, intid);
        }
        else
        {
            addToFull(record, priority, intid);
        }
    }

    /** Removes a candidate that is in the index. */
    void remove(final int target, final int priority, final int intid)
    {
        final int record = recordOf(target);
        final int slotsOffset = record + SLOTS_OF_PRIORITY + (priority << 3);
        final long slots = buffer.getLong(slotsOffset);
        for (long rest = slots; rest != 0; rest &= rest - 1)                    // at most 64
        {
            final int slot = Long.numberOfTrailingZeros(rest);
            if (buffer.getInt(record + SLOT_INTIDS + (slot << 2)) == intid)
            {
                freeSlot(record, priority, slots, slot);
                return;
            }
        }
        removeFromTree(record, priority, intid);
    }

    /** The best candidate of a target, or {@link Candidate#NONE}. */
    long best(final int target)
    {
        final int record = recordOf(target);

        return record == 0 ? Candidate.NONE : bestOf(record);
    }

    private long bestOf(final int record)
    {
        final int slotPriorities = buffer.getInt(record + SLOT_PRIORITIES);
        final int lpiPriorities = buffer.getInt(record + LPI_PRIORITIES);
        final int spiPriorities = buffer.getInt(record + SPI_PRIORITIES);
        final int all = slotPriorities | lpiPriorities | spiPriorities;
        if (all == 0)
        {
            return Candidate.NONE;
        }
        final int priority = Integer.numberOfTrailingZeros(all);
        final int bit = all & -all;
        int best = Integer.MAX_VALUE;
        if ((slotPriorities & bit) != 0)
        {
            best = bestSlot(record, priority);
        }
        if ((lpiPriorities & bit) != 0)
        {
            best = Math.min(best, Intid.of(Intid.TYPE_LPI, trees.first(root(record, LPI_ROOTS, priority), levels)));
        }
        if ((spiPriorities & bit) != 0)
        {
            best = Math.min(best, Intid.of(Intid.TYPE_SPI, trees.first(root(record, SPI_ROOTS, priority), levels)));
        }

        return Candidate.of(priority, best);
    }

    /** Has the target a candidate of this priority value or a lower one? */
    boolean hasAtLeast(final int target, final int priority)
    {
        return Candidate.priority(best(target)) <= priority;
    }

    /** Is the candidate in the index? For checks. */
    boolean contains(final int target, final int priority, final int intid)
    {
        final int record = recordOf(target);
        if (record == 0)
        {
            return false;
        }
        for (long rest = buffer.getLong(record + SLOTS_OF_PRIORITY + (priority << 3)); rest != 0; rest &= rest - 1)
        {
            if (buffer.getInt(record + SLOT_INTIDS + (Long.numberOfTrailingZeros(rest) << 2)) == intid)
            {
                return true;
            }
        }

        return trees.isSet(root(record, rootsOf(intid), priority), levels, Intid.id(intid));
    }

    /** Do both hold the same candidates, whatever lies in slots and what in trees? Costs a walk over all of them. */
    boolean isEqualTo(final CandidateIndex other)
    {
        return holdsAllOf(other) && other.holdsAllOf(this);
    }

    private boolean holdsAllOf(final CandidateIndex other)
    {
        for (int target = 0; target < records.length << CHUNK_SHIFT; target++)
        {
            if (other.recordOf(target) != 0 && !holdsAllOf(other, target))
            {
                return false;
            }
        }

        return other.oneOfN == 0 || holdsAllOf(other, ONE_OF_N);
    }

    private boolean holdsAllOf(final CandidateIndex other, final int target)
    {
        final int record = other.recordOf(target);
        for (int priority = 0; priority < 32; priority++)
        {
            for (long rest = buffer.getLong(record + SLOTS_OF_PRIORITY + (priority << 3)); rest != 0; rest &= rest - 1)
            {
                final int slot = Long.numberOfTrailingZeros(rest);
                if (!contains(target, priority, buffer.getInt(record + SLOT_INTIDS + (slot << 2))))
                {
                    return false;
                }
            }
            if (!holdsTree(root(record, LPI_ROOTS, priority), target, priority, Intid.TYPE_LPI) ||
                !holdsTree(root(record, SPI_ROOTS, priority), target, priority, Intid.TYPE_SPI))
            {
                return false;
            }
        }

        return true;
    }

    private boolean holdsTree(final int root, final int target, final int priority, final int type)
    {
        for (int id = trees.next(root, levels, 0); id >= 0; id = trees.next(root, levels, id + 1))
        {
            if (!contains(target, priority, Intid.of(type, id)))
            {
                return false;
            }
        }

        return true;
    }

    /** Gives all pages back. The index is empty afterwards and can be used again. */
    void clear()
    {
        for (int i = 0; i < records.length; i++)
        {
            for (final int record : records[i])
            {
                release(record);
            }
            records[i] = NO_RECORDS;
        }
        release(oneOfN);
        oneOfN = 0;
    }

    private int bestSlot(final int record, final int priority)
    {
        int best = Integer.MAX_VALUE;
        for (long rest = buffer.getLong(record + SLOTS_OF_PRIORITY + (priority << 3)); rest != 0; rest &= rest - 1)
        {
            final int intid = buffer.getInt(record + SLOT_INTIDS + (Long.numberOfTrailingZeros(rest) << 2));
            best = Math.min(best, intid);
        }

        return best;
    }

    private void fillSlot(final int record, final long free, final int priority, final int intid)
    {
        final int slot = Long.numberOfTrailingZeros(free);
        final int slotsOffset = record + SLOTS_OF_PRIORITY + (priority << 3);
        buffer.putLong(record + FREE, free & (free - 1));
        buffer.putInt(record + SLOT_INTIDS + (slot << 2), intid);
        buffer.putLong(slotsOffset, buffer.getLong(slotsOffset) | (1L << slot));
        buffer.putInt(record + SLOT_PRIORITIES, buffer.getInt(record + SLOT_PRIORITIES) | (1 << priority));
    }

    private void freeSlot(final int record, final int priority, final long slots, final int slot)
    {
        final long rest = slots & ~(1L << slot);
        buffer.putLong(record + SLOTS_OF_PRIORITY + (priority << 3), rest);
        buffer.putLong(record + FREE, buffer.getLong(record + FREE) | (1L << slot));
        if (rest == 0)
        {
            buffer.putInt(record + SLOT_PRIORITIES, buffer.getInt(record + SLOT_PRIORITIES) & ~(1 << priority));
        }
    }

    /** All slots are taken: one of the lowest priority moves to its tree if the new candidate is better. */
    private void addToFull(final int record, final int priority, final int intid)
    {
        final int worst = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(buffer.getInt(record + SLOT_PRIORITIES));
        if (worst <= priority)
        {
            addToTree(record, priority, intid);
            return;
        }
        final long slots = buffer.getLong(record + SLOTS_OF_PRIORITY + (worst << 3));
        final int slot = Long.numberOfTrailingZeros(slots);
        addToTree(record, worst, buffer.getInt(record + SLOT_INTIDS + (slot << 2)));
        freeSlot(record, worst, slots, slot);
        fillSlot(record, 1L << slot, priority, intid);
    }

    private void addToTree(final int record, final int priority, final int intid)
    {
        final int prioritiesOffset = record + prioritiesOf(intid);
        trees.set(root(record, rootsOf(intid), priority), levels, Intid.id(intid));
        buffer.putInt(prioritiesOffset, buffer.getInt(prioritiesOffset) | (1 << priority));
    }

    private void removeFromTree(final int record, final int priority, final int intid)
    {
        final int root = root(record, rootsOf(intid), priority);
        trees.clear(root, levels, Intid.id(intid));
        if (trees.isEmpty(root))
        {
            final int prioritiesOffset = record + prioritiesOf(intid);
            buffer.putInt(prioritiesOffset, buffer.getInt(prioritiesOffset) & ~(1 << priority));
        }
    }

    private int recordOf(final int target)
    {
        return target == ONE_OF_N ? oneOfN : records[target >>> CHUNK_SHIFT][target & (CHUNK - 1)];
    }

    private int newRecord(final int target)
    {
        final int record = pool.allocate(Kind.RECORD);
        buffer.putLong(record + FREE, -1L);
        if (target == ONE_OF_N)
        {
            oneOfN = record;
            return record;
        }
        if (records[target >>> CHUNK_SHIFT] == NO_RECORDS)
        {
            records[target >>> CHUNK_SHIFT] = new int[CHUNK];
        }
        records[target >>> CHUNK_SHIFT][target & (CHUNK - 1)] = record;
        return record;
    }

    private void release(final int record)
    {
        if (record == 0)
        {
            return;
        }
        for (int priority = 0; priority < 32; priority++)
        {
            trees.releaseAll(root(record, LPI_ROOTS, priority), levels);
            trees.releaseAll(root(record, SPI_ROOTS, priority), levels);
        }
        buffer.setMemory(record, Kind.RECORD.length(), (byte)0);
        pool.free(Kind.RECORD, record);
    }

    private static int root(final int record, final int roots, final int priority)
    {
        return record + roots + (priority << 2);
    }

    private static int rootsOf(final int intid)
    {
        return (intid & SPI_BIT) == 0 ? LPI_ROOTS : SPI_ROOTS;
    }

    private static int prioritiesOf(final int intid)
    {
        return (intid & SPI_BIT) == 0 ? LPI_PRIORITIES : SPI_PRIORITIES;
    }
}
