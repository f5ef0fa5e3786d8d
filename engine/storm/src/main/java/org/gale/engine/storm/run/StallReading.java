package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.storm.result.Stalls;

/**
 * Second reading of the time for which engine and generator waited for a core. It reads the scheduler's counters of
 * both threads before and after each reading of the stalls. What a thread waited lies between these. On the engine's
 * thread.
 */
final class StallReading
{
    private static final long MISSING = -1;
    private static final int THREADS = 2;

    private final Path tasks;                                       // null of a host without sources
    private final long[] ids = new long[THREADS];
    private final long[] beforeBeginNs = new long[THREADS];
    private final long[] afterBeginNs = new long[THREADS];
    private final long[] beforeEndNs = new long[THREADS];
    private final long[] afterEndNs = new long[THREADS];
    private long begunNs;
    private long endedNs;

    /** @param tasks directory of the threads of this process, {@code /proc/self/task}; null to read nothing */
    StallReading(final Path tasks)
    {
        this.tasks = tasks;
    }

    /** Reads before the stalls are read first. */
    void beforeBegin(final long nowNs, final long engineId, final long generatorId)
    {
        begunNs = nowNs;
        ids[0] = engineId;
        ids[1] = generatorId;
        read(beforeBeginNs);
    }

    /** Reads after that. */
    void afterBegin()
    {
        read(afterBeginNs);
    }

    /** Reads before the stalls are read last. */
    void beforeEnd(final long nowNs)
    {
        endedNs = nowNs;
        read(beforeEndNs);
    }

    /** Reads after that. */
    void afterEnd()
    {
        read(afterEndNs);
    }

    private void read(final long[] waitsNs)
    {
        for (int thread = 0; thread < THREADS; thread++)
        {
            waitsNs[thread] = waitNs(ids[thread]);
        }
    }

    private long waitNs(final long id)
    {
        if (tasks == null)
        {
            return MISSING;
        }
        try
        {
            final String text = Files.readString(tasks.resolve(id + "/schedstat"));
            final int from = text.indexOf(' ') + 1;

            return Long.parseLong(text, from, text.indexOf(' ', from), 10);
        }
        catch (final IOException ex)
        {
            return MISSING;                                         // a host without the source, or a thread that ended
        }
    }

    /**
     * Returns how stalls differ. Stalls that were not read have no length.
     *
     * @param stalls whose first threads are engine and generator
     */
    List<String> faults(final Stalls stalls)
    {
        final List<String> faults = new ArrayList<>();
        if (stalls.threads().isEmpty())
        {
            return faults;
        }
        if (stalls.ns() != endedNs - begunNs)
        {
            faults.add("/stalls are those of " + stalls.ns() + " ns, and were watched for " + (endedNs - begunNs));
        }
        for (int thread = 0; thread < THREADS; thread++)
        {
            final Stalls.OfThread own = stalls.threads().get(thread);
            final long least = beforeEndNs[thread] - afterBeginNs[thread];
            final long most = afterEndNs[thread] - beforeBeginNs[thread];
            if (isRead(thread) && own.waitNs() != MISSING && (own.waitNs() < least || own.waitNs() > most))
            {
                faults.add("/stalls/" + own.name() + "/wait_ns is " + own.waitNs() +
                    ", and by the scheduler the thread waited for " + least + " to " + most + " ns");
            }
        }

        return faults;
    }

    private boolean isRead(final int thread)
    {
        return beforeBeginNs[thread] != MISSING && afterBeginNs[thread] != MISSING && beforeEndNs[thread] != MISSING &&
            afterEndNs[thread] != MISSING;
    }
}
