package org.gale.engine.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.agrona.concurrent.Agent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the threads that run the helpers of several owners. */
class AgentPoolTest
{
    /** Less than the pause of a helper that nobody wakes. */
    private static final long SOON_MS = 900;

    private final AgentPool pool = new AgentPool(2, "pool-");
    private final List<RunningAgent> running = new ArrayList<>();

    @AfterEach
    void tearDown()
    {
        running.forEach(RunningAgent::end);
        pool.close();
    }

    private RunningAgent start(final IntSupplier cycle)
    {
        final RunningAgent started = pool.start(new Agent()
        {
            @Override
            public int doWork()
            {
                return cycle.getAsInt();
            }

            @Override
            public String roleName()
            {
                return "helper";
            }
        }, new HelperIdle());
        running.add(started);

        return started;
    }

    @Test
    void shouldRunManyHelpersOnItsThreadsAndOneCycleOfEachAtATime() throws InterruptedException
    {
        final Set<String> threads = ConcurrentHashMap.newKeySet();
        final AtomicInteger overlaps = new AtomicInteger();
        final CountDownLatch cycles = new CountDownLatch(400_000);
        final List<AtomicInteger> turns = new ArrayList<>();
        for (int i = 0; i < 8; i++)
        {
            final AtomicInteger inside = new AtomicInteger();
            final int result = i % 2 + 1;
            final AtomicInteger own = new AtomicInteger();
            turns.add(own);
            start(() ->
            {
                overlaps.addAndGet(inside.incrementAndGet() - 1);
                threads.add(Thread.currentThread().getName());
                own.incrementAndGet();
                cycles.countDown();
                inside.decrementAndGet();

                return result;
            });
        }
        while (cycles.getCount() > 0)
        {
            running.forEach(RunningAgent::wake);
        }

        assertEquals(0, overlaps.get());
        turns.forEach(own -> assertTrue(own.get() > 1_000, turns.toString()));
        assertTrue(Set.of("pool-0", "pool-1").containsAll(threads), threads.toString());
    }

    @Test
    void shouldParkWithoutWorkAndRunAHelperSoonAfterItIsWoken() throws InterruptedException
    {
        final Semaphore ran = new Semaphore(0);
        final AtomicInteger cycles = new AtomicInteger();
        final RunningAgent helper = start(() ->
        {
            cycles.incrementAndGet();
            ran.release();

            return 0;
        });
        assertTrue(ran.tryAcquire(SOON_MS, TimeUnit.MILLISECONDS));

        for (int i = 0; i < 200; i++)
        {
            helper.wake();
            assertTrue(ran.tryAcquire(SOON_MS, TimeUnit.MILLISECONDS), "wake " + i);
        }

        assertTrue(cycles.get() < 210, cycles + " cycles");
    }

    @Test
    void shouldRunAHelperThatIsWokenInTheLastMomentOfItsCycleOnceMore() throws InterruptedException
    {
        final Semaphore ran = new Semaphore(0);
        final RunningAgent[] own = new RunningAgent[1];
        final CountDownLatch known = new CountDownLatch(1);
        final AtomicInteger left = new AtomicInteger(100);
        own[0] = start(() ->
        {
            await(known);
            if (left.decrementAndGet() >= 0)
            {
                own[0].wake();
            }
            ran.release();

            return 0;
        });
        known.countDown();

        assertTrue(ran.tryAcquire(101, SOON_MS, TimeUnit.MILLISECONDS));
    }

    @Test
    void shouldNotLetAHelperWaitForALongCycleOfAnother() throws InterruptedException
    {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch end = new CountDownLatch(1);
        final Semaphore ran = new Semaphore(0);
        start(() ->
        {
            entered.countDown();
            await(end);

            return 0;
        });
        assertTrue(entered.await(SOON_MS, TimeUnit.MILLISECONDS));

        final RunningAgent other = start(() ->
        {
            ran.release();

            return 0;
        });
        boolean isSoon = true;
        for (int i = 0; i < 50 && isSoon; i++)
        {
            isSoon = ran.tryAcquire(SOON_MS, TimeUnit.MILLISECONDS);
            other.wake();
        }
        end.countDown();

        assertTrue(isSoon);
    }

    @Test
    void shouldNotLetAHelperWaitThatIsWokenWhileTheSameThreadIsAboutToRunAnother() throws InterruptedException
    {
        final Semaphore done = new Semaphore(0);
        final AtomicInteger late = new AtomicInteger();
        final CyclicBarrier both = new CyclicBarrier(2);
        for (int i = 0; i < 2; i++)
        {
            start(() ->
            {
                late.addAndGet(isMet(both) ? 0 : 1);
                done.release();

                return 0;
            });
        }
        for (int i = 0; i < 200 && late.get() == 0; i++)
        {
            assertTrue(done.tryAcquire(2, 10, TimeUnit.SECONDS));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));                // both threads of the pool park
            running.forEach(RunningAgent::wake);
        }

        assertEquals(0, late.get());
    }

    @Test
    void shouldRunNoCycleBehindTheEndOfAHelper()
    {
        final AtomicInteger cycles = new AtomicInteger();
        final RunningAgent helper = start(() -> cycles.incrementAndGet() == 0 ? 0 : 1);
        final RunningAgent other = start(() -> 1);

        helper.end();
        final int last = cycles.get();
        helper.end();
        for (int i = 0; i < 1000; i++)
        {
            helper.wake();
            other.wake();
        }

        assertEquals(last, cycles.get());
        assertNull(helper.failure());
    }

    @Test
    void shouldKeepTheFailureOfAHelperAndRunTheOthers() throws InterruptedException
    {
        final IllegalStateException broken = new IllegalStateException("broken");
        final AtomicInteger failed = new AtomicInteger();
        final Semaphore ran = new Semaphore(0);
        final RunningAgent helper = start(() ->
        {
            failed.incrementAndGet();
            throw broken;
        });
        final RunningAgent other = start(() ->
        {
            ran.release();

            return 2;
        });
        assertTrue(ran.tryAcquire(20, 10, TimeUnit.SECONDS));

        helper.end();
        other.end();

        assertSame(broken, helper.failure());
        assertEquals(1, failed.get());
    }

    @Test
    void shouldKeepTheInterruptOfTheThreadThatClosesIt()
    {
        final AgentPool closed = new AgentPool(3, "closed-");

        Thread.currentThread().interrupt();
        closed.close();

        assertTrue(Thread.interrupted());
        assertFalse(Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> thread.getName().startsWith("closed-")));
    }

    private static boolean isMet(final CyclicBarrier barrier)
    {
        try
        {
            barrier.await(SOON_MS, TimeUnit.MILLISECONDS);

            return true;
        }
        catch (final InterruptedException | BrokenBarrierException | TimeoutException ex)
        {
            return false;
        }
    }

    private static void await(final CountDownLatch latch)
    {
        try
        {
            latch.await();
        }
        catch (final InterruptedException ex)
        {
            throw new IllegalStateException(ex);
        }
    }
}
