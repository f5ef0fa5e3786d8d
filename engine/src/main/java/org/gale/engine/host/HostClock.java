package org.gale.engine.host;

import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;

/** Monotonic clock of the host, in nanoseconds. */
public final class HostClock
{
    /** Clock to inject where time is that of the host. */
    public static final NanoClock INSTANCE = SystemNanoClock.INSTANCE;

    private HostClock()
    {
    }

    /** Returns the time in nanoseconds since an arbitrary moment. */
    public static long nanoTime()
    {
        return INSTANCE.nanoTime();
    }
}
