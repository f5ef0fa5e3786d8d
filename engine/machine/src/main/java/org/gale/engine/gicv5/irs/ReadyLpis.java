package org.gale.engine.gicv5.irs;

import java.util.Arrays;
import org.gale.engine.accounting.Account;
import org.gale.engine.machine.Candidate;
import org.gale.tables.operand.Intid;

/**
 * LPIs of a VM that are <em>ready</em>: enabled, edge, neither pending nor active in RAM, and sent to one VPE. The
 * ranked LPIs of a VPE have a bit each, in the order of priority and id (M-TIE). An event of a ready LPI sets this bit,
 * and nothing is read from RAM. The bit is cleared when a turn takes the interrupt, or when its Pending is written to
 * its entry. Derived from the entries: in no state and in no digest.
 * <pre>
 *                 ranks                  busy: Pending is in RAM
 *   not ranked ----------&gt; ranked, ready -----------------------&gt; ranked
 *       ^                       |        &lt;-----------------------    |
 *       |                       |          idle: a turn completed it   |
 *       +-----------------------+--------------------------------------+
 *          forget: anything else changed the entry; drop: the whole table
 * </pre>
 * Owned by the thread that owns the machine.
 */
final class ReadyLpis
{
    /** Limit of the ids of a table whose LPIs are ranked. */
    static final int ID_LIMIT = 1 << 16;
    /** Limit of the VPEs of a VM whose LPIs are ranked. */
    static final int VPE_LIMIT = 1 << 8;
    /** Limit of the ranked LPIs of a VPE: a turn reads a word for each 64 of them. */
    static final int RANK_LIMIT = 1 << 12;
    /** Room for the bits of a VPE, and for those that are written ahead of their number. */
    static final int TAKEN_LIMIT = RANK_LIMIT + 4;

    /** Result of {@link #raiseFirst}: nothing was done. */
    static final int NOT_RAISED = -1;
    /** Result of {@link #raiseFirst}: the signals stay as they are. */
    static final int QUIET = 0;
    /** Result of {@link #raiseFirst}: the signal of the VPE has to be settled. */
    static final int CONCERNS = 1;

    /** Limit of the bits of a VM. */
    static final int BIT_LIMIT = 1 << 17;

    private static final int ID_BITS = 24;
    private static final int[] NONE = new int[0];
    private static final long[] NOTHING = new long[0];
    /** Events of LPIs that are not ranked, for each id of the table, before ranks are worth their cost. */
    private static final int EVENTS_PER_ID = 4;
    private static final long WAIT_LIMIT = 1L << Integer.SIZE;

    static
    {
        assert Intid.ID_LIMIT == 1 << ID_BITS : "an id does not fit";
        assert ID_LIMIT + VPE_LIMIT * Long.SIZE <= BIT_LIMIT : "a bit does not fit";
    }

    /** LPIs of no VM. */
    static final ReadyLpis NOBODY = new ReadyLpis(null);

    private final Account account;
    /** Bit of each LPI plus one, or 0. */
    private int[] words = NONE;
    /** Priority and id of each bit. */
    private int[] ranked = NONE;
    private long[] pending = NOTHING;
    /** First word of each VPE in {@link #pending}, and the end of all. */
    private int[] begins = NONE;
    /** VPE of each word of {@link #pending}. */
    private int[] vpes = NONE;
    /** LPIs whose entries are neither pending nor active, one bit each. */
    private long[] ready = NOTHING;
    /** Bits of {@link #ready} of VPEs whose signal is asserted while interrupts are held: no event changes it. */
    private long[] open = NOTHING;
    /** VPEs with a bit that may be set. */
    private final long[] holding = new long[VPE_LIMIT / Long.SIZE];
    private CandidateIndex index;
    private boolean isHolding;
    private long unranked;
    private long wait = EVENTS_PER_ID;
    private long taken;
    private int checked;

    /** @param account of the events of the LPIs */
    ReadyLpis(final Account account)
    {
        this.account = account;
    }

    /**
     * Makes a ready LPI pending whose VPE has its signal asserted. Does nothing otherwise, or if the account differs
     * from the bit.
     *
     * @param bit of the LPI
     * @return false if nothing was done
     */
    boolean raise(final int id, final int bit)                                  // B-INT-3, B-INT-5
    {
        final int at = bit >>> 6;
        final long mask = 1L << bit;
        final long before = pending[at];
        if ((open[at] & mask) == 0 || !account.eventIf(id, (before & mask) != 0))
        {
            return false;
        }
        pending[at] = before | mask;

        return true;
    }

