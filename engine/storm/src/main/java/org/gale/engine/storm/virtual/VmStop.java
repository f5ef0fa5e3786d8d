package org.gale.engine.storm.virtual;

import java.util.function.IntPredicate;

/**
 * VM that migrates, one at a time: its vCPUs leave their guests as soon as they can, and wait for no PE until it goes
 * on. Owned by one thread.
 */
final class VmStop
{
    private int firstVcpu;
    private int endVcpu;
    private Runnable stopped;

    /**
     * Stops a VM.
     *
     * @param end      behind its last vCPU
     * @param whenDone runs once no vCPU is on a PE, or on its way to one
     */
    void stop(final int first, final int end, final Runnable whenDone)
    {
        firstVcpu = first;
        endVcpu = end;
        stopped = whenDone;
    }

    /** Lets the VM go on. */
    void letGo()
    {
        endVcpu = firstVcpu;
    }

    /** Returns whether the VM of a vCPU is to stop, or has stopped. */
    boolean has(final int vcpu)
    {
        return vcpu >= firstVcpu && vcpu < endVcpu;
    }

    /**
     * Tells that the VM has stopped, if it has just done so.
     *
     * @param isOut tells whether a vCPU is on no PE, and on its way to none
     */
    void look(final IntPredicate isOut)
    {
        boolean areOut = stopped != null;
        for (int vcpu = firstVcpu; vcpu < endVcpu && areOut; vcpu++)
        {
            areOut = isOut.test(vcpu);
        }
        if (areOut)
        {
            final Runnable tells = stopped;
            stopped = null;
            tells.run();
        }
    }
}
