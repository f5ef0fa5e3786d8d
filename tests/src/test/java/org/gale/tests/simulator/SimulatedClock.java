package org.gale.tests.simulator;

import org.agrona.concurrent.NanoClock;

/** Clock that stands still until it is moved. Owned by one thread. */
final class SimulatedClock implements NanoClock
{
    private long nowNs = 1;

    @Override
    public long nanoTime()
    {
        return nowNs;
    }

    void advance(final long ns)
    {
        nowNs += ns;
    }
}
