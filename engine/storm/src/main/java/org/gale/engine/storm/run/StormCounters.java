package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Path;
import org.gale.engine.counters.CountersPlace;
import org.gale.engine.counters.RunCounter;
import org.gale.engine.counters.RunCounters;
import org.gale.engine.host.HostClock;
import org.gale.engine.storm.result.StormProgress;

/**
 * Counters of a storm for {@code gale stat}, stored by the engine's thread a few times in a thousand duty cycles, each
 * with one plain store. A storm without a place for them has none.
 */
public final class StormCounters implements AutoCloseable
{
    private final RunCounters counters;

    private StormCounters(final RunCounters counters)
    {
        this.counters = counters;
    }

    /**
     * Opens the counters of a storm of this process.
     *
     * @param journal the journal's directory, or null
     * @throws IOException if the host refuses
     */
    static StormCounters open(final CountersPlace place, final String profile, final Path journal) throws IOException
    {
        final long pid = ProcessHandle.current().pid();
        final Path file = place.file(journal, pid);

        return new StormCounters(RunCounters.createFirst(file, pid, profile,
            journal == null ? "" : journal.toAbsolutePath().normalize().toString(), HostClock.EPOCH));
    }

    /** Removes the counters that killed runs of a journal left beside it, as far as the host lets us. */
    static void removeLeft(final Path journal)
    {
        try
        {
            CountersPlace.removeLeft(journal);
        }
        catch (final IOException ex)
        {
            return;                                                             // the run itself is more important
        }
    }

    /** Returns counters that nobody reads. */
    static StormCounters none()
    {
        return new StormCounters(null);
    }

    /** Stores all counters. On the engine's thread. */
    public void store(final StormProgress progress, final long attached, final long frames, final long commands)
    {
        if (counters != null)
        {
            counters.set(RunCounter.ELAPSED_NS, progress.elapsedNs());
            counters.set(RunCounter.OFFERED, progress.offered());
            counters.set(RunCounter.DELIVERED, progress.delivered());
            counters.set(RunCounter.PENDING, progress.pending());
            counters.set(RunCounter.LANE_WORDS, progress.laneWords());
            counters.set(RunCounter.LANE_CAPACITY_WORDS, progress.laneCapacityWords());
            counters.set(RunCounter.JOURNAL_BYTES, progress.journalBytes());
            counters.set(RunCounter.FRAMES, frames);
            counters.set(RunCounter.COMMANDS, commands);
            counters.set(RunCounter.ATTACHED_OFFERED, attached);
            counters.set(RunCounter.PHASE, progress.phase());
            counters.set(RunCounter.COMPLETIONS, progress.completions());
        }
    }

    /** Records an error of the storm. */
    public void error(final Throwable error)
    {
        if (counters != null)
        {
            counters.error(error);
        }
    }

    /** Removes the file of a process that ends at once. From any thread. */
    void abandon() throws IOException
    {
        if (counters != null)
        {
            counters.abandon();
        }
    }

    @Override
    public void close() throws IOException
    {
        if (counters != null)
        {
            counters.close();
        }
    }
}
