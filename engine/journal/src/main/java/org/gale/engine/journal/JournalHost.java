package org.gale.engine.journal;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.host.RunningAgent;

/**
 * Host of a journal's writer: storage, clock, a place where its helpers run, and the identity of process and boot. A
 * writer reaches the outside through its host and through the file system of its path alone.
 */
public interface JournalHost extends NanoClock
{
    /** Returns the storage of mapped files. */
    SegmentStore store();

    /** Begins to run a helper, beside the appender's thread or in turns with it. */
    RunningAgent start(Agent helper);

    /**
     * Waits a moment for a helper, where a caller cannot return to its duty cycle.
     *
     * @param turn number of waits so far for the same thing, from 0
     */
    void idle(int turn);

    /**
     * Returns whether a force is left to a helper.
     *
     * @param lastForceNs duration of the force before, ns; 0 before the first one
     * @param commands    number of commands that the owner applies meanwhile
     */
    boolean forcesBeside(long lastForceNs, long commands);

    /** Returns the process id that the mark holds. */
    long pid();

    /** Returns the boot id that the mark holds: a journal left under another boot has met a loss of power. */
    long bootId();
}
