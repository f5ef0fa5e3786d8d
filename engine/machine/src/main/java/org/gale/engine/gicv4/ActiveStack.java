package org.gale.engine.gicv4;

import org.gale.tables.memory.StateStream;

/**
 * Interrupts that a vCPU has acknowledged and not ended, the newest last. Each has a higher priority than the one
 * before, so that there are at most as many as priorities.
 */
final class ActiveStack
{
    /** The most interrupts of a stack. */
    static final int DEPTH_LIMIT = 64;
    /** Running priority of a vCPU that has nothing active. */
    static final int IDLE_PRIORITY = 256;

    private final int[] intids = new int[DEPTH_LIMIT];
    private final int[] priorities = new int[DEPTH_LIMIT];
    private int depth;

    /** Returns the priority value that an interrupt must be below to be acknowledged. */
    int runningPriority()
    {
        return depth == 0 ? IDLE_PRIORITY : priorities[depth - 1];
    }

    /** {@return the INTID of the newest acknowledge that was not ended, or −1} */
    int newest()
    {
        return depth == 0 ? -1 : intids[depth - 1];
    }

    int depth()
    {
        return depth;
    }

    /** Returns the INTID of an interrupt, the oldest first. */
    int intid(final int index)
    {
        return intids[index];
    }

    /** Returns the priority value of an interrupt, the oldest first. */
    int priority(final int index)
    {
        return priorities[index];
    }

    void push(final int intid, final int priority)
    {
        intids[depth] = intid;
        priorities[depth] = priority;
        depth++;
    }

    /** Ends the newest acknowledge of an INTID; does nothing if there is none. */
    void end(final int intid)
    {
        int at = depth - 1;
        while (at >= 0 && intids[at] != intid)
        {
            at--;
        }
        if (at >= 0)
        {
            depth--;
            System.arraycopy(intids, at + 1, intids, at, depth - at);
            System.arraycopy(priorities, at + 1, priorities, at, depth - at);
        }
    }

    void state(final StateStream stream)
    {
        depth = stream.word32(depth);
        for (int i = 0; i < depth; i++)
        {
            intids[i] = stream.word32(intids[i]);
            priorities[i] = stream.word32(priorities[i]);
        }
    }
}
