package org.gale.engine.storm.virtual;

import java.util.BitSet;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.gale.engine.storm.topology.Topology;

/**
 * VMs that migrate together, one as a rule: their vCPUs leave their guests as soon as they can, and wait for no PE
 * until the VMs go on. Owned by one thread.
 */
final class VmStop
{
    private final BitSet vcpus = new BitSet();
    private int firstVcpu;
    private int endVcpu;
    private Runnable stopped;

    /**
     * Stops VMs.
     *
     * @param whenDone runs once none of their vCPUs is on a PE, or on its way to one
     */
    void stop(final Topology topology, final int[] vms, final Runnable whenDone)
    {
        for (final int vm : vms)
        {
            vcpus.set(topology.vpeIndex(vm, 0), topology.vpeIndex(vm, 0) + topology.vpes(vm));
        }
        firstVcpu = vcpus.nextSetBit(0);
        endVcpu = vcpus.length();
        stopped = whenDone;
    }

    /** Passes each vCPU of the VMs. */
    void forEach(final IntConsumer each)
    {
        for (int vcpu = vcpus.nextSetBit(0); vcpu >= 0; vcpu = vcpus.nextSetBit(vcpu + 1))
        {
            each.accept(vcpu);
        }
    }

    /**
     * Lets the VMs go on.
     *
     * @param each takes each of their vCPUs, none of which is stopped then
     */
    void letGo(final IntConsumer each)
    {
        endVcpu = firstVcpu;
        forEach(each);
        vcpus.clear();
    }

    /** Returns whether the VM of a vCPU is to stop, or has stopped. */
    boolean has(final int vcpu)
    {
        return vcpu >= firstVcpu && vcpu < endVcpu && vcpus.get(vcpu);
    }

    /**
     * Tells that the VMs have stopped, if they have just done so.
     *
     * @param isOut tells whether a vCPU is on no PE, and on its way to none
     */
    void look(final IntPredicate isOut)
    {
        boolean areOut = stopped != null;
        for (int vcpu = firstVcpu; vcpu < endVcpu && areOut; vcpu++)
        {
            areOut = !vcpus.get(vcpu) || isOut.test(vcpu);
        }
        if (areOut)
        {
            final Runnable tells = stopped;
            stopped = null;
            tells.run();
        }
    }
}
