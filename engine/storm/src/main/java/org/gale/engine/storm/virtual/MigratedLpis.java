package org.gale.engine.storm.virtual;

import org.gale.engine.machine.ImageSize;
import org.gale.engine.storm.result.MigratedInterrupts;

/**
 * Interrupts of a run that live through a migration of their VM, by the ways on which they do. Owned by one thread.
 * <pre>
 *   pending at save ─────────────────────────────▶ marked ──▶ acknowledged, in the new VM
 *   message held in front of the ITS ──▶ sent ─┬─▶ marked ──▶ acknowledged
 *                                              └─▶ merges with one that waits
 * </pre>
 */
final class MigratedLpis
{
    private long inTables;
    private long owed;
    private long again;
    private long merged;
    private long acknowledged;
    private long waiting;

    /** Notes that an image was made. */
    void saved(final ImageSize image)
    {
        inTables += image.pending();
    }

    /** Notes an interrupt that waits while the image of its VM is made. */
    void pending(final PendingLpi interrupt)
    {
        owed++;
        again += interrupt.hasMigrated ? 1 : 0;
        mark(interrupt);
    }

    /**
     * Notes that a message was sent which waited in front of the ITS.
     *
     * @param raised its interrupt; null if it merged
     */
    void sent(final PendingLpi raised)
    {
        if (raised == null)
        {
            merged++;
        }
        else
        {
            mark(raised);
        }
    }

    private void mark(final PendingLpi interrupt)
    {
        waiting += interrupt.hasMigrated ? 0 : 1;
        interrupt.hasMigrated = true;
    }

    /** Notes that an interrupt is acknowledged. */
    void acknowledged(final PendingLpi interrupt)
    {
        if (interrupt.hasMigrated)
        {
            acknowledged++;
            waiting--;
        }
    }

    /**
     * Returns what was noted so far.
     *
     * @param inFront messages that wait in front of the ITS
     */
    MigratedInterrupts result(final long inFront)
    {
        return new MigratedInterrupts(inTables, owed, again, merged, acknowledged, waiting + inFront);
    }
}
