package org.gale.engine.agent;

import org.agrona.MutableDirectBuffer;
import org.gale.engine.machine.PeSet;

/**
 * Guests of a run, and the software that schedules them: HOST commands that a duty cycle puts behind those from the
 * lanes, and the budget of the turns that it puts behind both. On the engine's thread.
 */
public interface TurnSource
{
    /**
     * Writes the HOST commands that are due. They may be dropped, and are asked for again then.
     *
     * @param busy the PEs whose guests had something to take when frames were applied last
     * @return the offset after the last one; {@code offset} if nothing is due
     */
    int schedule(PeSet busy, MutableDirectBuffer frame, int offset, int limitOffset);

    /**
     * Returns how many interrupts a guest may take in a turn.
     *
     * @return 1 to {@link org.gale.engine.command.Commands#TURN_GROUP_BUDGET_LIMIT}, or 0 where guests have no turns of
     *     their own, as those of a program that holds all commands
     */
    int budget();

    /** Sets the watch that notes times in which guests waited, before the first cycle. */
    void watch(CycleWatch watch);

    /** Says that the commands written last are in a frame, which is applied or ends the run. */
    void appended();

    /**
     * Called before guests take their turns.
     *
     * @param signalled the PEs that a virtual interrupt is signalled to
     */
    void turning(PeSet signalled);

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
