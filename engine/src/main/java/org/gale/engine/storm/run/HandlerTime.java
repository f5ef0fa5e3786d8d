package org.gale.engine.storm.run;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.CycleWatch;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.host.Backoff;
import org.gale.engine.machine.PeSet;

/**
 * Guests of another source that need time: a busy wait for each guest that has something to take, before the turns are
 * applied. The commands are those of the other source. On the engine's thread.
 */
final class HandlerTime implements TurnSource
{
    private final TurnSource guests;
    private final long turnNs;
    private final NanoClock clock;

    /**
     * Creates the source.
     *
     * @param guests those that need time
     * @param turnNs wait for each signalled guest of a frame, ns
     */
    HandlerTime(final TurnSource guests, final long turnNs, final NanoClock clock)
    {
        this.guests = guests;
        this.turnNs = turnNs;
        this.clock = clock;
    }

    @Override
    public int drainLimit(final boolean isApplied)
    {
        return guests.drainLimit(isApplied);
    }

    @Override
    public void drained(final DirectBuffer frame, final int offset, final int endOffset)
    {
        guests.drained(frame, offset, endOffset);
    }

    @Override
    public void finish()
    {
        guests.finish();
    }

    @Override
    public int schedule(
        final PeSet busy, final MutableDirectBuffer frame, final int offset, final int limitOffset)
    {
        return guests.schedule(busy, frame, offset, limitOffset);
    }

    @Override
    public int budget()
    {
        return guests.budget();
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
    }

    @Override
    public void turning(final PeSet signalled)
    {
        guests.turning(signalled);
        final long waitNs = signalled.size() * turnNs;
        final long beginNs = clock.nanoTime();
        while (clock.nanoTime() - beginNs < waitNs)
        {
            Backoff.idle(0);
        }
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
