package org.gale.engine.accounting;

import java.util.function.IntPredicate;
import org.gale.tables.memory.StateStream;
import org.gale.tables.operand.Intid;

/**
 * Account of one interrupt space, all LPIs or all SPIs of an owner: the events offered to it and their outcomes.
 * Derived from outcomes alone: each event that a model accepts makes an acknowledge of that interrupt owed, and each
 * acknowledge pays one. Owned by the thread that owns the machine.
 */
public final class Account
{
    /** Result of {@link #invented} while nothing was invented. */
    public static final int NONE = -1;

    private final OwedBits owed = new OwedBits();
    private final OwedBits excused = new OwedBits();
    /** Interrupts whose place is the image of a VM that migrates. */
    private final OwedBits carried = new OwedBits();
    private boolean isCarrying;
    private long offered;
    private long delivered;
    private long redelivered;
    private long coalesced;
    private long withdrawnCleared;
    private long withdrawnUnmapped;
    private int invented = NONE;
    private long lostCount;
    private long inventedCount;
    private long acknowledgedInventions;
    private int firstLost = NONE;
    private int firstInvented = NONE;

    /**
     * Counts an event that was accepted for an interrupt.
     *
     * @return true if it made an acknowledge owed, false if it merged with one that was owed
     */
    public boolean event(final int id)
    {
        offered++;
        final boolean isNew = owed.set(id);
        if (!isNew)
        {
            coalesced++;                                                        // B-INT-5
        }

        return isNew;
    }

    /**
     * Counts an event as {@link #event} does if what is owed is what the caller knows.
     *
     * @param isOwed whether the caller knows the interrupt as pending
     * @return false if it is not so, and nothing was counted
     */
    public boolean eventIf(final int id, final boolean isOwed)
    {
        final boolean isSo = owed.setIf(id, isOwed);
        offered += isSo ? 1 : 0;
        coalesced += isSo && isOwed ? 1 : 0;                                    // B-INT-5

        return isSo;
    }

    /**
     * Counts an acknowledge of an interrupt if it is owed.
     *
     * @return false if it is not owed, and nothing was counted
     */
    public boolean acknowledgedOwed(final int id)
    {
        final boolean isOwed = owed.clear(id);
        delivered += isOwed ? 1 : 0;

        return isOwed;
    }

    /**
     * Counts an acknowledge of an interrupt.
     *
     * @param held true to allow more acknowledges for one rise, because the handling mode is level
     * @return true if the interrupt was invented: neither owed, nor held, nor excused
     */
    public boolean acknowledged(final int id, final boolean held)
    {
        return !acknowledgedOwed(id) && acknowledgedUnowed(id, held);
    }

    /** Counts a Pending bit that was cleared without an acknowledge. */
    public void cleared(final int id)
    {
        if (owed.clear(id))
        {
            withdrawnCleared++;
            assert !owed.isSet(id) : "owed and withdrawn: " + id;
        }
    }

    /** Withdraws all that is owed, because the table is no longer used; an image carries it while the VM migrates. */
    public void unmapped()
    {
        if (isCarrying)
        {
            for (int id = owed.next(0); id >= 0; id = owed.next(id + 1))
            {
                offered -= carried.set(id) ? 0 : 1;                             // it was restored, and counted again
            }
        }
        else
        {
            withdrawnUnmapped += owed.count();
        }
        owed.clearAll();
        assert owed.count() == 0 : "owed without a table: " + owed.count();
    }

    /**
     * Sets whether the account carries: what is owed when its table goes is in an image from then on (M-MIG-1).
     *
     * @param isLeaving false for a VM whose table did not go
     */
    void leave(final boolean isLeaving)
    {
        isCarrying = isLeaving;
    }

    /** Returns whether the account carries what is owed, or did until its VM is made from the image. */
    public boolean isCarrying()
    {
        return isCarrying;
    }

    /**
     * Returns the first interrupt whose place is an image, from an ID on.
     *
     * @return its ID, or −1 if there is none
     */
    public int nextCarried(final int fromId)
    {
        return carried.next(fromId);
    }

