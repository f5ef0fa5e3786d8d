package org.gale.engine.storm.latency;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.agent.DrainLimit;
import org.gale.engine.machine.FunctionAccounts;
import org.gale.engine.machine.Outputs;
import org.gale.engine.storm.topology.TimerPlaces;
import org.gale.engine.storm.topology.Topology;
import org.gale.tables.operand.Intid;

/**
 * Sampled messages of a storm until their interrupts are acknowledged. A message that merges with one before it, or is
 * rejected, makes no interrupt. Most frames acknowledge all that they raise, and nothing waits from earlier ones. Then
 * the accounts of the machine show what was acknowledged, and no acknowledge has to be read. Owned by the engine's
 * thread.
 * <pre>
 *   drained          raised                 outputs
 *   held, unless ->  dropped, if it did  -> taken ------------------------> recorded when the outputs leave
 *   one is owed      merge after all   |                                ^
 *                                      +-> waits, by a mark, until its -+
 *                                          LPI is acknowledged
 * </pre>
 * A recorder without a machine knows what is owed by the marks alone: it has to sample every interrupt.
 */
final class SampledMessages
{
    private static final int KIND_SHIFT = 60;
    /** Bit of the type of a PPI and of an SPI, and of no LPI. */
    private static final long NO_LPI = Integer.toUnsignedLong(Intid.of(Intid.TYPE_PPI, 0));

    private final Topology topology;
    private final MessageLpis lpis;
    private final TimerPlaces places;
    private final BatchStamps stamps;
    private final int firstLpiId;
    private final WaitingMarks waiting;
    private final FirstEvents firsts;
    private final long[] words = new long[DrainLimit.WORDS_MAX];
    /** Sampled messages of the frame in hand, as MSIs. */
    private final long[] held = new long[DrainLimit.WORDS_MAX];
    private final long[] heldMarks = new long[DrainLimit.WORDS_MAX];
    private final int[] heldAt = new int[DrainLimit.WORDS_MAX];
    private int heldCount;
    /**
     * Events that had merged in front of the ITS when the frame began, and those of the VMs of held messages when these
     * were held, each VM once a message.
     */
    private long heldMerged;
    private boolean isRaised;
    private boolean isEntered;
    /** Marks of interrupts that were acknowledged by outputs that have not left. */
    private long[] takenMarks = new long[DrainLimit.WORDS_MAX];
    private int[] takenVms = new int[DrainLimit.WORDS_MAX];
    private int[] takenLpis = new int[DrainLimit.WORDS_MAX];
    private long[] takenEnteredNs = new long[DrainLimit.WORDS_MAX];
    private int takenCount;
    private final BitSet takenLived = new BitSet();
    private LivedLpis lived;                                        // null where no VM migrates
    /** Words of the outputs that were read. */
    private int scanned;
    /** Null without a machine. */
    private OwedLpis owed;
    private Outputs outputs;
    private long refused;

    /**
     * Makes a storm's messages, none of which waits.
     *
     * @param every N of one in N that is sampled
     */
    SampledMessages(
        final Topology topology,
        final MessageLpis lpis,
        final int every,
        final TimerPlaces places,
        final BatchStamps stamps)
    {
        this.topology = topology;
        this.lpis = lpis;
        this.firsts = new FirstEvents(lpis, DrainLimit.WORDS_MAX);
        this.places = places;
        this.stamps = stamps;
        this.firstLpiId = topology.firstLpiId();
        this.waiting = new WaitingMarks(topology.totalLpis(), every);
    }

    /**
     * Asks the ledgers of a machine from now on.
     *
     * @param ledgers   by VM
     * @param functions of the devices; null for none
     * @param log       of the machine's outputs
     */
    void watch(
        final IntFunction<Ledger> ledgers, final Supplier<FunctionAccounts> functions, final Outputs log)
    {
        owed = new OwedLpis(ledgers, functions, topology);
        outputs = log;
    }

    /** Returns the number of interrupts that wait with a mark. */
    int marked()
    {
        return waiting.size();
    }

    /** Returns the number of messages that were left out because too many interrupts waited. */
    long refused()
    {
        return refused;
    }

