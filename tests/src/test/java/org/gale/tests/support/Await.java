package org.gale.tests.support;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Wait for another thread or process. Usable by any thread. */
public final class Await
{
    private static final long PARK_NS = 1_000_000;

    private Await()
    {
    }

    /**
     * Returns as soon as a condition holds.
     *
     * @param condition polled about a thousand times a second, in the calling thread
     * @param timeout   limit of the wait
     * @param message   names the condition
     * @throws AssertionError if the condition does not hold within the timeout, or the calling thread is interrupted
     */
    public static void until(final BooleanSupplier condition, final Duration timeout, final String message)
    {
        final long startNs = System.nanoTime();
        final long timeoutNs = timeout.toNanos();

        while (!condition.getAsBoolean())
        {
            if (System.nanoTime() - startNs >= timeoutNs)
            {
                throw new AssertionError("not within " + timeout.toMillis() + " ms: " + message);
            }
            if (Thread.currentThread().isInterrupted())
            {
                throw new AssertionError("interrupted while waiting: " + message);
            }

            LockSupport.parkNanos(PARK_NS);
        }
    }
}
