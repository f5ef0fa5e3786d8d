package org.gale.engine.host;

import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;

/** Monotonic clock of the host, in nanoseconds. */
public final class HostClock
{
    /** Clock to inject where time is that of the host. */
    public static final NanoClock INSTANCE = SystemNanoClock.INSTANCE;

    /** Clock of the calendar, in milliseconds since 1970, for labels alone. */
    public static final EpochClock EPOCH = SystemEpochClock.INSTANCE;

    private HostClock()
    {
    }

    /** Returns the time in nanoseconds since an arbitrary moment. */
    public static long nanoTime()
    {
        return INSTANCE.nanoTime();
    }
}
