package org.gale.engine.storm.virtual;

import org.gale.engine.storm.topology.Topology;

/**
 * Turns of ksoftirqd and of the own work of its guest, two tasks of one priority. Each runs for a slice of processor
 * time while the other one has work, too. Handlers, threads and time outside the guest use up no slice. ksoftirqd runs
 * softirqs with preemption off, so that its slice ends with a pass.
 * <pre>
 *   ksoftirqd wakes ──▶ passes, until they have taken a slice ──▶ own work, for a slice ──▶ passes again
 * </pre>
 * Owned by one thread.
 */
final class DaemonTurns
{
    private final Vcpus vcpus;
    private final long[] slicesNs;                                  // each by vCPU; 0 of guests without work
    private final long[] ranNs;                                     // of ksoftirqd in its turn
    private final long[] ownLeftNs;                                 // of a turn of the guest; 0 in one of ksoftirqd
    private final long[] sinceNs;                                   // from when the one whose turn it is runs

    /**
     * Makes the turns of vCPUs.
     *
     * @param count number of vCPUs; 0 where no softirqs are
     */
    DaemonTurns(final Topology topology, final Vcpus vcpus, final int count)
    {
        this.vcpus = vcpus;
        slicesNs = new long[count];
        ranNs = new long[slicesNs.length];
        ownLeftNs = new long[slicesNs.length];
        sinceNs = new long[slicesNs.length];
        for (int vcpu = 0; vcpu < slicesNs.length; vcpu++)
        {
            final var guest = topology.groups().get(topology.groupOfVm(topology.vmOfVpe(vcpu))).guest();
            slicesNs[vcpu] = guest.isWorking() ? guest.softirqs().sliceNs() : 0;
        }
    }

    /** Returns whether a guest has work of its own. */
    boolean isShared(final int vcpu)
    {
        return slicesNs[vcpu] > 0;
    }

    /** Begins the turn of ksoftirqd, which wakes. */
    void wake(final int vcpu)
    {
        ranNs[vcpu] = 0;
    }

    /** Notes that ksoftirqd, or the own work of the guest, runs from now on. */
    void run(final int vcpu)
    {
        sinceNs[vcpu] = vcpus.clock.nanoTime();
    }

    /** Notes that ksoftirqd runs no longer. */
    void pauseDaemon(final int vcpu)
    {
        ranNs[vcpu] += vcpus.clock.nanoTime() - sinceNs[vcpu];
    }

    /** Notes that the own work of the guest runs no longer, and ends its turn with its slice. */
    void pauseOwn(final int vcpu)
    {
        ownLeftNs[vcpu] = Math.max(0, ownLeftNs[vcpu] - vcpus.clock.nanoTime() + sinceNs[vcpu]);
    }

    /** Ends a pass of ksoftirqd, which has more to do: its turn is over with its slice. */
    void passed(final int vcpu)
    {
        if (isShared(vcpu) && ranNs[vcpu] >= slicesNs[vcpu])
        {
            ranNs[vcpu] = 0;
            ownLeftNs[vcpu] = slicesNs[vcpu];
        }
    }

    /** Returns how long the turn of the guest goes on; 0 if it is the turn of ksoftirqd. */
    long ownLeftNs(final int vcpu)
    {
        return ownLeftNs[vcpu];
    }
}
