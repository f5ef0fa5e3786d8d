package org.gale.engine.agent;

import org.agrona.MutableDirectBuffer;
import org.gale.engine.machine.PeSet;

/**
 * Source of turns, which decides which guests get one. The turns are commands: journaled, then applied. On the engine's
 * thread.
 */
public interface TurnSource
{
    /**
     * Writes TURN commands.
     *
     * @param signalled the PEs that a virtual interrupt is signalled to, or is expected to be when turns are applied
     * @return the offset after the last command; {@code offset} if no guest gets a turn
     */
    int schedule(PeSet signalled, MutableDirectBuffer frame, int offset, int limitOffset);
}
