package org.gale.engine.host;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/** Numbered tasks that run side by side, each of which ends by itself. The caller waits for all of them. */
public final class SideBySide
{
    private static final long POLL_MS = 50;

    private final int threads;
    private final String name;
    private final Runnable poll;

    /**
     * Creates what runs tasks.
     *
     * @param threads number of tasks that run at a time
     * @param name    of their threads, which end in a number
     * @param poll    called while the caller waits, on its thread
     */
    public SideBySide(final int threads, final String name, final Runnable poll)
    {
        this.threads = threads;
        this.name = name;
        this.poll = poll;
    }

    /**
     * End of a task.
     *
     * @param value   what it returned; null if it failed
     * @param failure what it threw, or null
     */
    public record End<T>(T value, Throwable failure)
    {
    }

    /** Runs the tasks from 0 up to a count, and returns the end of each in their order. */
    public <T> List<End<T>> run(final int count, final IntFunction<T> task)
    {
        final ExecutorService executor = ThreadHost.tasks(threads, name);
        try
        {
            final List<Future<T>> all = new ArrayList<>();
            for (int i = 0; i < count; i++)
            {
                final int number = i;
                all.add(executor.submit(() -> task.apply(number)));
            }
            final List<End<T>> ends = new ArrayList<>();
            all.forEach(one -> ends.add(end(one)));

            return ends;
        }
        finally
        {
            ThreadHost.end(executor);
        }
    }

    private <T> End<T> end(final Future<T> one)
    {
        boolean isInterrupted = false;
        try
        {
            while (true)
            {
                try
                {
                    return new End<>(one.get(POLL_MS, TimeUnit.MILLISECONDS), null);
                }
                catch (final ExecutionException ex)
                {
                    return new End<>(null, ex.getCause());
                }
                catch (final TimeoutException ex)
                {
                    poll.run();
                }
                catch (final InterruptedException ex)
                {
                    isInterrupted = true;
                }
            }
        }
        finally
        {
            if (isInterrupted)
            {
                Thread.currentThread().interrupt();
            }
        }
    }
}
