package org.gale.engine.storm.topology;

import org.agrona.DirectBuffer;

/**
 * Places of guests with timers or lines. A guest takes each by a turn of its own, and another guest may enter the PE in
 * the same frame: the turns are kept in their order, until the outputs of their commands were read. On the engine's
 * thread.
 */
public final class TimerPlaces extends GuestPlaces
{
    /** vCPUs that had such turns, in their order: a ring. */
    private final int[] turnedVcpus;
    private final int[] turnedPes;
    private final long[] turnedSinceNs;
    private int turnedHead;
    private int turnedCount;
    private long lastSinceNs;
    private boolean isTold;

    /** Makes the places of the guests of a storm. */
    public TimerPlaces(final Topology topology)
    {
        super(topology);
        turnedVcpus = new int[2 * (topology.totalVpes() + new SharedLines(topology, false).total())];
        turnedPes = new int[turnedVcpus.length];
        turnedSinceNs = new long[turnedVcpus.length];
    }

    @Override
    public boolean scheduled(final DirectBuffer frame, final int offset, final int endOffset, final long nowNs)
    {
        if (isTold)
        {
            isTold = false;
            turnedCount = 0;                                        // turns that took nothing
        }

        return super.scheduled(frame, offset, endOffset, nowNs);
    }

    @Override
    void turned(final int pe)
    {
        assert turnedCount < turnedVcpus.length : "more turns than wires";

        final int tail = (turnedHead + turnedCount++) % turnedVcpus.length;
        turnedVcpus[tail] = vcpuOn(pe);
        turnedPes[tail] = pe;
        turnedSinceNs[tail] = sinceNs(pe);
    }

    /** {@return the vCPU that has acknowledged its timer or a line on a PE, by the turns in their order} */
    public int timerOn(final int pe)
    {
        int vcpu = NONE;
        while (vcpu == NONE && turnedCount > 0)
        {
            vcpu = turnedPes[turnedHead] == pe ? turnedVcpus[turnedHead] : NONE;
            lastSinceNs = turnedSinceNs[turnedHead];
            turnedHead = (turnedHead + 1) % turnedVcpus.length;
            turnedCount--;
        }

        return vcpu == NONE ? vcpuOn(pe) : vcpu;
    }

    /** Returns when the guest was entered that {@link #timerOn} has found last, ns. */
    public long timerSinceNs()
    {
        return lastSinceNs;
    }

    /** Notes that the outputs of the commands so far were read. */
    public void told()
    {
        isTold = true;
    }
}
