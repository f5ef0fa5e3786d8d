package org.gale.engine.journal;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.host.RunningAgent;

/**
 * Host of a journal's writer: its storage, its clock, what runs its helpers, and the identity of process and boot. A
 * writer reaches the outside through its host and through the file system of its path alone.
 */
public interface JournalHost extends NanoClock
{
    /** Returns the storage of what is mapped. */
    SegmentStore store();

    /** Begins to run a helper, beside the appender's thread or in turns with it. */
    RunningAgent start(Agent helper);

    /**
     * Waits a moment for a helper, where a caller cannot come back later.
     *
     * @param turn how often this wait has waited before, from 0
     */
    void idle(int turn);

    /** Returns the process id that the mark holds. */
    long pid();

    /** Returns the boot id that the mark holds: a journal left under another boot has met a loss of power. */
    long bootId();
}
