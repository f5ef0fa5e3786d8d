package org.gale.engine.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.gale.ringbuf.AgentIdle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ThreadHostTest
{
    private static final int CYCLES = 3;

    @ParameterizedTest
    @MethodSource("strategies")
    void shouldRunAnAgentOnAThreadOfItsOwnUntilItEnds(final IdleStrategy idle) throws InterruptedException
    {
        final CountingAgent agent = new CountingAgent(null, CYCLES);

        final RunningAgent running = ThreadHost.INSTANCE.start(agent, idle);
        agent.cycles.await();
        running.end();

        assertEquals("counting", agent.threadName);
        assertTrue(agent.isDaemon, "a process does not wait for it");
        assertEquals(0, agent.closed.getCount());
        assertNull(running.failure());
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void shouldGoOnWhenTheCompiledLoopIsLeft(final IdleStrategy idle) throws InterruptedException
    {
        final CountingAgent agent = new CountingAgent(null, 3 * ThreadHost.LOOP_CYCLES);
        agent.idleInterval = ThreadHost.LOOP_CYCLES / 64;

        final RunningAgent running = ThreadHost.INSTANCE.start(agent, idle);
        agent.cycles.await();
        assertEquals(1, agent.closed.getCount());
        running.end();

        assertEquals(0, agent.closed.getCount());
    }

    @Test
    void shouldWakeAnAgentThatSleeps() throws InterruptedException
    {
        final CountingAgent agent = new CountingAgent(null, CYCLES);
        final RunningAgent running =
            ThreadHost.INSTANCE.start(agent, new SleepingIdleStrategy(TimeUnit.HOURS.toNanos(1)));

        while (agent.cycles.getCount() > 0)
        {
            running.wake();
            Thread.onSpinWait();
        }
        running.end();

        assertEquals(0, agent.closed.getCount());
    }

    @Test
    void shouldCloseAnAgentThatFailedAndKeepItsFailure() throws InterruptedException
    {
        final IllegalStateException failure = new IllegalStateException("broken");
        final CountingAgent agent = new CountingAgent(failure, CYCLES);

        final RunningAgent running = ThreadHost.INSTANCE.start(agent, new YieldingIdleStrategy());
        agent.closed.await();
        running.end();

        assertSame(failure, running.failure());
        assertSame(failure, assertThrows(IllegalStateException.class, running::checkFailure).getCause());
        assertEquals(0, agent.closed.getCount());
    }

    @Test
    void shouldKeepTheInterruptOfAThreadThatEndsAnAgent()
    {
        final CountingAgent agent = new CountingAgent(null, CYCLES);
        final RunningAgent running = ThreadHost.INSTANCE.start(agent, new YieldingIdleStrategy());

        Thread.currentThread().interrupt();
        running.end();

        assertTrue(Thread.interrupted());
        assertEquals(0, agent.closed.getCount());
    }

    @Test
    void shouldRunTasksAtATimeAndWaitForTheirEnds()
    {
        final ExecutorService tasks = ThreadHost.tasks(2);
        final CountDownLatch both = new CountDownLatch(2);
        final AtomicInteger ended = new AtomicInteger();
        for (int i = 0; i < 2; i++)
        {
            tasks.execute(() ->
            {
                both.countDown();
                try
                {
                    both.await();
                }
                catch (final InterruptedException ex)
                {
                    throw new IllegalStateException(ex);
                }
                ended.incrementAndGet();
            });
        }

        Thread.currentThread().interrupt();
        ThreadHost.end(tasks);

        assertTrue(Thread.interrupted());
        assertEquals(2, ended.get());
        assertThrows(RejectedExecutionException.class, () -> tasks.execute(both::countDown));
    }

    @Test
    void shouldSeeThatTheCallingThreadHasEnded() throws InterruptedException
    {
        final CallingThread[] made = new CallingThread[1];
        final Thread thread = new Thread(() -> made[0] = new CallingThread());

        thread.start();
        thread.join();

        assertFalse(made[0].isAlive());
        assertTrue(new CallingThread().isAlive());
    }

    /** Returns the strategy of an agent that spins before it parks, and one of another kind. */
    static Stream<IdleStrategy> strategies()
    {
        return Stream.of(AgentIdle.newStrategy(), new BusySpinIdleStrategy());
    }

    private static final class CountingAgent implements Agent
    {
        private final CountDownLatch cycles;
        private final RuntimeException failure;
        private volatile String threadName;
        private volatile boolean isDaemon;
        /** Interval of the cycles without work, in cycles: an agent that is idle for long parks in each cycle. */
        private volatile int idleInterval = 1;
        private final CountDownLatch closed = new CountDownLatch(1);

        CountingAgent(final RuntimeException failure, final int cycles)
        {
            this.failure = failure;
            this.cycles = new CountDownLatch(cycles);
        }

        @Override
        public int doWork()
        {
            if (failure != null)
            {
                throw failure;
            }
            isDaemon = Thread.currentThread().isDaemon();
            threadName = Thread.currentThread().getName();
            cycles.countDown();

            return cycles.getCount() % idleInterval == 0 ? 0 : 1;
        }

        @Override
        public void onClose()
        {
            closed.countDown();
        }

        @Override
        public String roleName()
        {
            return "counting";
        }
    }
}
