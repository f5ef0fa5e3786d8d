package org.gale.engine.agent;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.gale.engine.machine.PeSet;

/**
 * Guests of a run, and the software that schedules them: HOST commands that a duty cycle puts behind those from the
 * lanes, and the budget of the turns that it puts behind both. On the engine's thread.
 */
public interface TurnSource
{
    /** Number of words that limits no frame. */
    int NO_LIMIT = Integer.MAX_VALUE;

    /**
     * Returns how many words the next frame may take from the lanes, so that HOST commands stand behind a certain
     * event. A command that is longer is taken all the same.
     *
     * @param isApplied true if all frames are applied, so that queries know what these did
     * @return the number, or {@link #NO_LIMIT}; 0 to take none before all frames are applied
     */
    int drainLimit(boolean isApplied);

    /** Notes the commands of the lanes in a frame, which is applied or ends the run. */
    void drained(DirectBuffer frame, int offset, int endOffset);

    /** Says that no event is offered any more but those in the lanes. It may be said again. */
    void finish();

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

    /** Returns whether a vCPU sleeps for the host that schedules it: it waits for a doorbell. */
    boolean sleeps(int vcpu);

    /** Returns how often the host that schedules vCPUs has passed over them for doorbells. */
    long passes();
}
