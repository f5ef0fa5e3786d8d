package org.gale.engine.journal;

import org.agrona.concurrent.Agent;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The host of production: Chronicle Queue, the system's clock, and a thread for each helper. Immutable. */
final class ThreadedHost implements JournalHost
{
    private static final int SPINS = 200;
    private static final int YIELDS = 2_000;
    private static final long PARK_NS = 50_000;

    private final SegmentStore store = new ChronicleStore();
    private final long bootId;

    ThreadedHost(final long bootId)
    {
        this.bootId = bootId;
    }

    /** Returns a host under the boot that the kernel names. */
    static JournalHost current()
    {
        return new ThreadedHost(BootId.current());
    }

    @Override
    public long nanoTime()
    {
        return System.nanoTime();
    }

    @Override
    public SegmentStore store()
    {
        return store;
    }

    @Override
    public RunningHelper start(final Agent helper)
    {
        final HelperThread running = new HelperThread(helper);
        running.start();

        return running;
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck")                // the helper may need this core to make the space
    public void idle(final int turn)
    {
        if (turn < SPINS)
        {
            Thread.onSpinWait();
        }
        else if (turn < YIELDS)
        {
            Thread.yield();
        }
        else
        {
            LockSupport.parkNanos(this, PARK_NS);
        }
    }

    @Override
    public long pid()
    {
        return ProcessHandle.current().pid();
    }

    @Override
    public long bootId()
    {
        return bootId;
    }

    /** Thread of one helper, which parks while there is nothing to do and yields after each cycle that did work. */
    private static final class HelperThread implements RunningHelper, Runnable
    {
        private static final long IDLE_NS = TimeUnit.MILLISECONDS.toNanos(5);

        private final Agent helper;
        private final Thread thread;
        private volatile boolean isEnding;

        HelperThread(final Agent helper)
        {
            this.helper = helper;
            thread = new Thread(this, helper.roleName());
            thread.setDaemon(true);
        }

        void start()
        {
            thread.start();
        }

        @Override
        @SuppressWarnings("ThreadPriorityCheck")            // two cores: the producer of commands wants this one too
        public void run()
        {
            try
            {
                while (!isEnding)
                {
                    if (helper.doWork() == 0)
                    {
                        LockSupport.parkNanos(this, IDLE_NS);
                    }
                    else
                    {
                        Thread.yield();
                    }
                }
            }
            catch (final Exception exception)
            {
                throw new IllegalStateException(helper.roleName() + " does not fail", exception);
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
            wake();
            boolean isInterrupted = false;
            while (thread.isAlive())
            {
                try
                {
                    thread.join();
                }
                catch (final InterruptedException exception)
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
}
