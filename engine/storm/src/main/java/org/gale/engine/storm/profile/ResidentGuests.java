package org.gale.engine.storm.profile;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.gale.engine.agent.CycleWatch;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.machine.PeSet;

/** Resident guests: nothing has to be scheduled. On the engine's thread. */
public final class ResidentGuests implements TurnSource
{
    private final int budget;

    /**
     * Creates the guests.
     *
     * @param budget limit of the interrupts of a turn, up to
     *               {@link org.gale.engine.command.Commands#TURN_GROUP_BUDGET_LIMIT}; 0 for guests without turns
     */
    public ResidentGuests(final int budget)
    {
        this.budget = budget;
    }

    @Override
    public int drainLimit(final boolean isApplied)
    {
        return NO_LIMIT;
    }

    @Override
    public void drained(final DirectBuffer frame, final int offset, final int endOffset)
    {
        // Nothing here counts events.
    }

    @Override
    public void finish()
    {
        // Nothing here waits for events.
    }

    @Override
    public int schedule(
        final PeSet busy, final MutableDirectBuffer frame, final int offset, final int limitOffset)
    {
        return offset;
    }

    @Override
    public int budget()
    {
        return budget;
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
    public void turning(final PeSet signalled)
    {
        // These guests need no time.
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

    @Override
    public boolean sleeps(final int vcpu)
    {
        return false;                                               // each is resident
    }

    @Override
    public long passes()
    {
        return 0;                                                   // nobody schedules them
    }
}
