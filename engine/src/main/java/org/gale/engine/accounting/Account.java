package org.gale.engine.accounting;

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
    private long offered;
    private long delivered;
    private long redelivered;
    private long coalesced;
    private long withdrawnCleared;
    private long withdrawnUnmapped;
    private int invented = NONE;

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
     * Counts an acknowledge of an interrupt.
     *
     * @param held true to allow more acknowledges for one rise, because the handling mode is level
     */
    public void acknowledged(final int id, final boolean held)
    {
        if (!acknowledgedOwed(id))
        {
            acknowledgedUnowed(id, held);
        }
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

    /** Counts a Pending bit that was cleared without an acknowledge. */
    public void cleared(final int id)
    {
        if (owed.clear(id))
        {
            withdrawnCleared++;
            assert !owed.isSet(id) : "owed and withdrawn: " + id;
        }
    }

    /** Withdraws all that is owed, because the table is no longer used. */
    public void unmapped()
    {
        withdrawnUnmapped += owed.count();
        owed.clearAll();
        assert owed.count() == 0 : "owed without a table: " + owed.count();
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

    /** Returns the number of interrupts that are owed, counted one by one. */
    public long owedCount()
    {
        return owed.count();
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

    private void acknowledgedUnowed(final int id, final boolean held)
    {
        assert !owed.isSet(id) : "owed: " + id;
        if (held)
        {
            redelivered++;
        }
        else if (invented == NONE)
        {
            invented = id;
        }
    }
}
