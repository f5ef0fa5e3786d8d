package org.gale.tests.support;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits for what another thread or process brings about. Usable by any thread.
 */
public final class Await
{
    private static final long PARK_NS = 100_000;

    private Await()
    {
    }

    /**
     * Returns as soon as the condition holds.
     *
     * @param condition looked at about ten thousand times a second, in the calling thread.
     * @param timeout   how long it may take.
     * @param message   names what was waited for.
     * @throws AssertionError if the condition does not hold within the timeout, or the calling thread is interrupted.
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
