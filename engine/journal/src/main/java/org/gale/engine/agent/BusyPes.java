package org.gale.engine.agent;

import org.gale.engine.machine.PeSet;

/**
 * PEs whose guests had something to take when frames were applied last. The scheduler of vCPUs lets such a guest keep
 * its PE for one more frame, because more is likely to come. Owned by the engine's thread.
 */
final class BusyPes
{
    private final PeSet pes;
    private boolean isOutdated;

    /**
     * Creates an empty set.
     *
     * @param peCount number of PEs of the machine
     */
    BusyPes(final int peCount)
    {
        pes = new PeSet(peCount);
    }

    /** Returns the PEs. */
    PeSet pes()
    {
        return pes;
    }

    /** Begins a new set, for frames that were acknowledged together and are applied next. */
    void begin()
    {
        isOutdated = true;
    }

    /** Adds the PEs that are signalled before the turns of a frame are applied. */
    void add(final PeSet signalled)
    {
        if (isOutdated)
        {
            clear();
        }
        pes.addAll(signalled);
    }

    /** Empties the set, when a cycle found nothing to apply. */
    void clear()
    {
        pes.clear();
        isOutdated = false;
    }
}
