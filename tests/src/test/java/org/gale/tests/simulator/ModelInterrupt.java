package org.gale.tests.simulator;

/** An SPI or LPI of a VM as its guest and its devices know it. Owned by one thread. */
final class ModelInterrupt
{
    private static final int PENDING = 1;
    private static final int ACTIVE = 1 << 1;
    private static final int LEVEL = 1 << 2;
    private static final int ENABLED = 1 << 3;
    private static final int PRIORITY_SHIFT = 11;
    private static final int TARGET_SHIFT = 16;

    private final int intid;
    private boolean isPending;
    private boolean isActive;
    private boolean isEnabled;
    private boolean isLevel;
    private boolean isHigh;
    private boolean isOwed;
    private int priority;
    private int target;
    private ModelAccount account = new ModelAccount();

    ModelInterrupt(final int intid)
    {
        this.intid = intid;
    }

    /** Returns a copy, as a restored VM has it: a level that is pending counts as high (K-SR-5). */
    ModelInterrupt restored(final ModelAccount of)
    {
        final ModelInterrupt copy = new ModelInterrupt(intid);
        copy.isPending = isPending;
        copy.isActive = isActive;
        copy.isEnabled = isEnabled;
        copy.isLevel = isLevel;
        copy.isHigh = isLevel && isPending;
        copy.priority = priority;
        copy.target = target;
        copy.account = of;
        copy.map();

        return copy;
    }

    /**
     * Returns type and ID.
     *
     * @return the encoded INTID
     */
    int intid()
    {
        return intid;
    }

    int priority()
    {
        return priority;
    }

    int target()
    {
        return target;
    }

    boolean isHigh()
    {
        return isHigh;
    }

    boolean isPending()
    {
        return isPending;
    }

    boolean isActive()
    {
        return isActive;
    }

    /** Returns whether it is pending, enabled and not active. */
    boolean isCandidate()
    {
        return isPending && isEnabled && !isActive;
    }

    /** Takes an edge. */
    void edge()
    {
        offer();
        isPending = true;
    }

    /** Takes a new level of its line: an edge sees it rise, a level sees it change (K-IL-12). */
    void line(final boolean high)
    {
        if (!isLevel && high)
        {
            edge();
        }
        else if (isLevel && isHigh != high)
        {
            pending(high);
            isHigh = high;
        }
    }

    /** Takes a change of a bridge's wire: SET_LEVEL or CLEAR of a level, SET_EDGE of a rising edge (M-HM). */
    void wire(final boolean isOfLevel, final boolean high)
    {
        if (!high && isOfLevel)
        {
            pending(false);
        }
        else if (high)
        {
            if (!isOfLevel || !isPending || !isLevel)
            {
                offer();                                                        // a level that is held does not rise
            }
            isPending = true;
            isLevel = isOfLevel;
        }
    }

    void pending(final boolean pending)
    {
        if (pending)
        {
            offer();
        }
        else if (isOwed)
        {
            isOwed = false;
            account.cleared++;
        }
        isPending = pending;
    }

    void enable(final boolean enabled)
    {
        isEnabled = enabled;
    }

    void level()
    {
        isLevel = true;
    }

    void priority(final int value)
    {
        priority = value;
    }

    void target(final int vcpu)
    {
        target = vcpu;
    }

    void acknowledge()
    {
        account.delivered += isOwed ? 1 : 0;
        account.redelivered += isOwed ? 0 : 1;
        isOwed = false;
        isActive = true;
        isPending &= isLevel;
    }

    void deactivate()
    {
        isActive = false;
    }

    /** Returns whether an acknowledge is owed. */
    boolean isOwed()
    {
        return isOwed;
    }

    /** Counts its messages in an account from now on. */
    void account(final ModelAccount of)
    {
        account = of;
    }

    /** Goes with its table. */
    void unmap()
    {
        account.unmapped += isOwed ? 1 : 0;
        isOwed = false;
    }

    /** Comes back with its table (M-PENDIMG). */
    void map()
    {
        if (isPending)
        {
            offer();
        }
    }

    /** Takes over what the machine holds. */
    void adopt(final int word)
    {
        isPending = (word & PENDING) != 0;
        isActive = (word & ACTIVE) != 0;
        isLevel = (word & LEVEL) != 0;
        isEnabled = (word & ENABLED) != 0;
        priority = word >>> PRIORITY_SHIFT & 31;
        target = word >>> TARGET_SHIFT;
    }

    /**
     * Returns what the table must hold.
     *
     * @return the encoded {@code L2_ISTE}, without HWU
     */
    int word()
    {
        return (isPending ? PENDING : 0) | (isActive ? ACTIVE : 0) | (isEnabled ? ENABLED : 0) | (isLevel ? LEVEL : 0) |
            priority << PRIORITY_SHIFT | target << TARGET_SHIFT;
    }

    private void offer()
    {
        account.offered++;
        account.coalesced += isOwed ? 1 : 0;
        isOwed = true;
    }
}