    void resetRefused()
    {
        refused = 0;
    }

    /** Begins a frame, behind the outputs of those before it. */
    void begin()
    {
        if (outputs != null)
        {
            settle(outputs);
        }
        else
        {
            markHeld();
        }
        isRaised = false;
        isEntered = false;
        heldMerged = owed == null ? 0 : owed.mergedInFront();
    }

    /** Follows interrupts that live through migrations. */
    void migrating(final LivedLpis migrated)
    {
        lived = migrated;
    }

    /** Returns whether an interrupt that was taken has lived through a migration of its VM. */
    boolean hasLived(final int index)
    {
        return takenLived.get(index);
    }

    /** Marks the LPI of a message that waits in front of the ITS, and does not merge: nothing takes it until then. */
    void front(final long msi, final long mark)
    {
        final int index = lpis.indexOf(lpis.vmOf(msi), lpis.lpiOf(msi));
        if (waiting.get(index) == WaitingMarks.NONE)
        {
            mark(index, mark);
        }
    }

    /** Returns whether a message merges with one before this frame. */
    boolean isMerging(final long msi)
    {
        return owed != null && owed.isOwed(lpis.vmOf(msi), lpis.lpiOf(msi), msi);
    }

    /**
     * Holds a sampled message of the frame in hand.
     *
     * @param index of the message among the words that were drained
     * @param mark  of its interrupt, should it make one pending
     */
    void hold(final long msi, final int index, final long mark)
    {
        held[heldCount] = msi;
        heldAt[heldCount] = index;
        heldMarks[heldCount++] = mark;
        heldMerged += owed == null ? 0 : owed.coalesced(lpis.vmOf(msi));
    }

    /**
     * Drops the messages that made no interrupt pending, behind the commands of the frame.
     *
     * @param drained words of the commands, as {@link FirstEvents#find} reads them
     */
    void raised(final long[] drained, final int count)
    {
        isRaised = true;
        if (owed == null)
        {
            return;
        }
        long merged = owed.mergedInFront();
        for (int i = 0; i < heldCount; i++)
        {
            final int vm = lpis.vmOf(held[i]);
            final int lpi = lpis.lpiOf(held[i]);
            merged += owed.coalesced(vm);
            if (!owed.isOwed(vm, lpi, held[i]))
            {
                held[i] = MessageLpis.NO_EVENT;                                 // rejected
            }
        }
        if (merged != heldMerged)
        {
            dropRepeated(drained, count);
        }
    }

    private void dropRepeated(final long[] drained, final int count)
    {
        firsts.find(drained, count);
        for (int i = 0; i < heldCount; i++)
        {
            if (held[i] != MessageLpis.NO_EVENT && !firsts.isFirst(heldAt[i]))
            {
                held[i] = MessageLpis.NO_EVENT;
            }
        }
    }

    /** Notes that a guest was entered between the messages of the frame and their acknowledges. */
    void entered()
    {
        isEntered = true;
    }

    /** Takes the interrupts that were acknowledged by outputs which were not read yet. */
    void settle(final Outputs log)
    {
        if (isRaised || owed == null)
        {
            if (owed != null && waiting.size() == 0 && !isEntered)
            {
                takeHeld();
                scanned = log.words();
            }
            else
            {
                markHeld();
            }
        }
        if (waiting.size() > 0)
        {
            scan(log);
        }
        scanned = log.words();
    }

    /** Forgets what was taken, when the outputs have left and their log is cleared. */
    void left()
    {
        takenCount = 0;
        scanned = 0;
    }

    /** Returns the number of interrupts that were taken. */
    int takenCount()
    {
        return takenCount;
    }

    long takenMark(final int index)
    {
        return takenMarks[index];
    }

    int takenVm(final int index)
    {
        return takenVms[index];
    }

    /** {@return the LPI of an interrupt that was taken, numbered within its VM} */
    int takenLpi(final int index)
    {
        return takenLpis[index];
    }

    /** {@return the time at which the guest was entered; 0 if it was resident when the LPI was signalled} */
    long takenEnteredNs(final int index)
    {
        return takenEnteredNs[index];
    }

