package org.gale.engine.journal;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * Host of a journal's writer: its storage, its clock, what runs its helpers, and the identity of process and boot. A
 * writer reaches the outside through its host and through the file system of its path alone.
 */
public interface JournalHost extends NanoClock
{
    /** Returns the storage of what is mapped. */
    SegmentStore store();

    /**
     * Begins to run an agent, from the side of the appender's thread or together with it. An agent does a bounded
     * amount of work a cycle, does not block, and returns 0 when there is nothing to do.
     */
    RunningHelper start(Agent helper);

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

    /** Helper that is being run. */
    interface RunningHelper
    {
        /** Lets the helper find at once that there is work. */
        void wake();

        /** Ends the helper: when this returns, no cycle of it is under way, and none follows. */
        void end();
    }
}
