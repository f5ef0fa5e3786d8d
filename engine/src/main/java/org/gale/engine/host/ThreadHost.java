package org.gale.engine.host;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;

/** Host that runs each agent on a daemon thread of its own, named after its role. */
public final class ThreadHost implements AgentHost
{
    /**
     * Number of duty cycles after which a loop returns. The compiled loop is shared by all agents, and one of another
     * class can make the JVM discard it. A loop that never returned would go on in discarded code, whose calls of
     * methods that are compiled later stay interpreted. The number is high, so that {@code run} is not compiled.
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
        final AgentThread running = new AgentThread(agent, idle);
        running.thread.start();

        return running;
    }

    /** Thread of one agent. An exception of the agent ends its cycles and is kept until the agent is ended. */
    private static final class AgentThread implements RunningAgent, Runnable
    {
        private final Agent agent;
        private final IdleStrategy idle;
        private final Thread thread;
        private volatile boolean isEnding;
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

        private void work() throws Exception
        {
            for (int i = 0; i < LOOP_CYCLES && !isEnding; i++)
            {
                idle.idle(agent.doWork());
            }
        }

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
}
