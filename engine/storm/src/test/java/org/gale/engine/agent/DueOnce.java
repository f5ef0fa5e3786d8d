package org.gale.engine.agent;

import org.agrona.MutableDirectBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.machine.PeSet;
import org.gale.engine.storm.profile.ResidentGuests;

/** Turns with a TIME of the host once it is due. */
class DueOnce extends ForwardingTurns
{
    boolean isDue;

    DueOnce()
    {
        super(new ResidentGuests(EngineAgentFixture.BUDGET));
    }

    @Override
    public int schedule(final PeSet busy, final MutableDirectBuffer frame, final int offset, final int limitOffset)
    {
        return isDue ? Commands.time(frame, offset, 1, 1) : offset;
    }

    @Override
    public void appended()
    {
        isDue = false;
    }
}
