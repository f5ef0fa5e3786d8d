package org.gale.engine.storm.law;

import java.util.Arrays;
import org.gale.engine.config.NumberText;

/**
 * Law of the times of handlers: one runs for the time that was drawn for it, and for that by which its device prolongs
 * it, however often it is interrupted. The law adds up the parts. Owned by the thread of the run.
 */
final class HandlerTimes
{
    private static final long NONE = Long.MIN_VALUE;

    private final long[] leftNs;                                    // by vCPU: time for which its handler is to run
    private final long[] wholeNs;                                   // by vCPU: of it, from its begin
    private final long[] fromNs;                                    // by vCPU: begin of the part in hand, or NONE
    private String broken;

    HandlerTimes(final int vcpus)
    {
        leftNs = new long[vcpus];
        wholeNs = new long[vcpus];
        fromNs = new long[vcpus];
        Arrays.fill(fromNs, NONE);
    }

    /** Notes a step of a vCPU, which runs its handler from now on or not. */
    void to(final int vcpu, final boolean runs, final long nowNs)
    {
        leftNs[vcpu] -= fromNs[vcpu] == NONE ? 0 : nowNs - fromNs[vcpu];
        fromNs[vcpu] = runs ? nowNs : NONE;
    }

    /** Notes that the handler of a vCPU begins. */
    void begins(final int vcpu)
    {
        leftNs[vcpu] = 0;
        wholeNs[vcpu] = 0;
    }

    /** Notes for how long the handler of a vCPU is to run, or how much longer. */
    void takes(final int vcpu, final long ns)
    {
        leftNs[vcpu] += ns;
        wholeNs[vcpu] += ns;
    }

    /** Notes that the handler of a vCPU has ended. */
    void ends(final int vcpu, final long nowNs)
    {
        to(vcpu, false, nowNs);
        if (leftNs[vcpu] != 0 && broken == null)
        {
            broken = "a handler of vCPU " + vcpu + " ran for " + NumberText.count(wholeNs[vcpu] - leftNs[vcpu]) +
                " ns until " + NumberText.count(nowNs) + " ns, and was to run for " + NumberText.count(wholeNs[vcpu]);
        }
    }

    /** {@return the first handler that ran for another time, in words, or null} */
    String broken()
    {
        return broken;
    }
}
