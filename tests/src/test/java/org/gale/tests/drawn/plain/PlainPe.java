package org.gale.tests.drawn.plain;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SortedMap;
import java.util.TreeMap;

/** A PE: its priority mask, its active priorities and its private interrupts. Owned by one thread. */
public final class PlainPe
{
    /** TYPE of a PPI in an INTID. */
    public static final int PPI = 1 << 29;

    private static final int IDLE_PRIORITY = 32;
    private static final int ID_MASK = 0xff_ffff;

    private final SortedMap<Integer, Ppi> ppis = new TreeMap<>();
    private final Deque<Integer> taken = new ArrayDeque<>();
    private int mask;
    private int activePriorities;

    /** A private interrupt. */
    private static final class Ppi
    {
        private final boolean isLevel;
        private final int priority;
        private boolean isPending;
        private boolean isActive;

        private Ppi(final boolean isLevel, final int priority)
        {
            this.isLevel = isLevel;
            this.priority = priority;
        }
    }

    /** Adds a private interrupt, which is enabled. */
    public void add(final int id, final boolean isLevel, final int priority)
    {
        ppis.put(id, new Ppi(isLevel, priority));
    }

    /** Drives the wire of a level, or latches an edge (B-CPU-24). */
    public void drive(final int id, final boolean high)
    {
        ppis.get(id).isPending = high;
    }

    /** Returns whether a private interrupt is pending. */
    public boolean isPending(final int id)
    {
        return ppis.get(id).isPending;
    }

    public void mask(final int value)
    {
        mask = value;
    }

    /** Returns the active priorities, a bit each. */
    public int activePriorities()
    {
        return activePriorities;
    }

    /** Returns the priority value below which an interrupt is delivered (B-CPU-6). */
    public int threshold()
    {
        final int running = activePriorities == 0 ? IDLE_PRIORITY : Integer.numberOfTrailingZeros(activePriorities);

        return Math.min(mask + 1, running);
    }

    /**
     * Returns the private interrupt that is delivered next: lowest priority value, then lowest ID.
     *
     * @return the INTID, or 0 if none is pending
     */
    public int best()
    {
        int best = 0;
        int bestPriority = IDLE_PRIORITY;
        for (final var ppi : ppis.entrySet())
        {
            if (ppi.getValue().isPending && !ppi.getValue().isActive && ppi.getValue().priority < bestPriority)
            {
                best = PPI | ppi.getKey();
                bestPriority = ppi.getValue().priority;
            }
        }

        return best;
    }

    /** Returns whether the PE has this private interrupt. */
    public boolean has(final int intid)
    {
        return (intid & ~ID_MASK) == PPI && ppis.containsKey(intid & ID_MASK);
    }

    /** Returns the priority of a private interrupt. */
    public int priority(final int intid)
    {
        return ppis.get(intid & ID_MASK).priority;
    }

    /** Takes an acknowledge of any interrupt. */
    public void acknowledge(final int intid, final int priority)
    {
        if (has(intid))
        {
            final Ppi ppi = ppis.get(intid & ID_MASK);
            ppi.isActive = true;
            ppi.isPending &= ppi.isLevel;
        }
        activePriorities |= 1 << priority;
        taken.push(intid);
    }

    /**
     * Drops the newest acknowledge.
     *
     * @return its INTID, or 0 if there is none
     */
    public int drop()
    {
        activePriorities &= activePriorities - 1;                               // B-CPU-10

        return taken.isEmpty() ? 0 : taken.pop();
    }

    /** Deactivates a private interrupt. */
    public void deactivate(final int intid)
    {
        ppis.get(intid & ID_MASK).isActive = false;
    }
}
