package org.gale.engine.lanes;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;

/**
 * Agent that checks lane files. It finds files that were cut short, and makes lanes at fault anew once nobody holds
 * their locks.
 *
 * <p>Owned by the thread that runs it; other threads use the methods that say so.
 */
final class LaneWatcher implements Agent
{
    private final LaneFile[] files;
    private final SpscVarHandleArrayQueue<LaneFile> arrivals;
    private final NanoClock clock;
    private final AtomicLong renewedCount = new AtomicLong();
    private volatile boolean isStopping;
    private volatile IOException failure;

    /**
     * Creates the watcher.
     *
     * @param arrivals of lanes for the engine, filled by nobody else from now on
     */
    LaneWatcher(final LaneFile[] files, final SpscVarHandleArrayQueue<LaneFile> arrivals, final NanoClock clock)
    {
        this.files = files;
        this.arrivals = arrivals;
        this.clock = clock;
    }

    /** Ends the checks after the cycle at hand. From any thread. */
    void stop()
    {
        isStopping = true;
    }

    /** Returns the number of lanes that were at fault and were made anew. From any thread. */
    long renewedCount()
    {
        return renewedCount.get();
    }

    /**
     * Returns the exception that ended the checks. From any thread.
     *
     * @return the exception, or null if there is none
     */
    IOException failure()
    {
        return failure;
    }

    @Override
    public int doWork()
    {
        int work = 0;
        try
        {
            for (int i = 0; i < files.length && !isStopping && failure == null; i++)
            {
                if (files[i].checkLength() && files[i].tryRenew(clock.nanoTime()))
                {
                    arrivals.offer(files[i]);
                    renewedCount.incrementAndGet();
                    work++;
                }
            }
        }
        catch (final IOException ex)
        {
            failure = ex;                                                       // lanes are drained without it, too
        }

        return work;
    }

    @Override
    public String roleName()
    {
        return "gale-lanes";
    }
}
