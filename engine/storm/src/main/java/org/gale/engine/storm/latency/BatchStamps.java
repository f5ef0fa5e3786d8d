package org.gale.engine.storm.latency;

/**
 * Stamps of the batches that the engine drained, each stored once for all its interrupts. A batch keeps its slot as
 * long as a sampled interrupt of it waits for its acknowledge. Owned by the engine's thread.
 * <pre>
 *   word 0  base of the intended times        word 4  interrupts raised
 *        1  sent                                   5  sampled interrupts that wait
 *        2  drained                                6  of these, acknowledged by the outputs in hand: all in
 *        3  translated                                20:0, intended at the base itself in 41:21, woken in
 *                                                     62:42
 *                                                  7  number of the first command that was drained with it in
 *                                                     55:0, phase of its events in 62:56
 * </pre>
 */
final class BatchStamps
{
    /** Slot that does not exist. */
    static final int NONE = -1;

    private static final int SLOT_SHIFT = 3;
    private static final int SENT = 1;
    private static final int DRAINED = 2;
    private static final int TRANSLATED = 3;
    private static final int RAISED = 4;
    private static final int WAITING = 5;
    private static final int TAKEN = 6;
    private static final int COMMAND = 7;
    private static final int AT_BASE_SHIFT = 21;
    private static final int WOKEN_SHIFT = 42;
    private static final long COUNT_MASK = (1L << AT_BASE_SHIFT) - 1;
    private static final int PHASE_SHIFT = 56;
    private static final long COMMAND_MASK = (1L << PHASE_SHIFT) - 1;

    static
    {
        assert COMMAND < 1 << SLOT_SHIFT : "a stamp lies in the next slot";
        assert WOKEN_SHIFT == 2 * AT_BASE_SHIFT && WOKEN_SHIFT + AT_BASE_SHIFT < Long.SIZE : "counts overlap";
    }

    private final long[] words;
    private final int[] free;
    private final int[] opened;
    private final int[] touched;
    private int freeCount;
    private int openedCount;
    private int touchedCount;

    /**
     * Creates the slots, all free.
     *
     * @param slots        number of slots
     * @param batchesLimit limit of the batches that are opened between two calls of {@link #raised}
     */
    BatchStamps(final int slots, final int batchesLimit)
    {
        words = new long[slots << SLOT_SHIFT];
        free = new int[slots];
        opened = new int[batchesLimit];
        touched = new int[slots];
        for (int slot = slots - 1; slot >= 0; slot--)
        {
            free[freeCount++] = slot;
        }
    }

    /**
     * Opens a batch, for which no interrupt waits yet.
     *
     * @param phase     of its events, at most 127
     * @param command   number of the first command that was drained with it
     * @param drainedNs earlier than {@code sentNs} where the batch was sent while the engine read its clock; the batch
     *                  counts as drained when it was sent then
     * @return the slot, or {@link #NONE} if all slots are in use
     */
    int open(final int phase, final long command, final long baseNs, final long sentNs, final long drainedNs)
    {
        if (freeCount == 0)
        {
            return NONE;
        }
        final int slot = free[--freeCount];
        final int at = slot << SLOT_SHIFT;
        words[at] = baseNs;
        words[at + SENT] = sentNs;
        words[at + DRAINED] = Math.max(sentNs, drainedNs);
        words[at + TRANSLATED] = 0;
        words[at + RAISED] = 0;
        words[at + WAITING] = 0;
        words[at + COMMAND] = ((long)phase << PHASE_SHIFT) | command;
        opened[openedCount++] = slot;

        return slot;
    }

    /** Returns whether batches were opened since the last call of {@link #raised}. */
    boolean hasOpened()
    {
        return openedCount > 0;
    }

    /** Stamps the batches that were opened since the last call. */
    void raised(final long translatedNs, final long raisedNs)
    {
        for (int i = 0; i < openedCount; i++)
        {
            final int at = opened[i] << SLOT_SHIFT;
            words[at + TRANSLATED] = Math.max(words[at + DRAINED], translatedNs);
            words[at + RAISED] = Math.max(words[at + TRANSLATED], raisedNs);
        }
        openedCount = 0;
    }

    /** Adds interrupts of a batch that wait for their acknowledges. */
    void add(final int slot, final int count)
    {
        words[(slot << SLOT_SHIFT) + WAITING] += count;
    }

