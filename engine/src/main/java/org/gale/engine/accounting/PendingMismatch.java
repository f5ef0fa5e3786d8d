package org.gale.engine.accounting;

/**
 * First interrupt at which a command found Pending and the account to differ: what is owed was lost (P1), or what is
 * pending was invented (P2). Models latch it where they have the entry in hand, so that no later event of the interrupt
 * can hide the fault. It is outside of the state: neither saved nor digested. Owned by the machine's thread.
 */
public final class PendingMismatch
{
    private static final long UNKNOWN = -1;

    private int owner = OwnerId.NONE;
    private int intid;
    private boolean lost;
    private long command = UNKNOWN;

    /**
     * Latches an interrupt, unless one is latched.
     *
     * @param ownerId encoded {@link OwnerId}
     * @param encoded INTID, as {@link org.gale.tables.operand.Intid} encodes it
     * @param lost    true if it is owed and not pending, false if it is pending and not owed
     * @return true if it is the first
     */
    public boolean latch(final int ownerId, final int encoded, final boolean lost)
    {
        assert ownerId != OwnerId.NONE : "an interrupt of no owner";
        final boolean isFirst = owner == OwnerId.NONE;
        if (isFirst)
        {
            owner = ownerId;
            intid = encoded;
            this.lost = lost;
        }

        return isFirst;
    }

    /** Returns whether an interrupt is latched. */
    public boolean isFound()
    {
        return owner != OwnerId.NONE;
    }

    /**
     * Tells the number of the command that was applied last, so that the finding names its command.
     *
     * @param count number of commands applied since reset, TIME not counted
     */
    public void applied(final long count)
    {
        if (owner != OwnerId.NONE && command == UNKNOWN)
        {
            command = count;
        }
    }

    /**
     * Returns the owner of the interrupt.
     *
     * @return the encoded {@link OwnerId}, or {@link OwnerId#NONE} if none is latched
     */
    public int owner()
    {
        return owner;
    }

    /** {@return the encoded INTID, once one is latched} */
    public int intid()
    {
        return intid;
    }

    /** Returns whether the interrupt is lost (P1), rather than invented (P2). */
    public boolean isLost()
    {
        return lost;
    }

    /**
     * Returns the command that found it.
     *
     * @return the number of commands applied since reset, it included and TIME not counted; −1 while it is not known
     */
    public long command()
    {
        return command;
    }
}
