package org.gale.engine.storm.virtual;

import org.gale.engine.storm.scenario.Cost;
import org.gale.engine.storm.scenario.CostModel;
import org.gale.engine.storm.scenario.Distribution;

/**
 * Windows within which PEs poll for vCPUs that have blocked: fixed, or of each vCPU by its last blocks as in KVM's
 * {@code kvm_vcpu_halt}. Owned by one thread.
 */
final class PollWindows
{
    private final Distribution.Window law;                          // null of a fixed window
    private final long fixedNs;
    private final long[] windowNs;                                  // by vCPU
    private final long[] sinceNs;                                   // begin of the last block of each

    PollWindows(final CostModel costs, final int vcpus)
    {
        law = costs.time(Cost.POLL) instanceof Distribution.Window window ? window : null;
        fixedNs = costs.pollNs();
        windowNs = new long[vcpus];
        sinceNs = new long[vcpus];
    }

    /** Begins a block; returns the time for which its PE polls. */
    long begin(final int vcpu, final long nowNs)
    {
        sinceNs[vcpu] = nowNs;

        return law == null ? fixedNs : windowNs[vcpu];
    }

    /** Ends a block, from which the next window follows. */
    void end(final int vcpu, final long nowNs)
    {
        if (law != null)
        {
            windowNs[vcpu] = next(windowNs[vcpu], nowNs - sinceNs[vcpu]);
        }
    }

    /** Returns the window behind a block of a length. */
    private long next(final long ns, final long blockNs)
    {
        if (blockNs <= ns)
        {
            return ns;
        }
        if (ns > 0 && blockNs > law.maxNs())
        {
            return ns / law.shrink() < law.startNs() ? 0 : ns / law.shrink();
        }

        return ns < law.maxNs() && blockNs < law.maxNs() ?
            Math.min(Math.max(ns * law.grow(), law.startNs()), law.maxNs()) : ns;
    }
}
