package org.gale.engine.storm.virtual;

import java.util.Arrays;

/**
 * Moves of vPEs to the redistributors of other PEs, by VMOVP and VSYNC: a PE that loads one waits for its turn and for
 * the ITS, which serves one at a time (V4-RES-8). Owned by one thread.
 */
final class VpeMoves
{
    private static final long POLL_NS = 1_000;

    private final VirtualClock clock;
    private final CostDraws costs;
    private final HostCounts counts;
    private final int firstPe;
    private final int tablePes;
    private final int[] lastPes;                                    // by vCPU: of its last load, or NONE
    private long freeNs;                                            // when the ITS has served all

    /**
     * Makes the moves of a partition.
     *
     * @param tablePes PEs that share a table of vPEs
     */
    VpeMoves(
        final VirtualClock clock,
        final CostDraws costs,
        final HostCounts counts,
        final int vcpus,
        final int firstPe,
        final int tablePes)
    {
        this.counts = counts;
        lastPes = new int[vcpus];
        Arrays.fill(lastPes, HostPes.NONE);
        this.clock = clock;
        this.costs = costs;
        this.firstPe = firstPe;
        this.tablePes = tablePes;
    }

    /**
     * Moves the vPE of a vCPU that is loaded now, if it has to be.
     *
     * @param isDirect true if it has one
     * @return the time until it has moved, ns
     */
    long ns(final int vcpu, final int pe, final boolean isDirect)
    {
        final int last = lastPes[vcpu];
        lastPes[vcpu] = pe;
        counts.migrations += last != HostPes.NONE && last != pe ? 1 : 0;
        if (!isDirect || last == HostPes.NONE || (last - firstPe) / tablePes == (pe - firstPe) / tablePes)
        {
            return 0;
        }
        freeNs = Math.max(freeNs, clock.nanoTime()) + costs.vmovp(vcpu);

        return freeNs - clock.nanoTime();
    }

    /**
     * Returns the time of an entry, which polls Dirty each microsecond once it is ready (V4-RES-3).
     *
     * @param enterNs time of the entry without it
     * @param dirtyNs time until the vPE's pending table is parsed
     */
    static long polled(final long enterNs, final long dirtyNs)
    {
        final long polls = dirtyNs <= enterNs ? 0 : (dirtyNs - enterNs + POLL_NS - 1) / POLL_NS;

        return enterNs + polls * POLL_NS;
    }
}
