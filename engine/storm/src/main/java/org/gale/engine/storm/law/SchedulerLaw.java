package org.gale.engine.storm.law;

import java.util.Arrays;
import org.gale.engine.config.NumberText;

/**
 * Law of the scheduler of a modelled host. No PE is idle while a vCPU waits that it may take, and a vCPU wakes on its
 * last PE if that is idle. A vCPU is preempted at the end of its slice, or by a waker: then it runs its own work. The
 * law follows from the steps of the vCPUs, and knows nothing of queues. Owned by the thread of the run.
 */
final class SchedulerLaw
{
    private static final int NOBODY = -1;

    private final Rules rules;
    private final VcpuStep[] steps;                                     // each by vCPU
    private final int[] homes;
    private final long[] enteredNs;
    private final boolean[] isHandling;
    private final boolean[] isWaker;
    private final int[] vcpus;                                      // each by PE
    private final long[] freedNs;
    private final long[] pollEndsNs;
    private final int[] pollOwners;
    private final Waits all = new Waits();
    private final Waits[] own;
    private final Waits homeless = new Waits();
    private String broken;

    /**
     * Rules of a scheduler.
     *
     * @param firstPe     of the partition
     * @param isQueueOfPe true if vCPUs wait at their last PE, false if they wait for any
     * @param preempts    true if wakers preempt
     */
    record Rules(int firstPe, boolean isQueueOfPe, boolean preempts, long sliceNs)
    {
    }

    /** vCPUs that wait, and until when any did. */
    private static final class Waits
    {
        private int count;
        private int wakers;
        private long sinceNs;
        private long endNs = -1;

        void add(final boolean isWaker, final long nowNs)
        {
            sinceNs = count == 0 ? nowNs : sinceNs;
            count++;
            wakers += isWaker ? 1 : 0;
        }

        void remove(final boolean isWaker, final long nowNs)
        {
            endNs = endNs(nowNs);
            count--;
            wakers -= isWaker ? 1 : 0;
        }

        /** Returns until when any has waited for some time. */
        long endNs(final long nowNs)
        {
            return count > 0 && nowNs > sinceNs ? nowNs : endNs;
        }
    }

    SchedulerLaw(final int vcpus, final int pes, final Rules rules)
    {
        this.rules = rules;
        steps = new VcpuStep[vcpus];
        Arrays.fill(steps, VcpuStep.ASLEEP);
        homes = new int[vcpus];
        Arrays.fill(homes, NOBODY);
        enteredNs = new long[vcpus];
        isHandling = new boolean[vcpus];
        isWaker = new boolean[vcpus];
        this.vcpus = new int[pes];
        Arrays.fill(this.vcpus, NOBODY);
        freedNs = new long[pes];
        pollEndsNs = new long[pes];
        pollOwners = new int[pes];
        Arrays.fill(pollOwners, NOBODY);
        own = new Waits[pes];
        Arrays.setAll(own, pe -> new Waits());
    }

    /**
     * Takes a step.
     *
     * @param pe     that the vCPU has, or had last; below 0 if none yet
     * @param pollNs window of a vCPU that falls asleep
     */
    void to(final int vcpu, final VcpuStep step, final int pe, final long pollNs, final long nowNs)
    {
        final VcpuStep before = steps[vcpu];
        steps[vcpu] = step;
        if (before == VcpuStep.ENTERING)
        {
            enteredNs[vcpu] = nowNs;
        }
        switch (step)
        {
            case ASLEEP:
                free(pe, nowNs);
                pollOwners[pe] = vcpu;
                pollEndsNs[pe] = nowNs + pollNs;
                break;
            case WAITING:
                isWaker[vcpu] = before == VcpuStep.WAKING;
                if (before == VcpuStep.PREEMPTED)
                {
                    free(pe, nowNs);
                }
                all.add(isWaker[vcpu], nowNs);
                of(homes[vcpu]).add(isWaker[vcpu], nowNs);
                break;
            case STOPPED:
                stop(vcpu, before, pe, nowNs);
                break;
            case LOADING:
                if (before != VcpuStep.LOADING)
                {
                    take(vcpu, before, pe, nowNs);
                }
                break;
            default:
                break;
        }
    }

