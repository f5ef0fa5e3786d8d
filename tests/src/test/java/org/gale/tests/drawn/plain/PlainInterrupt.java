package org.gale.tests.drawn.plain;

/**
 * An LPI or SPI of the physical side: its state by the rules of the architecture, and whether an acknowledge is owed.
 * Owned by one thread.
 */
public final class PlainInterrupt
{
    private static final int PENDING = 1;
    private static final int ACTIVE = 1 << 1;
    private static final int LEVEL = 1 << 2;
    private static final int ENABLED = 1 << 3;
    private static final int PRIORITY_SHIFT = 11;
    private static final int PRIORITY_MASK = 31;
    private static final int TARGET_SHIFT = 16;

    private final int intid;
    private final PlainAccount account;
    private boolean isPending;
    private boolean isActive;
    private boolean isEnabled;
    private boolean isLevel;
    private boolean isOwed;
    private boolean isStored;
    private int priority;
    private int target;

    /**
     * Makes an interrupt at reset.
     *
     * @param intid   type and ID
     * @param account of its host
     */
    public PlainInterrupt(final int intid, final PlainAccount account)
    {
        this.intid = intid;
        this.account = account;
    }

    public int intid()
    {
        return intid;
    }

    public int priority()
    {
        return priority;
    }

    public int target()
    {
        return target;
    }

    public boolean isPending()
    {
        return isPending;
    }

    public boolean isActive()
    {
        return isActive;
    }

    /** Returns whether an acknowledge is owed. */
    public boolean isOwed()
    {
        return isOwed;
    }

    /** Returns whether software stored into its entry while the table was valid. */
    public boolean isStored()
    {
        return isStored;
    }

    /** Returns whether it is pending, enabled and not active (B-INT-2). */
    public boolean isCandidate()
    {
        return isPending && isEnabled && !isActive;
    }

    /** Takes a SET_EDGE event (B-INT-3, B-INT-5). */
    public void edge()
    {
        offer();
        isPending = true;
        isLevel = false;
    }

    /** Takes a SET_LEVEL event; a level that is held does not rise again. */
    public void level()
    {
        if (!isPending || !isLevel)
        {
            offer();
        }
        isPending = true;
        isLevel = true;
    }

    /** Takes a CLEAR event, which leaves HM. */
    public void clear()
    {
        isPending = false;
        if (isOwed)
        {
            isOwed = false;
            account.cleared++;
        }
    }

    /** Takes CDPEND (B-INT-4). */
    public void pend(final boolean pending)
    {
        if (pending)
        {
            offer();
            isPending = true;
        }
        else
        {
            clear();
        }
    }

    public void enable(final boolean enabled)
    {
        isEnabled = enabled;
    }

    public void prioritise(final int value)
    {
        priority = value;
    }

    public void direct(final int pe)
    {
        target = pe;
    }

    /** Takes CDHM (B-INT-15); a level that is held becomes a latched edge. */
    public void handle(final boolean level)
    {
        if (!level && isPending && !isOwed)
        {
            offer();
        }
        isLevel = level;
    }

    /** Is acknowledged (B-INT-6). */
    public void acknowledge()
    {
        if (isOwed)
        {
            isOwed = false;
            account.delivered++;
        }
        else
        {
            account.redelivered++;
        }
        isActive = true;
        isPending &= isLevel;
    }

    public void deactivate()
    {
        isActive = false;
    }

    /** Goes with its table; the entry stays in memory. */
    public void unmap()
    {
        if (isOwed)
        {
            isOwed = false;
            account.unmapped++;
        }
    }

    /** Comes back with its table (M-PENDIMG), from which on no store into the table before counts. */
    public void map()
    {
        isStored = false;
        if (isPending)
        {
            offer();
        }
    }

    /** Has its entry replaced by software while the table is valid (M-LIVE). */
    public void store(final int word)
    {
        isStored = true;
        final boolean wasPending = isPending;
        adopt(word);
        if (!isPending)
        {
            clear();
        }
        else if (!wasPending || (!isLevel && !isOwed))
        {
            offer();
        }
    }

    /** Takes over an entry without an account: what the machine holds is what the model goes on with. */
    public void adopt(final int word)
    {
        isPending = (word & PENDING) != 0;
        isActive = (word & ACTIVE) != 0;
        isLevel = (word & LEVEL) != 0;
        isEnabled = (word & ENABLED) != 0;
        priority = word >>> PRIORITY_SHIFT & PRIORITY_MASK;
        target = word >>> TARGET_SHIFT;
    }

    /** Returns the entry in memory, without what the hardware keeps in it. */
    public int word()
    {
        return (isPending ? PENDING : 0) | (isActive ? ACTIVE : 0) | (isLevel ? LEVEL : 0) | (isEnabled ? ENABLED : 0) |
            priority << PRIORITY_SHIFT | target << TARGET_SHIFT;
    }

    private void offer()
    {
        account.offered++;
        account.coalesced += isOwed ? 1 : 0;
        isOwed = true;
    }
}
