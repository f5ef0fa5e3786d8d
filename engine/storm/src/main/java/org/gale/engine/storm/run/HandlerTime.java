package org.gale.engine.storm.run;

import org.agrona.concurrent.NanoClock;
import org.gale.engine.agent.ForwardingTurns;
import org.gale.engine.agent.TurnSource;
import org.gale.engine.host.Backoff;
import org.gale.engine.machine.PeSet;

/**
 * Guests of another source that need time: a busy wait for each guest that has something to take, before the turns are
 * applied. The commands are those of the other source. On the engine's thread.
 */
final class HandlerTime extends ForwardingTurns
{
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
        super(guests);
        this.turnNs = turnNs;
        this.clock = clock;
    }

    @Override
    public void turning(final PeSet signalled)
    {
        super.turning(signalled);
        final long waitNs = signalled.size() * turnNs;
        final long beginNs = clock.nanoTime();
        while (clock.nanoTime() - beginNs < waitNs)
        {
            Backoff.idle(0);
        }
    }
}
