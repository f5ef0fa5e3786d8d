package org.gale.engine.storm.profile;

/** Queue of the vCPUs of a partition that wait for a PE. Nothing is allocated after the start. */
final class WaitingVcpus
{
    private final int[] ring;
    private int head;
    private int count;
    private int planned;

    /** Makes an empty queue with room for all vCPUs of a partition. */
    WaitingVcpus(final int vcpus)
    {
        ring = new int[Math.max(1, vcpus)];
    }

    /** Adds a vCPU behind the others. */
    void add(final int vcpu)
    {
        ring[(head + count) % ring.length] = vcpu;
        count++;
    }

    /** Begins a cycle in which none has got a PE yet. */
    void plan()
    {
        planned = 0;
    }

    /** Returns whether a vCPU waits that has got no PE in this cycle. */
    boolean hasNext()
    {
        return planned < count;
    }

    /** Returns the next vCPU, which gets a PE in this cycle. */
    int next()
    {
        final int vcpu = ring[(head + planned) % ring.length];
        planned++;

        return vcpu;
    }

    /** Removes a vCPU, if it waits, before a cycle is planned. */
    void remove(final int vcpu)
    {
        final int all = count;
        for (int i = 0; i < all; i++)
        {
            final int first = ring[head];
            take();
            if (first != vcpu)
            {
                add(first);
            }
        }
    }

    /** Removes the first vCPU, whose command is in a frame. */
    void take()
    {
        head = (head + 1) % ring.length;
        count--;
    }
}
