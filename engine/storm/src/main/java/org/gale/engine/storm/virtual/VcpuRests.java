package org.gale.engine.storm.virtual;

import java.util.Arrays;

/**
 * Count of the vCPUs that have not been at rest since an interrupt came last, went on or was handled. One at rest has
 * blocked, or is in its guest, and has nothing to take. Where all have rested, only the turns of guests with work go
 * on. Owned by one thread.
 */
final class VcpuRests
{
    private final long[] restedAt;                                  // mark at which each has rested last
    private final boolean[] rests;
    private long mark;
    private int restless;
    private int unrested;

    VcpuRests(final int vcpus)
    {
        restedAt = new long[vcpus];
        rests = new boolean[vcpus];
        Arrays.fill(rests, true);
    }

    /** Notes that something comes of an interrupt: each vCPU that does not rest now has to come to it. */
    void stir()
    {
        mark++;
        unrested = restless;
    }

    /** Notes whether a vCPU rests from now on. */
    void to(final int vcpu, final boolean isResting)
    {
        final boolean wasResting = rests[vcpu];
        if ((wasResting || isResting) && restedAt[vcpu] != mark)
        {
            restedAt[vcpu] = mark;
            unrested -= wasResting ? 0 : 1;
        }
        rests[vcpu] = isResting;
        restless += (isResting ? 0 : 1) - (wasResting ? 0 : 1);
    }

    /** Returns whether each vCPU has rested since {@link #stir}. */
    boolean haveAllRested()
    {
        return unrested == 0;
    }
}
