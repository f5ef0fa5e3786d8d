package org.gale.engine.host;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertFalse;

/** Tests of waits: a thread that waits again and again is seen parked at some moment, and goes on. */
@Timeout(60)
class IdleTest
{
    private final AtomicBoolean isEnding = new AtomicBoolean();

    @ParameterizedTest(name = "work {0}")
    @ValueSource(ints = { 0, HelperIdle.PACED, HelperIdle.PACED + 1 })
    void shouldParkAHelperWithoutWorkOrWhoseWorkHasTime(final int workCount) throws InterruptedException
    {
        final HelperIdle idle = new HelperIdle();
        final Thread helper = new Thread(() -> repeat(() -> idle.idle(workCount)));
        awaitEnd(helper, () -> LockSupport.getBlocker(helper) == idle);
    }

    @Test
    void shouldParkWhereAWaitIsLong() throws InterruptedException
    {
        final Thread waiting = new Thread(() -> repeat(() -> Backoff.idle(2_000)));
        awaitEnd(waiting, () -> waiting.getState() == Thread.State.TIMED_WAITING);
    }

    @Test
    void shouldGoOnInShortWaits()
    {
        for (int turn = 0; turn < 2_000; turn++)
        {
            Backoff.idle(turn);
        }
        final HelperIdle idle = new HelperIdle();
        idle.idle(1);
        idle.reset();

        assertFalse(Thread.interrupted());
    }

    private void repeat(final Runnable wait)
    {
        while (!isEnding.get())
        {
            wait.run();
        }
    }

    /** Starts a thread, waits until it was seen parked, and ends it. */
    private void awaitEnd(final Thread thread, final BooleanSupplier isParked) throws InterruptedException
    {
        thread.setDaemon(true);
        thread.start();
        while (!isParked.getAsBoolean())
        {
            Thread.onSpinWait();
        }
        isEnding.set(true);
        LockSupport.unpark(thread);
        thread.join();
    }
}
