package org.gale.engine.storm.virtual;

import java.util.Arrays;

/**
 * Queues of the vCPUs that wait for a PE: one for all PEs, or one of each PE. A vCPU waits in at most one queue. Wakers
 * that preempt wait in front of all others, in the order in which they came, each for one PE. Owned by one thread.
 */
final class RunQueues
{
    private static final int NONE = -1;

    private final int firstPe;
    private final boolean isOfPes;
    private final int[] heads;                                      // by queue, or NONE
    private final int[] tails;
    private final int[] counts;
    private final int[] lastWakers;                                 // by queue, or NONE
    private final int[] nexts;                                      // by vCPU, or NONE
    private final int[] aims;                                       // PE that a waker waits for, or NONE
    private final int[] wakers;                                     // by PE: those that wait for it
    private int count;

    /**
     * Makes empty queues.
     *
     * @param endPe   behind the last PE
     * @param isOfPes true for a queue of each PE, false for one that all PEs have
     */
    RunQueues(final int firstPe, final int endPe, final int vcpus, final boolean isOfPes)
    {
        this.firstPe = firstPe;
        this.isOfPes = isOfPes;
        heads = new int[isOfPes ? endPe - firstPe : 1];
        tails = new int[heads.length];
        counts = new int[heads.length];
        lastWakers = new int[heads.length];
        nexts = new int[vcpus];
        aims = new int[vcpus];
        wakers = new int[endPe];
        Arrays.fill(heads, NONE);
        Arrays.fill(tails, NONE);
        Arrays.fill(lastWakers, NONE);
        Arrays.fill(nexts, NONE);
        Arrays.fill(aims, NONE);
    }

    private int queue(final int pe)
    {
        return isOfPes ? pe - firstPe : 0;
    }

    /** Returns whether no vCPU waits in any queue. */
    boolean isEmpty()
    {
        return count == 0;
    }

    /** Returns the number of vCPUs that wait in the queue of a PE. */
    int count(final int pe)
    {
        return counts[queue(pe)];
    }

    /** Adds a vCPU to the queue of a PE, behind all others. */
    void addLast(final int pe, final int vcpu)
    {
        final int queue = queue(pe);
        add(queue, tails[queue], vcpu);
    }

    /** Adds a waker that waits for a PE to its queue, behind other wakers and in front of all others. */
    void addWaker(final int pe, final int vcpu)
    {
        final int queue = queue(pe);
        add(queue, lastWakers[queue], vcpu);
        lastWakers[queue] = vcpu;
        aims[vcpu] = pe;
        wakers[pe]++;
    }

    /** Returns whether a waker waits for a PE. */
    boolean hasWaker(final int pe)
    {
        return wakers[pe] > 0;
    }

    /** Adds a vCPU to a queue behind one that waits there, or in front of all by {@link #NONE}. */
    private void add(final int queue, final int before, final int vcpu)
    {
        if (before == NONE)
        {
            nexts[vcpu] = heads[queue];
            heads[queue] = vcpu;
        }
        else
        {
            nexts[vcpu] = nexts[before];
            nexts[before] = vcpu;
        }
        tails[queue] = tails[queue] == before ? vcpu : tails[queue];
        counts[queue]++;
        count++;
    }

    /** Takes the first vCPU of the queue of a PE; where that is empty, of the longest queue, the lowest of several. */
    int take(final int pe)
    {
        assert count > 0;

        final int queue = counts[queue(pe)] > 0 ? queue(pe) : longest();
        final int vcpu = heads[queue];
        remove(queue, NONE, vcpu);

        return vcpu;
    }

    /** Takes a vCPU out of its queue, wherever it waits there. */
    void remove(final int vcpu)
    {
        for (int queue = 0; queue < heads.length; queue++)
        {
            int before = NONE;
            int at = heads[queue];
            while (at != NONE && at != vcpu)
            {
                before = at;
                at = nexts[at];
            }
            if (at == vcpu)
            {
                remove(queue, before, vcpu);
                return;
            }
        }
        throw new IllegalArgumentException("vCPU " + vcpu + " waits in no queue");
    }

    /** Removes a vCPU behind another one of its queue, or the first by {@link #NONE}. */
    private void remove(final int queue, final int before, final int vcpu)
    {
        if (before == NONE)
        {
            heads[queue] = nexts[vcpu];
        }
        else
        {
            nexts[before] = nexts[vcpu];
        }
        tails[queue] = tails[queue] == vcpu ? before : tails[queue];
        nexts[vcpu] = NONE;
        if (aims[vcpu] != NONE)
        {
            lastWakers[queue] = lastWakers[queue] == vcpu ? before : lastWakers[queue];
            wakers[aims[vcpu]]--;
            aims[vcpu] = NONE;
        }
        counts[queue]--;
        count--;
    }

    private int longest()
    {
        int longest = 0;
        for (int queue = 1; queue < counts.length; queue++)
        {
            longest = counts[queue] > counts[longest] ? queue : longest;
        }

        return longest;
    }
}
