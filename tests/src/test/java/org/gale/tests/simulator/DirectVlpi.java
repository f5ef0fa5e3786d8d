package org.gale.tests.simulator;

/** A vLPI of a GICv4 guest, and the spurious acknowledges that toggles and moves allow it. Owned by one thread. */
final class DirectVlpi
{
    final int vintid;
    DirectVcpu target;
    boolean isMapped;
    boolean isPending;
    boolean isEnabled;
    int priority = 0xa0;
    int spurious;
    int spuriousLimit;

    DirectVlpi(final int vintid)
    {
        this.vintid = vintid;
    }

    /** Becomes mapped, and not pending. */
    void map(final DirectVcpu vcpu)
    {
        target = vcpu;
        isMapped = true;
        isPending = false;
        spurious = 0;
        spuriousLimit = 0;
    }

    /**
     * Moves to a vCPU. Between a direct and a software-forwarded one it may be acknowledged once too often. A vCPU
     * whose transition is open may be either, and toggles what moves to it.
     *
     * @param toggled whose transition is open, or null
     */
    void move(final DirectVcpu to, final DirectVcpu toggled)
    {
        if (to != target)
        {
            final boolean isOpen = target == toggled || to == toggled;
            spuriousLimit += isOpen || target.isMixed || target.isDirect != to.isDirect ? 1 : 0;
            spuriousLimit += to == toggled ? 1 : 0;
        }
        to.mayBeWoken |= to != target;
        target = to;
    }

    void discard()
    {
        isMapped = false;
        isPending = false;
    }

    /** Returns whether the target has to deliver it. */
    boolean isCandidate()
    {
        return isMapped && isPending && isEnabled;
    }
}
