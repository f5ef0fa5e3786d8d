package org.gale.tests.simulator;

import org.gale.tables.ist.L2Iste;

/** An SPI or LPI of a VM as its guest and its devices know it. Owned by one thread. */
final class ModelInterrupt
{
    private final int intid;
    private boolean isPending;
    private boolean isActive;
    private boolean isEnabled;
    private boolean isLevel;
    private boolean isHigh;
    private int priority;
    private int target;

    ModelInterrupt(final int intid)
    {
        this.intid = intid;
    }

    /** Returns a copy, as a restored VM has it: a level that is pending counts as high (K-SR-5). */
    ModelInterrupt restored()
    {
        final ModelInterrupt copy = new ModelInterrupt(intid);
        copy.isPending = isPending;
        copy.isActive = isActive;
        copy.isEnabled = isEnabled;
        copy.isLevel = isLevel;
        copy.isHigh = isLevel && isPending;
        copy.priority = priority;
        copy.target = target;

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
        isPending = true;
    }

    /** Takes a new level of its line: an edge sees it rise, a level sees it change (K-IL-12). */
    void line(final boolean high)
    {
        if (!isLevel)
        {
            isPending |= high;
        }
        else if (isHigh != high)
        {
            isPending = high;
            isHigh = high;
        }
    }

    /** Takes a change of a bridge's wire: SET_LEVEL or CLEAR of a level, SET_EDGE of a rising edge (M-HM). */
    void wire(final boolean isOfLevel, final boolean high)
    {
        if (isOfLevel || high)
        {
            isPending = high;
            isLevel = high ? isOfLevel : isLevel;
        }
    }

    void pending(final boolean pending)
    {
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
        isActive = true;
        isPending &= isLevel;
    }

    void deactivate()
    {
        isActive = false;
    }

    /**
     * Returns what the table must hold.
     *
     * @return the encoded {@code L2_ISTE}, without HWU
     */
    int word()
    {
        int word = L2Iste.PRIORITY.set(L2Iste.IAFFID.set(0, target), priority);
        word = L2Iste.PENDING.set(word, isPending ? 1 : 0);
        word = L2Iste.ACTIVE.set(word, isActive ? 1 : 0);
        word = L2Iste.ENABLE.set(word, isEnabled ? 1 : 0);

        return L2Iste.HM.set(word, isLevel ? 1 : 0);
    }
}