    /** Returns whether the place of an interrupt is an image. */
    public boolean isCarried(final int id)
    {
        return carried.isSet(id);
    }

    /**
     * Compares what is owed, since the image was restored, with what it carried: an interrupt that it carried and that
     * is not pending is lost, another one that is pending is invented (P1, P2), unless it is a level that is held: that
     * stays pending after its acknowledge, and is owed to nobody.
     */
    void arrive(final IntPredicate isLevel)
    {
        isCarrying = false;
        for (int id = owed.next(0); id >= 0; id = owed.next(id + 1))
        {
            offered--;                                                          // a restore is no event
            if (!carried.clear(id))
            {
                if (isLevel.test(id))
                {
                    owed.clear(id);
                }
                else
                {
                    invent(id);
                }
            }
        }
        for (int id = carried.next(0); id >= 0; id = carried.next(id + 1))
        {
            lose(id);
        }
        carried.clearAll();
    }

    /**
     * Books a difference that a command found before it changes the entry. An interrupt that is owed and not pending is
     * lost; one that is pending and not owed is invented. Of an excused interrupt the first is withdrawn, the second an
     * event, both by software.
     *
     * @param isOwed true if it is owed and not pending, false if it is pending and not owed
     */
    public void settle(final int id, final boolean isOwed)
    {
        if (isOwed)
        {
            owed.clear(id);
            lose(id);
        }
        else
        {
            owed.set(id);
            invent(id);
        }
    }

    /**
     * Books a difference that an event found, once {@link #event} has counted that event. The event of an interrupt
     * that was lost merged with nothing; that of an invented one merged with it.
     *
     * @param isOwed true if it was owed and not pending, false if it was pending and not owed
     */
    public void settleEvent(final int id, final boolean isOwed)
    {
        if (isOwed)
        {
            coalesced--;
            lose(id);
        }
        else
        {
            coalesced++;
            invent(id);
        }
    }

    /** Excuses an interrupt from the proof: software changed its word while the table was valid (M-LIVE, B-IST-5). */
    public void excuse(final int id)
    {
        excused.set(id);
    }

    /** Excuses the interrupts from an ID up to another from the proof. */
    public void excuse(final int fromId, final int endId)
    {
        excused.set(fromId, endId);
    }

    /** Judges an interrupt again. */
    public void judge(final int id)
    {
        excused.clear(id);
    }

    /** Judges all interrupts again: their table is made valid anew. */
    public void judgeAll()
    {
        excused.clearAll();
    }

    /** Returns whether an interrupt is excused from the proof. */
    public boolean isExcused(final int id)
    {
        return excused.isSet(id);
    }

    /** Returns whether any interrupt is excused. */
    public boolean hasExcused()
    {
        return firstExcused() >= 0;
    }

    /** Returns the number of excused interrupts, counted one by one. */
    public long excusedCount()
    {
        return excused.count();
    }

    /**
     * Returns the first excused interrupt.
     *
     * @return its ID, or −1 if there is none
     */
    public int firstExcused()
    {
        return excused.next(0);
    }

    /** Returns the number of events that commands found lost: owed and not pending (P1). */
    public long lost()
    {
        return lostCount;
    }

    /** Returns the number of interrupts that commands found invented: pending or acknowledged, and not owed (P2). */
    public long inventions()
    {
        return inventedCount + acknowledgedInventions;
    }

    /**
     * Returns the first interrupt that was booked as lost.
     *
     * @return its ID, or {@link #NONE}
     */
    public int firstLost()
    {
        return firstLost;
    }

    /**
     * Returns the first interrupt that was booked as invented: the first that was pending, else the first acknowledged.
     *
     * @return its ID, or {@link #NONE}
     */
    public int firstInvented()
    {
        return firstInvented == NONE ? invented : firstInvented;
    }

    /** Returns whether an acknowledge of this interrupt is owed. */
    public boolean isOwed(final int id)
    {
        return owed.isSet(id);
    }