    /** Takes the held messages that nothing is owed of any more; the others wait. */
    private void takeHeld()
    {
        for (int i = 0; i < heldCount; i++)
        {
            final long msi = held[i];
            if (msi != MessageLpis.NO_EVENT)
            {
                final int vm = lpis.vmOf(msi);
                final int lpi = lpis.lpiOf(msi);
                if (owed.isOwed(vm, lpi, msi))
                {
                    mark(lpis.indexOf(vm, lpi), heldMarks[i]);
                }
                else
                {
                    stamps.add(LpiMark.batch(heldMarks[i]), 1);
                    take(heldMarks[i], vm, lpi, 0);
                }
            }
            freeBehind(i);
        }
        heldCount = 0;
    }

    /** Marks the LPIs of the held messages, which wait for their acknowledges from now on. */
    private void markHeld()
    {
        for (int i = 0; i < heldCount; i++)
        {
            final long msi = held[i];
            if (msi != MessageLpis.NO_EVENT)
            {
                mark(lpis.indexOf(lpis.vmOf(msi), lpis.lpiOf(msi)), heldMarks[i]);
            }
            freeBehind(i);
        }
        heldCount = 0;
    }

    /** Frees the batch of a held message, if it is the last one of its batch and none of them waits. */
    private void freeBehind(final int index)
    {
        final int batch = LpiMark.batch(heldMarks[index]);
        if (index + 1 == heldCount || LpiMark.batch(heldMarks[index + 1]) != batch)
        {
            stamps.freeUnlessOneWaits(batch);
        }
    }

    /** Marks an LPI, in place of an interrupt that was withdrawn; one that still waits stays without a machine. */
    private void mark(final int index, final long mark)
    {
        final long before = waiting.get(index);
        if (before != WaitingMarks.NONE && owed == null)
        {
            return;
        }
        if (!waiting.put(index, mark))
        {
            refused++;
            return;
        }
        stamps.add(LpiMark.batch(mark), 1);
        if (before != WaitingMarks.NONE)
        {
            stamps.add(LpiMark.batch(before), -1);
            stamps.freeUnlessOneWaits(LpiMark.batch(before));
        }
    }

    /** Takes the marks of the LPIs that the outputs acknowledge which were not read yet. */
    private void scan(final Outputs from)
    {
        int begin = scanned;
        int at = 0;
        while (begin < from.words())
        {
            final int count = from.copy(begin, words);
            while (at < count)
            {
                final long word = words[at];
                if ((int)(word >>> KIND_SHIFT) == Outputs.ACK)
                {
                    acknowledged(word);
                    at++;
                }
                else
                {
                    at += Outputs.length(word);
                }
            }
            begin += count;
            at -= count;                                                        // 1 if a second word is yet to come
        }
    }

    private void acknowledged(final long ack)
    {
        final int pe = Outputs.pe(ack);
        final int vm = places.vmOf(pe);
        final int lpi = Intid.id(Outputs.value(ack)) - firstLpiId;
        if ((ack & NO_LPI) == 0 && lpis.has(vm, lpi))
        {
            final long mark = waiting.take(lpis.indexOf(vm, lpi));
            if (mark != WaitingMarks.NONE)
            {
                take(mark, vm, lpi, places.sinceNs(pe));
            }
        }
    }

    private void take(final long mark, final int vm, final int lpi, final long enteredNs)
    {
        if (takenCount == takenMarks.length)
        {
            grow();
        }
        takenMarks[takenCount] = mark;
        takenLived.set(takenCount, lived != null && lived.has(lpis.indexOf(vm, lpi)));
        takenVms[takenCount] = vm;
        takenLpis[takenCount] = lpi;
        takenEnteredNs[takenCount++] = enteredNs;
    }

    /** Makes room for more than a frame takes, which come only while outputs wait for a force. */
    private void grow()
    {
        takenMarks = Arrays.copyOf(takenMarks, 2 * takenCount);
        takenVms = Arrays.copyOf(takenVms, 2 * takenCount);
        takenLpis = Arrays.copyOf(takenLpis, 2 * takenCount);
        takenEnteredNs = Arrays.copyOf(takenEnteredNs, 2 * takenCount);
    }
}
