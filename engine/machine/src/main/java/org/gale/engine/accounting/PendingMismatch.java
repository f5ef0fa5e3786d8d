package org.gale.engine.accounting;

/**
 * Interrupts at which commands found Pending and the account to differ: what is owed was lost (P1), or what is pending
 * was invented (P2). Models latch the first one where they have the entry in hand, so that no later event of the
 * interrupt can hide the fault. They count the others, for who goes on after the first. It is outside of the state:
 * neither saved nor digested. Owned by the machine's thread.
 */
public final class PendingMismatch
{
    private static final long UNKNOWN = -1;

    private int owner = OwnerId.NONE;
    private int intid;
    private boolean lost;
    private long command = UNKNOWN;
    private final Fresh freshLost = new Fresh();
    private final Fresh freshInvented = new Fresh();

    /** Number of interrupts that were found since the last take, and the first of them. */
    public static final class Fresh
    {
        private long count;
        private int owner;
        private int intid;
        private boolean acknowledged;

        /** Returns the number of findings since the last take. */
        public long count()
        {
            return count;
        }

        /** {@return the encoded {@link OwnerId} of the first of them} */
        public int owner()
        {
            return owner;
        }

        /** {@return the encoded INTID of the first of them} */
        public int intid()
        {
            return intid;
        }

        /** Returns whether the first of them was acknowledged, rather than pending. */
        public boolean isAcknowledged()
        {
            return acknowledged;
        }

        private void add(final int ownerId, final int encoded, final boolean isAcknowledged)
        {
            if (count++ == 0)
            {
                owner = ownerId;
                intid = encoded;
                acknowledged = isAcknowledged;
            }
        }
    }

    /**
     * Counts an interrupt, and latches it unless one is latched.
     *
     * @param ownerId encoded {@link OwnerId}
     * @param encoded INTID, as {@link org.gale.tables.operand.Intid} encodes it
     * @param lost    true if it is owed and not pending, false if it is pending and not owed
     * @return true if it is the first
     */
    public boolean latch(final int ownerId, final int encoded, final boolean lost)
    {
        return latch(ownerId, encoded, lost, false);
    }

    /** Counts an interrupt that was acknowledged and not owed, and latches it unless one is latched. */
    public void latchAcknowledged(final int ownerId, final int encoded)
    {
        latch(ownerId, encoded, false, true);
    }

    private boolean latch(final int ownerId, final int encoded, final boolean isLost, final boolean isAcknowledged)
    {
        assert ownerId != OwnerId.NONE : "an interrupt of no owner";
        (isLost ? freshLost : freshInvented).add(ownerId, encoded, isAcknowledged);
        final boolean isFirst = owner == OwnerId.NONE;
        if (isFirst)
        {
            owner = ownerId;
            intid = encoded;
            lost = isLost;
        }

        return isFirst;
    }

    /** Returns whether an interrupt is latched. */
    public boolean isFound()
    {
        return owner != OwnerId.NONE;
    }

    /** Returns whether an interrupt was found since the last take. */
    public boolean isFresh()
    {
        return freshLost.count + freshInvented.count != 0;
    }

    /**
     * Returns the interrupts that were found since the last take.
     *
     * @param isLost true for what is lost, false for what is invented
     */
    public Fresh fresh(final boolean isLost)
    {
        return isLost ? freshLost : freshInvented;
    }

    /** Takes the interrupts that were found: it is fresh no more. */
    public void take()
    {
        freshLost.count = 0;
        freshInvented.count = 0;
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
