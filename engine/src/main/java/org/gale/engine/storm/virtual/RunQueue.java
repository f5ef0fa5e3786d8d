package org.gale.engine.storm.virtual;

/** Queue of the vCPUs that wait for a PE. Owned by one thread. */
final class RunQueue
{
    private final int[] ring;
    private int head;
    private int count;

    RunQueue(final int vcpus)
    {
        ring = new int[vcpus];
    }

    boolean isEmpty()
    {
        return count == 0;
    }

    /** Adds a vCPU behind all others. */
    void addLast(final int vcpu)
    {
        ring[(head + count) % ring.length] = vcpu;
        count++;
    }

    /** Adds a vCPU in front of all others. */
    void addFirst(final int vcpu)
    {
        head = (head + ring.length - 1) % ring.length;
        ring[head] = vcpu;
        count++;
    }

    /** Takes the first vCPU. */
    int take()
    {
        assert count > 0;

        final int vcpu = ring[head];
        head = (head + 1) % ring.length;
        count--;

        return vcpu;
    }
}
