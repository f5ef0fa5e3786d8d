package org.gale.engine.host;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/** Host that runs each agent on a daemon thread of its own, named after its role. */
public final class ThreadHost implements AgentHost
{
    /**
     * Number of duty cycles after which a loop returns. Agents share the compiled loop of their kind, and one of
     * another class can make the JVM discard it. A loop that never returned would go on in discarded code, whose calls
     * of methods that are compiled later stay interpreted. The number is high, so that {@code run} is not compiled.
     */
    static final int LOOP_CYCLES = 1 << 14;
    /** Host of this process. */
    public static final AgentHost INSTANCE = new ThreadHost();

    private ThreadHost()
    {
    }

    /**
     * Returns threads for tasks that end by themselves.
     *
     * @param count number of tasks that run at a time
     */
    public static ExecutorService tasks(final int count)
    {
        return Executors.newFixedThreadPool(count);
    }

    /**
     * Returns threads for tasks that run side by side.
     *
     * @param count number of tasks that run at a time
     * @param name  of their threads, which end in a number
     */
    public static ExecutorService tasks(final int count, final String name)
    {
        final AtomicInteger next = new AtomicInteger();

        return Executors.newFixedThreadPool(count, task ->
        {
            final Thread thread = new Thread(task, name + next.getAndIncrement());
            thread.setDaemon(true);

            return thread;
        });
    }

    /**
     * Returns threads for tasks that wait for one another: each task begins at once, on a thread that is kept for a
     * while after it.
     *
     * @param name of their threads, which end in a number
     */
    public static ExecutorService growing(final String name)
    {
        final AtomicInteger next = new AtomicInteger();

        return Executors.newCachedThreadPool(task ->
        {
            final Thread thread = new Thread(task, name + next.getAndIncrement());
            thread.setDaemon(true);

            return thread;
        });
    }

    /** Lets tasks end by themselves, and waits for it. */
    public static void end(final ExecutorService tasks)
    {
        tasks.shutdown();
        boolean isEnded = false;
        boolean isInterrupted = false;
        while (!isEnded)
        {
            try
            {
                isEnded = tasks.awaitTermination(1, TimeUnit.DAYS);
            }
            catch (final InterruptedException ex)
            {
                isInterrupted = true;
            }
        }
        if (isInterrupted)
        {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public RunningAgent start(final Agent agent, final IdleStrategy idle)
    {
        final AgentThread running =
            idle instanceof BackoffIdleStrategy ? new BusyThread(agent, idle) : new HelperThread(agent, idle);
        running.thread.start();

        return running;
    }

    /** Thread of one agent. An exception of the agent ends its cycles and is kept until the agent is ended. */
    private abstract static class AgentThread implements RunningAgent, Runnable
    {
        final Agent agent;
        final IdleStrategy idle;
        private final Thread thread;
        volatile boolean isEnding;
        private Throwable failure;                                              // handed over by the join

        AgentThread(final Agent agent, final IdleStrategy idle)
        {
            this.agent = agent;
            this.idle = idle;
            thread = new Thread(this, agent.roleName());
            thread.setDaemon(true);
        }

        @Override
        public void run()
        {
            try
            {
                while (!isEnding)
                {
                    work();
                }
            }
            catch (final Exception | Error ex)
            {
                failure = ex;
            }
            finally
            {
                agent.onClose();
            }
        }

        /** Runs {@link #LOOP_CYCLES} duty cycles, or fewer at the end. */
        abstract void work() throws Exception;

        @Override
        public void wake()
        {
            LockSupport.unpark(thread);
        }

        @Override
        public void end()
        {
            isEnding = true;
            boolean isInterrupted = false;
            while (thread.isAlive())
            {
                wake();
                try
                {
                    thread.join();
                }
                catch (final InterruptedException ex)
                {
                    isInterrupted = true;
                }
            }
            if (isInterrupted)
            {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public Throwable failure()
        {
            return failure;
        }
    }

    /**
     * Thread of an agent that spins before it parks. Its loop repeats that of a helper, because the JVM compiles a
     * method once for all its callers: a helper that wakes would make it discard the loop of this agent.
     */
    private static final class BusyThread extends AgentThread
    {
        BusyThread(final Agent agent, final IdleStrategy idle)
        {
            super(agent, idle);
        }

        @Override
        void work() throws Exception
        {
            for (int i = 0; i < LOOP_CYCLES && !isEnding; i++)
            {
                idle.idle(agent.doWork());
            }
        }
    }

    /** Thread of an agent that parks at once when it has no work. */
    private static final class HelperThread extends AgentThread
    {
        HelperThread(final Agent agent, final IdleStrategy idle)
        {
            super(agent, idle);
        }

        @Override
        void work() throws Exception
        {
            for (int i = 0; i < LOOP_CYCLES && !isEnding; i++)
            {
                idle.idle(agent.doWork());
            }
        }
    }
}
