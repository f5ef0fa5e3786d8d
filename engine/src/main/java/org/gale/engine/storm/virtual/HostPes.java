package org.gale.engine.storm.virtual;

import java.util.Arrays;

/** PEs of a host: which vCPU each has or polls for, and those that wait for one. Owned by one thread. */
final class HostPes
{
    static final int NONE = -1;

    private final int firstPe;
    private final int[] vcpus;                                      // on each PE, or NONE
    private final int[] polled;                                     // that each PE polls for, or NONE
    private final int[] lastPes;                                    // by vCPU, or NONE
    private final boolean[] isSliceOver;                            // by PE
    private final RunQueue queue;
    private int kept = NONE;                                        // PE whose vCPU stays

    /** Makes the PEs of a host, with nobody on them. */
    HostPes(final int pes, final int vcpus)
    {
        this(0, pes, vcpus);
    }

    /**
     * Makes the PEs of a partition, with nobody on them.
     *
     * @param firstPe of the partition
     * @param endPe   behind its last one
     */
    HostPes(final int firstPe, final int endPe, final int vcpus)
    {
        this.firstPe = firstPe;
        this.vcpus = new int[endPe];
        this.polled = new int[endPe];
        this.lastPes = new int[vcpus];
        this.isSliceOver = new boolean[endPe];
        this.queue = new RunQueue(vcpus);
        Arrays.fill(this.vcpus, NONE);
        Arrays.fill(polled, NONE);
        Arrays.fill(lastPes, NONE);
    }

    /** Returns whether no vCPU waits for a PE. */
    boolean isEmpty()
    {
        return queue.isEmpty();
    }

    /** Lets a vCPU wait for a PE, behind all others. */
    void queueLast(final int vcpu)
    {
        queue.addLast(vcpu);
    }

    /** Lets a vCPU wait for a PE, in front of all others. */
    void queueFirst(final int vcpu)
    {
        queue.addFirst(vcpu);
    }

    /** Takes the first vCPU that waits. */
    int takeFirst()
    {
        return queue.take();
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
        return isSliceOver[pe] && !queue.isEmpty() && !isKept(pe);
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
     * Returns the PE for a vCPU that becomes runnable: the one that polls for it or that it had last, else one that is
     * idle, else one that polls for another vCPU; of several the lowest.
     *
     * @return a PE, or {@link #NONE} if all have vCPUs
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

        return polling;
    }
}
