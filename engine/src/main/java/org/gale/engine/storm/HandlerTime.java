package org.gale.engine.storm;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.CycleWatch;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.host.Backoff;
import org.gale.engine.machine.PeSet;
import org.gale.ringbuf.CommandWord;

/**
 * Source of turns whose guests need time: a busy wait for each turn that another source has written, before the turns
 * are applied. The commands are those of the other source. On the engine's thread.
 */
final class HandlerTime implements TurnSource
{
    private final TurnSource guests;
    private final long turnNs;
    private final NanoClock clock;
    private final CommandCursor cursor = new CommandCursor();
    private int turns;

    /**
     * Creates the source.
     *
     * @param guests writes the turns
     * @param turnNs wait for each turn, ns
     */
    HandlerTime(final TurnSource guests, final long turnNs, final NanoClock clock)
    {
        this.guests = guests;
        this.turnNs = turnNs;
        this.clock = clock;
    }

    @Override
    public int schedule(
        final PeSet signalled, final MutableDirectBuffer frame, final int offset, final int limitOffset)
    {
        final int end = guests.schedule(signalled, frame, offset, limitOffset);
        turns = 0;
        cursor.wrap(frame, offset, end);
        while (cursor.next())
        {
            turns += cursor.opcode() == CommandWord.TURN ? 1 : 0;
        }

        return end;
    }

    @Override
    public void watch(final CycleWatch watch)
    {
        guests.watch(watch);
    }

    @Override
    public void appended()
    {
        guests.appended();
        final long endNs = clock.nanoTime() + turns * turnNs;
        while (turns > 0 && clock.nanoTime() - endNs < 0)
        {
            Backoff.idle(0);
        }
        turns = 0;
    }

    @Override
    public boolean isSettled(final PeSet signalled)
    {
        return guests.isSettled(signalled);
    }

    @Override
    public boolean isCheckDue()
    {
        return guests.isCheckDue();
    }
}
