package org.gale.engine.storm.virtual;

import java.util.Arrays;

/**
 * PEs of a host: which vCPU each has or polls for, and those that wait for one. A PE without a vCPU is idle, or polls
 * for the vCPU that blocked on it last. Owned by one thread.
 */
final class HostPes
{
    static final int NONE = -1;

    private final int firstPe;
    private final int[] vcpus;                                      // on each PE, or NONE
    private final int[] polled;                                     // that each PE polls for, or NONE
    private final int[] lastPes;                                    // by vCPU, or NONE
    private final boolean[] isSliceOver;                            // by PE
    private final RunQueues queues;
    private final boolean isQueueOfPe;
    private int kept = NONE;                                        // PE whose vCPU stays

    /**
     * Makes the PEs of a partition, with nobody on them.
     *
     * @param firstPe     of the partition
     * @param endPe       behind its last one
     * @param isQueueOfPe true if each PE has a queue, false if one queue is that of all
     */
    HostPes(final int firstPe, final int endPe, final int vcpus, final boolean isQueueOfPe)
    {
        this.firstPe = firstPe;
        this.vcpus = new int[endPe];
        this.polled = new int[endPe];
        this.lastPes = new int[vcpus];
        this.isSliceOver = new boolean[endPe];
        this.isQueueOfPe = isQueueOfPe;
        this.queues = new RunQueues(firstPe, endPe, vcpus, isQueueOfPe);
        Arrays.fill(this.vcpus, NONE);
        Arrays.fill(polled, NONE);
        Arrays.fill(lastPes, NONE);
    }

    /** Returns whether no vCPU waits in the queue of a PE. */
    boolean isEmpty(final int pe)
    {
        return queues.count(pe) == 0;
    }

    /** Returns whether no vCPU waits in any queue. */
    boolean areEmpty()
    {
        return queues.isEmpty();
    }

    /** Lets a vCPU wait in the queue of its home, behind all others. */
    void queueLast(final int vcpu)
    {
        queues.addLast(home(vcpu), vcpu);
    }

    /** Lets a waker wait for its home, in front of all that are none. Returns that PE. */
    int queueWaker(final int vcpu)
    {
        final int home = home(vcpu);
        queues.addWaker(home, vcpu);

        return home;
    }

    /** Returns whether a waker waits for a PE, whose vCPU may leave. */
    boolean hasWaker(final int pe)
    {
        return queues.hasWaker(pe) && !isKept(pe);
    }

    /** Takes a vCPU out of the queue in which it waits. */
    void remove(final int vcpu)
    {
        queues.remove(vcpu);
    }

    /** Takes the first vCPU that waits in the queue of a PE; where none does, of the longest queue. */
    int takeFirst(final int pe)
    {
        return queues.take(pe);
    }

    /** Begins the slice of the vCPU that has a PE. */
    void beginSlice(final int pe)
    {
        isSliceOver[pe] = false;
    }

    /** Ends the slice of the vCPU that has a PE. */
    void endSlice(final int pe)
    {
        isSliceOver[pe] = true;
    }

    /** Returns whether the slice on a PE is over and others wait. */
    boolean isWanted(final int pe)
    {
        return isSliceOver[pe] && !isEmpty(pe) && !isKept(pe);
    }

    /** Has the vCPU of one PE stay there, whoever waits; {@link #NONE} for no more. */
    void keep(final int pe)
    {
        kept = pe;
    }

    /** Returns whether the vCPU of a PE stays there. */
    boolean isKept(final int pe)
    {
        return kept == pe;
    }

    /** Returns the PE that a vCPU has, or had last. */
    int pe(final int vcpu)
    {
        return lastPes[vcpu];
    }

    /** Returns the vCPU that has a PE, or {@link #NONE}. */
    int vcpu(final int pe)
    {
        return vcpus[pe];
    }

    /** Returns whether the PE that a vCPU had last polls for it. */
    boolean isPolled(final int vcpu)
    {
        return lastPes[vcpu] != NONE && polled[lastPes[vcpu]] == vcpu;
    }

    /** Returns whether a PE polls for a vCPU. */
    boolean isPolling(final int pe)
    {
        return polled[pe] != NONE;
    }

    /** Lets a PE that nobody has poll for the vCPU that it had. */
    void poll(final int pe, final int vcpu)
    {
        polled[pe] = vcpu;
    }

    /** Ends the polling of a PE. */
    void endPoll(final int pe)
    {
        polled[pe] = NONE;
    }

    /** Gives a PE to a vCPU. */
    void take(final int pe, final int vcpu)
    {
        vcpus[pe] = vcpu;
        polled[pe] = NONE;
        lastPes[vcpu] = pe;
    }

    /** Takes the PE of a vCPU away. */
    void leave(final int pe)
    {
        vcpus[pe] = NONE;
    }

    /**
     * Returns the PE that a vCPU waits for: the one that it had last, else that with the fewest vCPUs, on it and
     * in its queue; of several the lowest.
     */
    int home(final int vcpu)
    {
        if (lastPes[vcpu] != NONE)
        {
            return lastPes[vcpu];
        }
        int home = firstPe;
        for (int pe = firstPe + 1; pe < vcpus.length; pe++)
        {
            home = load(pe) < load(home) ? pe : home;
        }

        return home;
    }

    private int load(final int pe)
    {
        return queues.count(pe) + (vcpus[pe] == NONE ? 0 : 1);
    }

    /**
     * Returns the PE for a vCPU that becomes runnable: the one that polls for it or that it had last, else one that is
     * idle. Where none is, a PE that polls for another vCPU: its home if each PE has a queue, else any one. Of several
     * it is the lowest.
     *
     * @return a PE, or {@link #NONE} if it has to wait
     */
    int choose(final int vcpu)
    {
        final int last = lastPes[vcpu];
        if (last != NONE && vcpus[last] == NONE && (polled[last] == NONE || polled[last] == vcpu))
        {
            return last;
        }
        int polling = NONE;
        for (int pe = firstPe; pe < vcpus.length; pe++)
        {
            if (vcpus[pe] == NONE && polled[pe] == NONE)
            {
                return pe;
            }
            polling = polling == NONE && vcpus[pe] == NONE ? pe : polling;
        }

        final int home = isQueueOfPe ? home(vcpu) : NONE;

        return !isQueueOfPe ? polling : vcpus[home] == NONE ? home : NONE;
    }
}
