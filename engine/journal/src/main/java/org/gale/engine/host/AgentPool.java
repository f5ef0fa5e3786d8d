package org.gale.engine.host;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.IdleStrategy;

/**
 * Host that runs the helpers of several owners on a few daemon threads. A thread without work parks.
 *
 * <p><b>Threads.</b> Those of the pool, each of which runs any helper, and the owners', which start, wake and end them.
 *
 * <p><b>Guarantees.</b> One cycle of a helper is under way at a time, and it sees all that the one before it stored. A
 * helper that is woken has another cycle behind the one under way. Waking allocates nothing.
 *
 * <p><b>Assumptions.</b> The owner of a helper ends it before the pool is closed.
 *
 * <p><b>Progress.</b> Waking is wait-free. An owner that ends a helper waits for its cycle.
 */
public final class AgentPool implements AgentHost, AutoCloseable
{
    private final List<Worker> workers = new ArrayList<>();
    private volatile Helper[] helpers = {};
    private volatile boolean isClosing;

    /**
     * Starts the threads.
     *
     * @param threads number of them
     * @param name    of theirs, which ends in a number
     */
    public AgentPool(final int threads, final String name)
    {
        for (int i = 0; i < threads; i++)
        {
            workers.add(new Worker(name + i));
        }
        workers.forEach(worker -> worker.thread.start());
    }

    /**
     * {@inheritDoc}
     *
     * @param idle of a helper, whose pauses the pool keeps
     */
    @Override
    public RunningAgent start(final Agent agent, final IdleStrategy idle)
    {
        final Helper helper = new Helper(agent);
        synchronized (this)
        {
            final List<Helper> all = new ArrayList<>(List.of(helpers));
            all.add(helper);
            helpers = all.toArray(new Helper[0]);
        }
        wakeWorker();

        return helper;
    }

    private synchronized void remove(final Helper helper)
    {
        final List<Helper> all = new ArrayList<>(List.of(helpers));
        all.remove(helper);
        helpers = all.toArray(new Helper[0]);
    }

    /** Ends the threads. A cycle that is under way ends first. */
    @Override
    public void close()
    {
        isClosing = true;
        workers.forEach(Worker::end);
    }

    /** Wakes a thread that parks, if there is one: another one searches for work again before it parks. */
    private void wakeWorker()
    {
        for (int i = 0; i < workers.size(); i++)
        {
            final Worker worker = workers.get(i);
            if (worker.isParking)
            {
                LockSupport.unpark(worker.thread);
                return;
            }
        }
    }

    /** Thread of the pool. */
    private final class Worker implements Runnable
    {
        private final Thread thread;
        private volatile boolean isParking;
        private int next;                                           // helper to try first, so that all have turns

        Worker(final String name)
        {
            thread = new Thread(this, name);
            thread.setDaemon(true);
        }

        @Override
        public void run()
        {
            while (!isClosing)
            {
                work();
            }
        }

        /** Runs some cycles: see {@link ThreadHost#LOOP_CYCLES}. */
        private void work()
        {
            for (int i = 0; i < ThreadHost.LOOP_CYCLES && !isClosing; i++)
            {
                if (!runDue())
                {
                    isParking = true;                               // before it searches again: see wakeWorker
                    final long pauseNs = pauseNs();
                    if (pauseNs > 0 && !isClosing)
                    {
                        LockSupport.parkNanos(AgentPool.this, pauseNs);
                    }
                    isParking = false;
                }
            }
        }

        /** Runs one cycle of the first helper that is due, or returns false. */
        private boolean runDue()
        {
            final Helper[] all = helpers;
            final long nowNs = HostClock.nanoTime();
            final int first = next;
            Helper mine = null;
            for (int i = first; i < first + all.length; i++)
            {
                final Helper helper = all[i % all.length];
                if (helper.pauseNs(nowNs) <= 0)
                {
                    if (mine != null)
                    {
                        wakeWorker();                               // it need not wait for this thread
                        break;
                    }
                    if (helper.tryClaim())
                    {
                        mine = helper;
                        next = (i + 1) % all.length;
                    }
                }
            }
            if (mine != null)
            {
                mine.cycle();
            }

            return mine != null;
        }

        /** Returns the time until a helper is due. */
        private long pauseNs()
        {
            final long nowNs = HostClock.nanoTime();
            long pauseNs = HelperIdle.PARK_NS;
            for (final Helper helper : helpers)
            {
                pauseNs = Math.min(pauseNs, helper.pauseNs(nowNs));
            }

            return pauseNs;
        }

        void end()
        {
            boolean isInterrupted = false;
            while (thread.isAlive())
            {
                LockSupport.unpark(thread);
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
    }

    /** Agent that the threads run in turns. */
    private final class Helper implements RunningAgent
    {
        private final Agent agent;
        private final AtomicBoolean isClaimed = new AtomicBoolean();
        private volatile boolean isWoken = true;
        // Of the claimant.
        private volatile long dueNs;
        private volatile Throwable failure;
        private boolean isEnded;                                    // its owner's

        Helper(final Agent agent)
        {
            this.agent = agent;
        }

        /** Returns the time until this helper is due, ns; the longest if a thread runs it. */
        long pauseNs(final long nowNs)
        {
            return isClaimed.get() || failure != null ? HelperIdle.PARK_NS : isWoken ? 0 : dueNs - nowNs;
        }

        boolean tryClaim()
        {
            return isClaimed.compareAndSet(false, true);
        }

        /** Runs one cycle. Its thread has claimed this helper, and searches for work again. */
        @SuppressWarnings("ThreadPriorityCheck")                    // as HelperIdle does
        void cycle()
        {
            isWoken = false;                                        // before the cycle: a later wake asks for another
            try
            {
                final int work = agent.doWork();
                dueNs = HostClock.nanoTime() + HelperIdle.pauseNs(work);
                if (work > 0 && work < HelperIdle.PACED)
                {
                    Thread.yield();
                }
            }
            catch (final Exception | Error ex)
            {
                failure = ex;
            }
            finally
            {
                isClaimed.set(false);
            }
        }

        @Override
        public void wake()
        {
            isWoken = true;
            wakeWorker();
        }

        @Override
        public void end()
        {
            if (!isEnded)
            {
                isEnded = true;
                remove(this);
                for (int turn = 0; !tryClaim(); turn++)
                {
                    Backoff.idle(turn);
                }
                agent.onClose();
            }
        }

        @Override
        public Throwable failure()
        {
            return failure;
        }
    }
}
