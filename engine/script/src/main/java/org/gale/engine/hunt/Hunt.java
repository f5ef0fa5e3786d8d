package org.gale.engine.hunt;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.gale.engine.config.MachineKeys;
import org.gale.engine.host.HostClock;
import org.gale.engine.host.ThreadHost;

/**
 * Runs of a program under the seeds of a range, up to the first that fails.
 *
 * <p><b>Threads</b> One thread hunts, each job has a thread, and any thread may read the counts and end the hunt.
 *
 * <p><b>Guarantees</b> The failing seed is the lowest one that fails among those that were run. All lower ones were.
 *
 * <p><b>Assumptions</b> Two runs of the program at a time do not disturb each other.
 *
 * <p><b>Progress</b> Reading a count never waits for a run.
 */
public final class Hunt
{
    private static final long POLL_MS = 20;

    private final ProgramRunner runner;
    private final long last;
    private final long deadlineNs;
    private final Passes passes = new Passes();
    private long next;
    private long runs;
    private long sessions;
    private long commands;
    private long failingSeed = -1;
    private HuntRun failing;
    private boolean isEnding;

    /**
     * Makes a hunt.
     *
     * @param first      first seed
     * @param last       last seed
     * @param deadlineNs time of {@link HostClock} after which no further run begins
     */
    public Hunt(final ProgramRunner runner, final long first, final long last, final long deadlineNs)
    {
        this.runner = runner;
        this.next = first;
        this.last = last;
        this.deadlineNs = deadlineNs;
    }

    /** Returns the number of runs that have ended. */
    public synchronized long runs()
    {
        return runs;
    }

    /** Returns the number of sessions of the runs that have ended. */
    public synchronized long sessions()
    {
        return sessions;
    }

    /** Returns the number of commands of the runs that have ended. */
    public synchronized long commands()
    {
        return commands;
    }

    /** {@return the lowest seed that failed, or −1} */
    public synchronized long failingSeed()
    {
        return failingSeed;
    }

    /** Returns the counts of late operations, once the hunt has ended. */
    public synchronized Passes passes()
    {
        return passes;
    }

    /** Ends the hunt after the runs that are under way. */
    public synchronized void end()
    {
        isEnding = true;
    }

    /**
     * Runs the seeds.
     *
     * @param jobs number of runs at a time
     * @param wait called again and again while runs are under way
     * @throws IOException if the program cannot be started
     */
    public void run(final int jobs, final Runnable wait) throws IOException
    {
        final ExecutorService threads = ThreadHost.tasks(jobs, "gale-hunt-");
        try
        {
            final List<Future<?>> tasks = new ArrayList<>();
            for (int slot = 0; slot < jobs; slot++)
            {
                final int own = slot;
                tasks.add(threads.submit(() ->
                {
                    work(own);
                    return null;
                }));
            }
            for (final Future<?> task : tasks)
            {
                while (!isDone(task))
                {
                    wait.run();
                }
            }
        }
        catch (final ExecutionException ex)
        {
            end();
            if (ex.getCause() instanceof IOException cause)
            {
                throw cause;
            }
            if (ex.getCause() instanceof RuntimeException cause)
            {
                throw cause;
            }
            throw new IllegalStateException("a run failed", ex.getCause());
        }
        catch (final InterruptedException ex)
        {
            throw new HuntEndedException();
        }
        finally
        {
            end();
            threads.shutdown();
        }
    }

    /** Waits a while for a task, and returns whether it has ended. */
    private static boolean isDone(final Future<?> task) throws ExecutionException, InterruptedException
    {
        try
        {
            task.get(POLL_MS, TimeUnit.MILLISECONDS);
            return true;
        }
        catch (final TimeoutException ex)
        {
            return false;
        }
    }

    /** Returns the first failing run, or null. */
    synchronized HuntRun failing()
    {
        return failing;
    }

    private void work(final int slot) throws IOException
    {
        for (long seed = nextSeed(); seed >= 0; seed = nextSeed())
        {
            ended(seed, runner.run(slot, MachineKeys.OPS_SEED.name() + '=' + seed));
        }
    }

    private synchronized long nextSeed()
    {
        return isEnding || failing != null || next > last || HostClock.nanoTime() - deadlineNs >= 0 ? -1 : next++;
    }

    private synchronized void ended(final long seed, final HuntRun run)
    {
        runs++;
        sessions += run.sessions().size();
        commands += run.commands();
        run.sessions().forEach(session -> passes.add(session.log().passes()));
        if (run.check() != HuntRun.Check.NONE && (failing == null || seed < failingSeed))
        {
            failing = run;
            failingSeed = seed;
        }
    }
}