    /**
     * Returns the owed interrupts among 64, one bit each.
     *
     * @param firstId ID of bit 0, a multiple of 64
     * @return a mask of the owed interrupts
     */
    public long owedWord(final int firstId)
    {
        return owed.word(firstId);
    }

    /**
     * Returns the first owed ID from an ID on.
     *
     * @return the ID, at least {@code fromId}, or −1 if there is none
     */
    public int nextOwed(final int fromId)
    {
        return owed.next(fromId);
    }

    /** Returns the number of interrupts that an image carries. */
    long carriedCount()
    {
        return carried.count();
    }

    /** Returns the number of interrupts that are owed, counted one by one, those that an image carries among them. */
    public long owedCount()
    {
        return owed.count() + carried.count();
    }

    /** Returns the number of events accepted. */
    public long offered()
    {
        return offered;
    }

    /** Returns the number of events acknowledged. */
    public long delivered()
    {
        return delivered;
    }

    /** Returns the number of further acknowledges of levels that are held. */
    public long redelivered()
    {
        return redelivered;
    }

    /** Returns the number of events coalesced with one that was pending. */
    public long coalesced()
    {
        return coalesced;
    }

    /** Returns the number of events whose Pending was cleared by software or by the wire. */
    public long withdrawnCleared()
    {
        return withdrawnCleared;
    }

    /** Returns the number of events whose table was unmapped. */
    public long withdrawnUnmapped()
    {
        return withdrawnUnmapped;
    }

    /** Returns the number of events that are delivered, coalesced or withdrawn. */
    public long settled()
    {
        return delivered + coalesced + withdrawnCleared + withdrawnUnmapped;
    }

    /** Returns the events that are neither settled, nor owed, nor lost, nor invented: 0 unless the books err (P6). */
    public long remainder()
    {
        return offered + inventedCount - settled() - lostCount - owedCount();
    }

    /**
     * Returns the first ID that was acknowledged though nothing owed it (P2).
     *
     * @return the ID, or {@link #NONE}
     */
    public int invented()
    {
        return invented;
    }

    void state(final StateStream stream)
    {
        offered = stream.word(offered);
        delivered = stream.word(delivered);
        redelivered = stream.word(redelivered);
        coalesced = stream.word(coalesced);
        withdrawnCleared = stream.word(withdrawnCleared);
        withdrawnUnmapped = stream.word(withdrawnUnmapped);
        invented = stream.number("id that was invented", invented, NONE, Intid.ID_LIMIT - 1);
        owed.state(stream);
    }

    /**
     * Passes what was proved through a stream: what is lost, invented and excused. Saved and not digested: it follows
     * from the commands, and a machine that is restored goes on with it.
     */
    void proof(final StateStream stream)
    {
        lostCount = stream.word(lostCount);
        inventedCount = stream.word(inventedCount);
        acknowledgedInventions = stream.word(acknowledgedInventions);
        firstLost = stream.number("first id that was lost", firstLost, NONE, Intid.ID_LIMIT - 1);
        firstInvented = stream.number("first id that was invented", firstInvented, NONE, Intid.ID_LIMIT - 1);
        excused.state(stream);
    }

    /** Passes what an image carries through a stream: saved and not digested. */
    void carried(final StateStream stream)
    {
        isCarrying = stream.flag(isCarrying);
        carried.state(stream);
    }

    private boolean acknowledgedUnowed(final int id, final boolean held)
    {
        assert !owed.isSet(id) : "owed: " + id;
        if (held)
        {
            redelivered++;
            return false;
        }
        final boolean isInvented = !excused.isSet(id);
        if (invented == NONE && isInvented)
        {
            invented = id;
        }
        acknowledgedInventions += isInvented ? 1 : 0;

        return isInvented;
    }

    private void lose(final int id)
    {
        if (excused.isSet(id))
        {
            withdrawnCleared++;
        }
        else
        {
            firstLost = lostCount++ == 0 ? id : firstLost;
        }
    }

    private void invent(final int id)
    {
        if (excused.isSet(id))
        {
            offered++;
        }
        else
        {
            firstInvented = inventedCount++ == 0 ? id : firstInvented;
        }
    }
}
