package org.gale.engine.journal;

import org.agrona.concurrent.Agent;
import org.gale.engine.host.HelperIdle;
import org.gale.engine.host.RunningAgent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;

/**
 * Agent that closes and seals the segments that the appender has left, in order. It is not the maker's agent, because a
 * force may take long, and space must be reserved meanwhile. It owns {@code gale.journal}.
 */
final class SegmentSealer implements Agent
{
    private final Path directory;
    private final JournalFile file;
    private final JournalState state;
    private final Mark mark;
    private final boolean storesForced;
    private final JournalMistake mistake;
    private final BlockingQueue<Segment> retired;
    private final SegmentBudget budget;
    private volatile int sealedThrough = -1;
    private volatile RunningAgent maker;                    // null until it runs

    // This agent's, and the closing thread's after this agent has ended.
    private Segment leaving;

    SegmentSealer(
        final OpenJournal journal,
        final JournalState state,
        final Durability durability,
        final BlockingQueue<Segment> retired,
        final SegmentBudget budget)
    {
        this.directory = journal.directory();
        this.file = journal.file();
        this.mark = journal.mark();
        this.mistake = journal.mistake();
        this.state = state;
        this.storesForced = durability == Durability.PROCESS;
        this.retired = retired;
        this.budget = budget;
    }

    /**
     * Seals one segment, if one was left. Its pages are unmapped before that, some in each cycle.
     *
     * @return 0 without a segment; {@link HelperIdle#PACED} while pages are unmapped
     */
    @Override
    public int doWork()
    {
        leaving = leaving == null ? retired.poll() : leaving;
        if (leaving == null)
        {
            return 0;
        }
        if (leaving.releaseSome())
        {
            return HelperIdle.PACED;
        }
        final Segment segment = leaving;
        leaving = null;
        try
        {
            closeAndSeal(segment);
        }
        catch (final RuntimeException | Error throwable)
        {
            state.fail("a segment could not be sealed", throwable);
        }
        SegmentMaker.wake(maker);

        return 1;
    }

    @Override
    public String roleName()
    {
        return "gale-journal-sealer";
    }

    /** Sets the agent that waits for room, which is woken after each segment. From any thread. */
    void wakes(final RunningAgent runningMaker)
    {
        maker = runningMaker;
    }

    /** Seals segments that were handed over. After the agent has ended. */
    void sealRetired()
    {
        int work = doWork();
        while (work > 0)
        {
            work = doWork();
        }
    }

    /**
     * Returns the last segment that is sealed, after all that could be purged then was. From any thread.
     *
     * @return the number of the segment, or −1 if none is sealed
     */
    int sealedThrough()
    {
        return sealedThrough;
    }

    /** Notes that all up to this segment is sealed. Before the agent is started. */
    void begin(final int sealed)
    {
        try
        {
            purge(sealed);
        }
        catch (final IOException exception)
        {
            state.fail("segments could not be purged", exception);
        }
        sealedThrough = sealed;
    }

    /** Makes room for another segment, where the journal has a limit and is not closed. */
    private void purge(final int sealed) throws IOException
    {
        final int block = file.header().block(Integer.MAX_VALUE);
        int keep = state.isStopping() ? -1 : budget.next(sealed, block);
        while (keep >= 0)
        {
            for (final SealedSegment segment : file.purgeBefore(keep))
            {
                SegmentFiles.delete(SegmentFormat.directory(directory, segment.segment()));
                budget.purged(segment);
            }
            keep = budget.next(sealed, block);
        }
    }

    /**
     * Closes a segment, and seals it if all before it are sealed. The tail rule accepts one that is complete and not
     * sealed.
     */
    void closeAndSeal(final Segment segment)
    {
        final SealedSegment summary = segment.summary();
        try
        {
            segment.close();
            if (file.isSealed(summary.segment() - 1))
            {
                SegmentSeal.seal(directory, file, summary, segment.lastOffset(), mistake);
                if (storesForced)
                {
                    mark.forcedRelease(summary.segment(), summary.lastNumber());
                }
                budget.sealed(segment.block(), summary);
                purge(summary.segment());
                assert summary.segment() > sealedThrough : summary.segment() + ", " + sealedThrough;

                sealedThrough = summary.segment();
            }
        }
        catch (final IOException | IllegalStateException exception)
        {
            state.fail("segment " + summary.segment() + " could not be sealed", exception);
        }
    }
}
