package org.gale.engine.storm.virtual;

import java.util.Arrays;

/**
 * Clocks of the stages that vCPUs are in. Each vCPU is in one stage at a time, so that the stages of an interrupt,
 * the difference of two readings, add up to the time between them. Owned by one thread.
 */
final class StageClocks
{
    /** A signal, an exit or an entry is under way. */
    static final int SIGNALLED = 0;
    /** A block is woken. */
    static final int WOKEN = 1;
    /** Others have the PE, or the vCPU is put or loaded. */
    static final int WAITING = 2;
    /** A handler runs. */
    static final int HANDLING = 3;
    /** Nothing is to be taken. */
    static final int QUIET = 4;
    /** Number of the stages. */
    static final int COUNT = 5;

    private final long[] sums;
    private final long[] sinceNs;
    private final byte[] stages;

    StageClocks(final int vcpus)
    {
        sums = new long[vcpus * COUNT];
        sinceNs = new long[vcpus];
        stages = new byte[vcpus];
        Arrays.fill(stages, (byte)QUIET);
    }

    /** Goes to a stage. */
    void enter(final int vcpu, final int stage, final long nowNs)
    {
        sums[vcpu * COUNT + stages[vcpu]] += nowNs - sinceNs[vcpu];
        sinceNs[vcpu] = nowNs;
        stages[vcpu] = (byte)stage;
    }

    /** Reads the times that a vCPU was in each stage so far. */
    void read(final int vcpu, final long nowNs, final long[] to)
    {
        final int first = vcpu * COUNT;
        for (int stage = 0; stage < COUNT; stage++)
        {
            to[stage] = sums[first + stage];
        }
        to[stages[vcpu]] += nowNs - sinceNs[vcpu];
    }
}