    /** Takes a vCPU out whose VM migrates: it leaves its PE, or waits no more. */
    private void stop(final int vcpu, final VcpuStep before, final int pe, final long nowNs)
    {
        if (before == VcpuStep.PREEMPTED)
        {
            free(pe, nowNs);
        }
        else if (before == VcpuStep.WAITING)
        {
            all.remove(isWaker[vcpu], nowNs);
            of(homes[vcpu]).remove(isWaker[vcpu], nowNs);
        }
    }

    private Waits of(final int home)
    {
        return home == NOBODY ? homeless : own[home];
    }

    private void free(final int pe, final long nowNs)
    {
        vcpus[pe] = NOBODY;
        freedNs[pe] = nowNs;
        pollOwners[pe] = NOBODY;
        pollEndsNs[pe] = nowNs;
    }

    private void take(final int vcpu, final VcpuStep before, final int pe, final long nowNs)
    {
        idled(pe, nowNs);
        final int home = homes[vcpu];
        if (before == VcpuStep.WAITING)
        {
            all.remove(isWaker[vcpu], nowNs);
            of(home).remove(isWaker[vcpu], nowNs);
        }
        else if (home != NOBODY && home != pe && vcpus[home] == NOBODY &&
            (pollOwners[home] == vcpu || nowNs > pollEndsNs[home]))
        {
            note("a vCPU woke on PE " + pe + " at " + NumberText.count(nowNs) + " ns, and its last, " + home +
                ", was free");
        }
        vcpus[pe] = vcpu;
        homes[vcpu] = pe;
    }

    /** Checks that a PE without a vCPU, until now, was idle while none waited that it may take. */
    private void idled(final int pe, final long nowNs)
    {
        final long idleNs = rules.isQueueOfPe ? pollEndsNs[pe] : freedNs[pe];
        if (vcpus[pe] == NOBODY && (idleNs < all.endNs(nowNs) || freedNs[pe] < own[pe].endNs(nowNs)))
        {
            note("PE " + pe + " had no vCPU before " + NumberText.count(nowNs) + " ns, while one waited for it");
        }
    }

    /** Notes that a vCPU begins a handler. */
    void begins(final int vcpu)
    {
        isHandling[vcpu] = true;
    }

    /** Notes that the handler of a vCPU has ended. */
    void ends(final int vcpu)
    {
        isHandling[vcpu] = false;
    }

    /**
     * Notes that a vCPU makes room for another one.
     *
     * @param isSignalled true if the machine has an interrupt for it
     */
    void makesRoom(final int vcpu, final boolean isSignalled, final long nowNs)
    {
        final boolean isSliceOver = steps[vcpu] != VcpuStep.ENTERING && nowNs - enteredNs[vcpu] >= rules.sliceNs;
        final int wakers = own[homes[vcpu]].wakers + homeless.wakers;
        final String fault = isSliceOver ? null : !rules.preempts || wakers == 0 ? "before its slice was over" :
            isHandling[vcpu] ? "in a handler" : isSignalled ? "with an interrupt to take" : null;
        if (fault != null)
        {
            note("a vCPU was preempted on PE " + homes[vcpu] + ' ' + fault + ", at " + NumberText.count(nowNs) +
                " ns");
        }
    }

    private void note(final String fault)
    {
        broken = broken == null ? fault : broken;
    }

    /** {@return the first fault until a run ended, in words, or null} */
    String broken(final long endNs)
    {
        for (int pe = rules.firstPe; pe < vcpus.length; pe++)
        {
            idled(pe, endNs);
        }

        return broken;
    }
}
