package org.gale.engine.agent;

import org.agrona.MutableDirectBuffer;
import org.gale.engine.machine.PeSet;

/**
 * Source of the commands that a duty cycle puts in front of those from the lanes: TURNs of guests, and HOST commands
 * of the software that schedules them. The commands are journaled, then applied. On the engine's thread.
 */
public interface TurnSource
{
    /**
     * Writes the commands that are due. They may be dropped, and are asked for again then.
     *
     * @param signalled the PEs that a virtual interrupt is signalled to, or is expected to be when turns are applied
     * @return the offset after the last one; {@code offset} if nothing is due
     */
    int schedule(PeSet signalled, MutableDirectBuffer frame, int offset, int limitOffset);

    /** Sets the watch that notes times in which guests waited, before the first cycle. */
    void watch(CycleWatch watch);

    /** Says that the commands written last are in a frame, which is applied or ends the run. */
    void appended();

    /**
     * Returns whether the guests have taken all that is pending for them. Lanes are completed, and a run ends, only
     * then.
     *
     * @param signalled the PEs that a virtual interrupt is signalled to
     */
    boolean isSettled(PeSet signalled);

    /**
     * Returns whether the invariants are to be checked, now that the commands written last are applied: something ended
     * that may have lost an interrupt.
     */
    boolean isCheckDue();
}
