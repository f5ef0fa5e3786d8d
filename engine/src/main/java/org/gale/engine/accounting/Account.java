package org.gale.engine.accounting;

import org.gale.tables.memory.StateStream;
import org.gale.tables.operand.Intid;

/**
 * What was offered to one space of interrupts, all LPIs or all SPIs of an owner, and what became of it. Kept from
 * outcomes alone: each event that a model accepts makes an acknowledge of that interrupt owed, each acknowledge pays
 * it. Owned by the thread that owns the machine.
 */
public final class Account
{
    /** Nothing was invented. */
    public static final int NONE = -1;

    private final OwedBits owed = new OwedBits();
    private long offered;
    private long delivered;
    private long redelivered;
    private long coalesced;
    private long withdrawnCleared;
    private long withdrawnUnmapped;
    private int invented = NONE;

    /** An event for an interrupt was accepted. */
    public void event(final int id)
    {
        offered++;
        if (!owed.set(id))
        {
            coalesced++;                                                        // B-INT-5
        }
    }

    /**
     * An interrupt was acknowledged.
     *
     * @param held its handling mode is level, so that it may be acknowledged again for one rise
     */
    public void acknowledged(final int id, final boolean held)
    {
        if (owed.clear(id))
        {
            delivered++;
        }
        else
        {
            acknowledgedUnowed(id, held);
        }
    }

    /** Pending was cleared without an acknowledge. */
    public void cleared(final int id)
    {
        if (owed.clear(id))
        {
            withdrawnCleared++;
        }
    }

    /** The table is no longer used: what is owed will not be paid. */
    public void unmapped()
    {
        withdrawnUnmapped += owed.count();
        owed.clearAll();
    }

    /** Is an acknowledge of this interrupt owed? */
    public boolean isOwed(final int id)
    {
        return owed.isSet(id);
    }

    /** Which of 64 interrupts are owed, a bit each; {@code firstId} is a multiple of 64. */
    public long owedWord(final int firstId)
    {
        return owed.word(firstId);
    }

    /** The first owed id at or after {@code fromId}, or −1. */
    public int nextOwed(final int fromId)
    {
        return owed.next(fromId);
    }

    /** Interrupts that are owed, counted one by one. */
    public long owedCount()
    {
        return owed.count();
    }

    /** Events accepted. */
    public long offered()
    {
        return offered;
    }

    /** Events acknowledged. */
    public long delivered()
    {
        return delivered;
    }

    /** Further acknowledges of levels that are held. */
    public long redelivered()
    {
        return redelivered;
    }

    /** Events merged into one that was pending. */
    public long coalesced()
    {
        return coalesced;
    }

    /** Events whose Pending was cleared by software or by the wire. */
    public long withdrawnCleared()
    {
        return withdrawnCleared;
    }

    /** Events whose table was taken away. */
    public long withdrawnUnmapped()
    {
        return withdrawnUnmapped;
    }

    /** The first id that was acknowledged though nothing owed it (P2), or {@link #NONE}. */
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
