package org.gale.engine.storm.law;

/**
 * Times for which PEs poll, by a second course: a PE that a vCPU has left to sleep polls within its window, until a
 * vCPU takes the PE, and not while it serves an interrupt of the host. Owned by the thread of the run.
 */
final class PollTimes
{
    private final long[] fromNs;                                    // each by PE
    private final long[] endNs;
    private final boolean[] isServing;
    private long sumNs;

    PollTimes(final int pes)
    {
        fromNs = new long[pes];
        endNs = new long[pes];
        isServing = new boolean[pes];
    }

    /** Notes that a vCPU has left a PE to sleep, with a window. */
    void begins(final int pe, final long windowNs, final long nowNs)
    {
        ends(pe, nowNs);
        endNs[pe] = nowNs + windowNs;
    }

    /** Notes that a vCPU takes a PE. */
    void ends(final int pe, final long nowNs)
    {
        advance(pe, nowNs);
        endNs[pe] = nowNs;
    }

    /** Notes that a PE serves an interrupt of the host from now on, or none; another PE runs no vCPU. */
    void serves(final int pe, final boolean serves, final long nowNs)
    {
        if (pe < isServing.length)
        {
            advance(pe, nowNs);
            isServing[pe] = serves;
        }
    }

    private void advance(final int pe, final long nowNs)
    {
        sumNs += isServing[pe] ? 0 : Math.max(0, Math.min(nowNs, endNs[pe]) - fromNs[pe]);
        fromNs[pe] = nowNs;
    }

    /** Returns the times of all PEs until one. */
    long until(final long nowNs)
    {
        for (int pe = 0; pe < fromNs.length; pe++)
        {
            advance(pe, nowNs);
        }

        return sumNs;
    }
}
