package org.gale.engine.storm;

import org.agrona.MutableDirectBuffer;
import org.gale.engine.agent.CycleWatch;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.PeSet;

/** Scheduler of resident guests: each signalled guest gets a turn, in the order of the PEs. On the engine's thread. */
public final class GuestScheduler implements TurnSource
{
    private final int budget;

    /**
     * Creates a scheduler.
     *
     * @param budget limit of the interrupts of a turn, 1 to {@link Commands#TURN_BUDGET_LIMIT}
     */
    public GuestScheduler(final int budget)
    {
        this.budget = budget;
    }

    @Override
    public int schedule(
        final PeSet signalled, final MutableDirectBuffer frame, final int offset, final int limitOffset)
    {
        int at = offset;
        for (int pe = signalled.next(0); pe >= 0 && at < limitOffset; pe = signalled.next(pe + 1))
        {
            frame.putLong(at, Commands.turn(pe, budget));
            at += Long.BYTES;
        }

        return at;
    }

    @Override
    public void watch(final CycleWatch watch)
    {
        // Resident guests do not wait.
    }

    @Override
    public void appended()
    {
        // No state: a guest that stays signalled gets another turn.
    }

    @Override
    public boolean isSettled(final PeSet signalled)
    {
        return signalled.size() == 0;
    }

    @Override
    public boolean isCheckDue()
    {
        return false;
    }
}
