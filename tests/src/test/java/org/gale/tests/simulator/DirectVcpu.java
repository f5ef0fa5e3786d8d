package org.gale.tests.simulator;

import java.util.ArrayList;
import java.util.List;

/** A vCPU of a GICv4 guest: where it is, what it has acknowledged, its SGIs. Owned by one thread. */
final class DirectVcpu
{
    static final int NO_CPU = -1;
    static final int NONE = -1;
    static final int SGI_PRIORITY = 0xa0;

    private static final int IDLE = 0x100;

    final DirectVm vm;
    final int index;
    int cpu = NO_CPU;
    boolean isBlocked;
    boolean isDirect;
    /** True if a DISABLE failed: some of its events are software-forwarded (V4-P-D11). */
    boolean isMixed;
    boolean mayBeWoken;
    int sgis;
    /** Acknowledged and not ended: INTID and priority, the newest last. */
    final List<int[]> active = new ArrayList<>();

    DirectVcpu(final DirectVm vm, final int index)
    {
        this.vm = vm;
        this.index = index;
    }

    /** Returns the priority value below which it is interrupted. */
    int running()
    {
        return active.stream().mapToInt(of -> of[1]).min().orElse(IDLE);
    }

    /**
     * Returns the INTID that is acknowledged next, if there is no spurious one.
     *
     * @return the INTID, or {@link #NONE} if nothing of sufficient priority is pending
     */
    int best()
    {
        int best = sgis == 0 ? NONE : Integer.numberOfTrailingZeros(sgis);
        int priority = sgis == 0 ? IDLE : SGI_PRIORITY;
        for (final DirectVlpi vlpi : vm.vlpis)
        {
            if (vlpi.target == this && vlpi.isCandidate() && vlpi.priority < priority)
            {
                best = vlpi.vintid;
                priority = vlpi.priority;
            }
        }

        return priority < running() ? best : NONE;
    }

    /** Returns whether something is pending that wakes it. */
    boolean isWakeDue()
    {
        return sgis != 0 || vm.vlpis.stream().anyMatch(vlpi -> vlpi.target == this && vlpi.isCandidate());
    }

    /** Allows each of its vLPIs one more acknowledge without a message. */
    void allowSpurious()
    {
        vm.vlpis.stream().filter(vlpi -> vlpi.target == this).forEach(vlpi -> vlpi.spuriousLimit++);
    }

    /** Returns the priority of an INTID. */
    int priority(final int intid)
    {
        return intid < DirectVm.FIRST_LPI ? SGI_PRIORITY : vm.vlpi(intid).priority;
    }

    /** Ends the newest acknowledge of an INTID. */
    void end(final int intid)
    {
        for (int i = active.size() - 1; i >= 0; i--)
        {
            if (active.get(i)[0] == intid)
            {
                active.remove(i);
                return;
            }
        }
    }
}
