package org.gale.engine.trace.text;

import org.agrona.collections.Int2IntHashMap;

/** CPUs on which the vectors of devices were seen last. Owner: the calling thread. */
final class LastCpus
{
    private final Int2IntHashMap cpus = new Int2IntHashMap(ByteNames.NONE);

    /** Notes the CPU of an event of a device, and returns whether its key was on another one before. */
    boolean isChanged(final int key, final int cpu)
    {
        final int last = cpus.put(key, cpu);

        return last != ByteNames.NONE && last != cpu;
    }
}
