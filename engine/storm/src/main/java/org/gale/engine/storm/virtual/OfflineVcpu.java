package org.gale.engine.storm.virtual;

import org.agrona.collections.IntArrayList;
import org.gale.engine.storm.topology.Topology;

/**
 * vCPU of a guest that goes offline at times: its vectors spread over the others, and come back when it is online. All
 * but the first one do so in turn. Owned by one thread.
 */
final class OfflineVcpu
{
    /** Number of no vCPU. */
    static final int NONE = -1;

    private final int firstVcpu;
    private final int vcpus;
    private final IntArrayList vectors = new IntArrayList();        // that have left it
    private int offline = NONE;                                     // within the VM
    private int last;

    OfflineVcpu(final Topology topology, final int vm)
    {
        this.firstVcpu = topology.vpeIndex(vm, 0);
        this.vcpus = topology.vpes(vm);
    }

    /** Has the next vCPU go offline. */
    void goOffline()
    {
        last = last % (vcpus - 1) + 1;
        offline = last;
        vectors.clear();
    }

    /** Returns whether a vCPU is offline. */
    boolean is()
    {
        return offline != NONE;
    }

    /** Returns the vCPU that is offline. */
    int vcpu()
    {
        return firstVcpu + offline;
    }

    /** Returns the vCPU to which a vector of the one that is offline goes: the others get them in turn. */
    int take(final int vector)
    {
        final int other = vectors.size() % (vcpus - 1);
        vectors.addInt(vector);

        return firstVcpu + (other < offline ? other : other + 1);
    }

    /** Returns the vectors that have left the vCPU. */
    IntArrayList vectors()
    {
        return vectors;
    }

    /** Has the vCPU be online again. */
    void goOnline()
    {
        offline = NONE;
    }
}