    /**
     * Makes a ready LPI pending whose VPE is resident, whatever its signal. Opens the LPIs of the VPE if its signal is
     * asserted, or will be before the next event. Does nothing if the event has to go through its entry.
     *
     * @return {@link #NOT_RAISED}, {@link #QUIET} or {@link #CONCERNS}
     */
    int raiseFirst(final int id, final int bit)                                 // B-INT-3, B-INT-5
    {
        final int at = bit >>> 6;
        final long mask = 1L << bit;
        final SignalThreshold threshold = index.threshold(vpes[at]);
        final boolean isConcerned = threshold.isConcernedBy(ranked[bit] >>> ID_BITS);
        if ((ready[at] & mask) == 0 || (isConcerned && !threshold.isSettled()) ||
            !account.eventIf(id, (pending[at] & mask) != 0))
        {
            return NOT_RAISED;
        }
        pending[at] |= mask;
        isHolding = true;
        holding[vpes[at] >>> 6] |= 1L << vpes[at];
        if (isConcerned || !threshold.isConcernedBy(0))                         // it is settled before the next event
        {
            final int begin = begins[vpes[at]];
            System.arraycopy(ready, begin, open, begin, begins[vpes[at] + 1] - begin);
        }

        return isConcerned ? CONCERNS : QUIET;
    }

    /** Returns the number of ids that may be ranked. */
    int ids()
    {
        return words.length;
    }

    /** {@return the first of the next ids to check, all of them in turn} */
    int check(final int count)
    {
        final int from = checked < words.length ? checked : 0;
        checked = from + count;

        return from;
    }

    /** {@return the bit of a ranked LPI, or −1 if it is not ranked} */
    int bitOf(final int id)
    {
        return id < words.length ? words[id] - 1 : -1;
    }

    /** {@return the VPE of a ranked LPI} */
    int vpeOf(final int bit)
    {
        return vpes[bit >>> 6];
    }

    /** Returns the priority of the best pending interrupt of a VPE, or a value above every priority. */
    int bestPriority(final int vpeId)
    {
        if (isHolding(vpeId))
        {
            for (int at = begins[vpeId]; at < begins[vpeId + 1]; at++)          // at most 64 words
            {
                if (pending[at] != 0)
                {
                    return ranked[(at << 6) + Long.numberOfTrailingZeros(pending[at])] >>> ID_BITS;
                }
            }
        }

        return Candidate.priority(Candidate.NONE);
    }

    /** Returns whether any interrupt may be pending here and not in its entry. */
    boolean isHolding()
    {
        return isHolding;
    }

    /** Returns whether an interrupt of a VPE may be pending here and not in its entry. */
    boolean isHolding(final int vpeId)
    {
        return isHolding && vpeId < VPE_LIMIT && (holding[vpeId >>> 6] & (1L << vpeId)) != 0;
    }

    /**
     * Moves the pending interrupts of a VPE out, best first.
     *
     * @param to receives their bits; it has room for {@link #TAKEN_LIMIT}
     * @return the number of bits
     */
    int take(final int vpeId, final int[] to)
    {
        final int end = begins[vpeId + 1];
        int count = 0;
        for (int at = begins[vpeId]; at < end; at++)                            // at most 64 words
        {
            final long bits = pending[at];
            final int first = at << 6;
            final long second = bits & (bits - 1);                              // few bits: no branch for each
            final long third = second & (second - 1);
            to[count] = first + Long.numberOfTrailingZeros(bits);
            to[count + 1] = first + Long.numberOfTrailingZeros(second);
            to[count + 2] = first + Long.numberOfTrailingZeros(third);
            int next = count + 3;
            for (long rest = third & (third - 1); rest != 0; rest &= rest - 1)
            {
                to[next++] = first + Long.numberOfTrailingZeros(rest);
            }
            pending[at] = 0;
            count += Long.bitCount(bits);
        }

        return count;
    }

    /** Makes an interrupt pending again that was moved out. */
    void putBack(final int bit)
    {
        pending[bit >>> 6] |= 1L << bit;
    }

    /** {@return the interrupt of a bit, as a word of {@link Candidate}} */
    long candidate(final int bit)
    {
        return Candidate.of(ranked[bit] >>> ID_BITS, Intid.of(Intid.TYPE_LPI, id(bit)));
    }

    /** {@return the id of the interrupt of a bit} */
    int id(final int bit)
    {
        return ranked[bit] & (Intid.ID_LIMIT - 1);
    }

    /** Says that nothing of a VPE is pending here any more. */
    void emptied(final int vpeId)
    {
        holding[vpeId >>> 6] &= ~(1L << vpeId);
        Arrays.fill(open, begins[vpeId], begins[vpeId + 1], 0);
    }

    /** Says that nothing is pending here any more. */
    void emptied()
    {
        isHolding = false;
        Arrays.fill(holding, 0);
        Arrays.fill(open, 0);
    }

    /** Returns the number of VPEs that may have ready LPIs. */
    int vpeCount()
    {
        return Math.max(0, begins.length - 1);
    }

