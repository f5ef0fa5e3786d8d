package org.gale.engine.storm.virtual;

import org.agrona.concurrent.NanoClock;

/** Clock that jumps from one event to the next. It begins at 0, with the first phase. Owned by one thread. */
final class VirtualClock implements NanoClock
{
    private long nowNs;

    @Override
    public long nanoTime()
    {
        return nowNs;
    }

    /** Moves the clock to a time that is not before the current one. */
    void jump(final long ns)
    {
        assert ns >= nowNs : ns + " is before " + nowNs;

        nowNs = ns;
    }
}