    /**
     * Takes an interrupt of a batch that was acknowledged; {@link #settle} records it.
     *
     * @param isAtBase true if the interrupt was intended at the base of the batch
     * @param isWoken  true if its stages behind the signal are recorded already, because its guest was woken for it
     */
    void take(final int slot, final boolean isAtBase, final boolean isWoken)
    {
        final int at = slot << SLOT_SHIFT;
        if (words[at + TAKEN] == 0)
        {
            touched[touchedCount++] = slot;
        }
        words[at + TAKEN] += 1 + (isAtBase ? 1L << AT_BASE_SHIFT : 0) + (isWoken ? 1L << WOKEN_SHIFT : 0);
    }

    /**
     * Records the interrupts that were taken, and frees the slots for which none waits any more.
     *
     * @param fromNs batches with an earlier base are not recorded
     */
    void settle(final long nowNs, final long fromNs, final LatencyHistograms histograms)
    {
        for (int i = 0; i < touchedCount; i++)
        {
            final int slot = touched[i];
            final int at = slot << SLOT_SHIFT;
            if (words[at] - fromNs >= 0)
            {
                record(at, nowNs, histograms);
            }
            assert isOfThoseThatWait(at) : slot;
            words[at + WAITING] -= words[at + TAKEN] & COUNT_MASK;
            words[at + TAKEN] = 0;
            freeUnlessOneWaits(slot);
        }
        touchedCount = 0;
    }

    /** Frees a batch for which no sampled interrupt waits, as when all have merged with earlier ones. */
    void freeUnlessOneWaits(final int slot)
    {
        if (words[(slot << SLOT_SHIFT) + WAITING] == 0)
        {
            free[freeCount++] = slot;
        }
    }

    /** Returns the number of the first command that was drained with the batch. */
    long command(final int slot)
    {
        return words[(slot << SLOT_SHIFT) + COMMAND] & COMMAND_MASK;
    }

    /** Returns the phase of the batch's events. */
    int phase(final int slot)
    {
        return (int)(words[(slot << SLOT_SHIFT) + COMMAND] >>> PHASE_SHIFT);
    }

    long baseNs(final int slot)
    {
        return words[slot << SLOT_SHIFT];
    }

    long sentNs(final int slot)
    {
        return words[(slot << SLOT_SHIFT) + SENT];
    }

    long drainedNs(final int slot)
    {
        return words[(slot << SLOT_SHIFT) + DRAINED];
    }

    /** Returns the time at which the batch was translated, or {@code nowNs} while it is not. */
    long translatedNs(final int slot, final long nowNs)
    {
        final long ns = words[(slot << SLOT_SHIFT) + TRANSLATED];

        return ns == 0 ? nowNs : ns;
    }

    /** Returns the time at which the batch's interrupts were raised, or {@code nowNs} while they are not. */
    long raisedNs(final int slot, final long nowNs)
    {
        final long ns = words[(slot << SLOT_SHIFT) + RAISED];

        return ns == 0 ? nowNs : ns;
    }

    /** Returns an interrupt with the times of the stages that its batch passes together; its own were set before. */
    SampledInterrupt stamped(final int slot, final SampledInterrupt interrupt)
    {
        return interrupt.sentNs(sentNs(slot)).drainedNs(drainedNs(slot))
            .translatedNs(translatedNs(slot, interrupt.nowNs())).raisedNs(raisedNs(slot, interrupt.nowNs()));
    }

    /** Returns whether the interrupts that were taken waited, and those of the other counts are among them. */
    private boolean isOfThoseThatWait(final int at)
    {
        final long taken = words[at + TAKEN];
        final long count = taken & COUNT_MASK;

        return count > 0 && count <= words[at + WAITING] && (taken >>> AT_BASE_SHIFT & COUNT_MASK) <= count &&
            taken >>> WOKEN_SHIFT <= count;
    }

    private void record(final int at, final long nowNs, final LatencyHistograms histograms)
    {
        final int slot = at >> SLOT_SHIFT;
        final long taken = words[at + TAKEN] & COUNT_MASK;
        final long atBase = (words[at + TAKEN] >>> AT_BASE_SHIFT) & COUNT_MASK;
        final long woken = words[at + TAKEN] >>> WOKEN_SHIFT;
        final long sentNs = words[at + SENT];
        final long drainedNs = words[at + DRAINED];
        final long translatedNs = translatedNs(slot, nowNs);
        final long raisedNs = raisedNs(slot, nowNs);
        if (atBase > 0)
        {
            histograms.response(nowNs - words[at], sentNs - words[at], atBase);
        }
        histograms.service(nowNs - drainedNs, taken);
        histograms.stages(sentNs, drainedNs, translatedNs, raisedNs, taken);
        histograms.acknowledged(nowNs - raisedNs, taken - woken);
    }
}