    boolean isPending(final int bit)
    {
        return (pending[bit >>> 6] & (1L << bit)) != 0;
    }

    boolean isReady(final int id)
    {
        final int bit = bitOf(id);

        return bit >= 0 && (ready[bit >>> 6] & (1L << bit)) != 0;
    }

    /** Says that the entry of an LPI has become pending. */
    void busy(final int id)
    {
        final int bit = bitOf(id);
        if (bit >= 0)
        {
            ready[bit >>> 6] &= ~(1L << bit);
            open[bit >>> 6] &= ~(1L << bit);
        }
    }

    /** Says that a turn has completed an LPI: its entry is as it was when it was ranked. */
    void idle(final int id)
    {
        final int bit = bitOf(id);
        if (bit >= 0)
        {
            ready[bit >>> 6] |= 1L << bit;
        }
    }

    /** Forgets the rank of an LPI whose entry changes. */
    void forget(final int id)
    {
        if (id < words.length)
        {
            busy(id);
            words[id] = 0;
        }
    }

    /** Forgets all ranks: the table changes. Nothing may be pending here. */
    void drop()
    {
        assert !isHolding : "pending interrupts are dropped";
        words = NONE;
        ranked = NONE;
        vpes = NONE;
        ready = NOTHING;
        open = NOTHING;
        begins = NONE;
        pending = NOTHING;
        unranked = 0;
        wait = EVENTS_PER_ID;
    }

    /**
     * Counts an event of an LPI that was not raised here.
     *
     * @param ids number of ids of the table
     * @return whether ranks are worth their cost now; each time that few were of use, they wait twice as long
     */
    boolean missed(final int id, final int ids)
    {
        return (id >= words.length || words[id] == 0) && ++unranked >= wait * ids;
    }

    /** Counts interrupts that turns took from here. */
    void taken(final int count)
    {
        taken += count;
    }

    /** Puts off new ranks. */
    void putOff()
    {
        wait = taken > unranked ? EVENTS_PER_ID : Math.min(wait * 2, WAIT_LIMIT);
        unranked = 0;
        taken = 0;
    }

    /**
     * Ranks LPIs. Nothing may be pending here.
     *
     * @param ids     number of ids of the table
     * @param order   VPE, priority and id of each LPI as one word, in ascending order
     * @param count   number of LPIs
     * @param targets number of VPE ids of the VM
     */
    void rank(final int ids, final long[] order, final int count, final int targets, final CandidateIndex candidates)
    {
        assert !isHolding : "pending interrupts are ranked anew";
        index = candidates;
        words = new int[ids];
        begins = new int[targets + 1];
        int next = 0;
        for (int vpeId = 0; vpeId < targets; vpeId++)
        {
            final int first = next;
            while (next < count && Order.vpeId(order[next]) == vpeId)
            {
                next++;
            }
            final int ranks = next - first <= RANK_LIMIT ? next - first : 0;
            begins[vpeId + 1] = begins[vpeId] + (ranks + Long.SIZE - 1) / Long.SIZE;
        }
        pending = new long[begins[targets]];
        ready = new long[pending.length];
        open = new long[pending.length];
        vpes = new int[pending.length];
        for (int vpeId = 0; vpeId < targets; vpeId++)
        {
            Arrays.fill(vpes, begins[vpeId], begins[vpeId + 1], vpeId);
        }
        ranked = new int[pending.length * Long.SIZE];
        int rank = 0;
        for (int i = 0; i < count; i++)
        {
            final int vpeId = Order.vpeId(order[i]);
            rank = i > 0 && Order.vpeId(order[i - 1]) == vpeId ? rank + 1 : 0;
            if (begins[vpeId] < begins[vpeId + 1])
            {
                final int bit = begins[vpeId] * Long.SIZE + rank;
                ranked[bit] = Order.priority(order[i]) << ID_BITS | Order.id(order[i]);
                words[Order.id(order[i])] = bit + 1;
            }
        }
    }

    /** VPE, priority and id of an LPI as one word, by which LPIs are ranked. */
    static final class Order
    {
        private static final int PRIORITY_SHIFT = ID_BITS;
        private static final int VPE_SHIFT = PRIORITY_SHIFT + 8;

        private Order()
        {
        }

        static long of(final int vpeId, final int priority, final int id)
        {
            return (long)vpeId << VPE_SHIFT | (long)priority << PRIORITY_SHIFT | id;
        }

        static int vpeId(final long order)
        {
            return (int)(order >>> VPE_SHIFT);
        }

        static int priority(final long order)
        {
            return (int)(order >>> PRIORITY_SHIFT) & 31;
        }

        static int id(final long order)
        {
            return (int)order & (Intid.ID_LIMIT - 1);
        }
    }
}
