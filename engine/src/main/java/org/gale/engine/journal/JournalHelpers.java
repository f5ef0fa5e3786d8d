package org.gale.engine.journal;

import org.gale.engine.host.RunningAgent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Helpers of a writer: the maker, the sealer and, with {@link Durability#FORCED}, the forcer; and the work that is done
 * when they have ended. The appender's thread calls everything here.
 */
final class JournalHelpers
{
    private final JournalFile file;
    private final Mark mark;
    private final JournalState state;
    private final SegmentMaker maker;
    private final SegmentSealer sealer;
    private final SegmentForcer forcer;
    private final RunningAgent runningMaker;
    private final RunningAgent runningSealer;
    private final RunningAgent runningForcer;               // null where nothing is forced

    JournalHelpers(
        final Path directory,
        final JournalConfig config,
        final JournalFile file,
        final Mark mark,
        final JournalState state,
        final SegmentFactory factory,
        final Segment first,
        final SegmentBudget budget,
        final boolean isMemory,
        final JournalHost host)
    {
        this.file = file;
        this.mark = mark;
        this.state = state;
        maker = new SegmentMaker(factory, state, config, first, budget, isMemory);
        sealer = new SegmentSealer(directory, file, state, mark, config.durability(), maker.retired(), budget);
        sealer.begin(first.number() - 1);
        runningMaker = host.start(maker);
        runningSealer = host.start(sealer);
        maker.wakes(runningSealer);
        sealer.wakes(runningMaker);
        forcer = new SegmentForcer(state, host);
        runningForcer = config.durability() == Durability.FORCED ? host.start(forcer) : null;
    }

    /**
     * Takes the next segment. The one before it is closed and sealed from now on.
     *
     * @return the segment, or null if it is not made yet
     */
    Segment takeNext()
    {
        return maker.takeNext();
    }

    /**
     * Returns whether everything before this segment is sealed. If so, no more is purged until this segment is sealed
     * too.
     */
    boolean isSealedBefore(final int segment)
    {
        return sealer.sealedThrough() >= segment - 1;
    }

    /** Returns whether the next segment is made, or about to be. */
    boolean isMakingOrMade()
    {
        return maker.isMakingOrMade();
    }

    /** Returns whether the helper has to reserve space in a segment. */
    boolean isShort(final Segment segment)
    {
        return maker.isShort(segment);
    }

    /** Reserves half a page of space in a segment, on the appender's own thread. */
    void reserveHalfAPage(final Segment segment, final boolean isIdle)
    {
        maker.reserveHalfAPage(segment, isIdle);
    }

    /** Takes the branches of a reservation that reserve nothing. */
    void rehearse(final Segment segment)
    {
        maker.rehearse(segment);
    }

    /** Lets the helper begin to force a segment, with {@link Durability#FORCED}. */
    void beginForce(final Segment segment)
    {
        forcer.begin(segment);
        runningForcer.wake();
    }

    /** Returns whether the force that began last has ended. */
    boolean isForceDone()
    {
        return forcer.isDone();
    }

    /** Returns whether the force that began last succeeded, once it is done. */
    boolean isForced()
    {
        return forcer.isForced();
    }

    /** Returns the duration of the force that began last, ns, once it is done. */
    long forceNs()
    {
        return forcer.durationNs();
    }

    /** Wakes the maker to check for work. */
    void wake()
    {
        runningMaker.wake();
    }

    /** Ends the helpers, deletes the segment made ahead, and seals the rest. */
    void finish(final Segment current)
    {
        state.stop();
        runningMaker.end();
        runningSealer.end();
        if (runningForcer != null)
        {
            runningForcer.end();
        }
        sealer.sealRetired();
        try
        {
            try
            {
                sealRest(current);
                mark.force();
            }
            finally
            {
                file.close();
            }
        }
        catch (final IOException | UncheckedIOException exception)
        {
            state.fail("the journal could not be closed", exception);
        }
        mark.close();
    }

    private void sealRest(final Segment current) throws IOException
    {
        final Segment ahead = maker.madeAhead();
        if (ahead != null)
        {
            delete(ahead);
        }
        final Segment leaving = maker.leaving();
        if (leaving != null)
        {
            sealer.closeAndSeal(leaving);
        }
        if (current.lastNumber() == 0)
        {
            delete(current);
        }
        else
        {
            sealer.closeAndSeal(current);
        }
    }

    private static void delete(final Segment segment) throws IOException
    {
        segment.close();
        SegmentFiles.delete(segment.directory());
    }
}
