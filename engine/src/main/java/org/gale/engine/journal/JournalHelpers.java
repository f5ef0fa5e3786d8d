package org.gale.engine.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * The two helper threads of a writer, and what is to be done when they have ended. The appender's thread calls
 * everything here.
 */
final class JournalHelpers
{
    private final JournalFile file;
    private final Mark mark;
    private final JournalState state;
    private final SegmentMaker maker;
    private final SegmentSealer sealer;
    private final Thread makerThread;
    private final Thread sealerThread;

    JournalHelpers(
        final Path directory,
        final JournalConfig config,
        final JournalFile file,
        final Mark mark,
        final JournalState state,
        final SegmentFactory factory,
        final Segment first,
        final SegmentBudget budget)
    {
        this.file = file;
        this.mark = mark;
        this.state = state;
        maker = new SegmentMaker(factory, state, config, first, budget);
        sealer = new SegmentSealer(directory, file, state, mark, config.durability(), maker.retired(), budget);
        sealer.begin(first.number() - 1);
        makerThread = start("gale-journal-maker", maker);
        sealerThread = start("gale-journal-sealer", sealer);
    }

    /** The next segment if it is made, else null. The one before it is closed and sealed from now on. */
    Segment takeNext()
    {
        return maker.takeNext();
    }

    /** Is everything sealed before this segment, so that no more is given up until it is sealed too? */
    boolean isSealedBefore(final int segment)
    {
        return sealer.sealedThrough() >= segment - 1;
    }

    /** Is the next segment made, or about to be? */
    boolean isMakingOrMade()
    {
        return maker.isMakingOrMade();
    }

    /** Lets the helper look what there is to do. */
    void wake()
    {
        LockSupport.unpark(makerThread);
    }

    /** Ends the threads, deletes the segment made ahead, and seals the rest. */
    void finish(final Segment current)
    {
        end();
        try
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
            mark.force();
            file.close();
        }
        catch (final IOException | UncheckedIOException exception)
        {
            state.fail("the journal could not be closed", exception);
        }
        mark.close();
    }

    private static void delete(final Segment segment) throws IOException
    {
        segment.close();
        SegmentFiles.delete(segment.directory());
    }

    private void end()
    {
        state.stop();
        wake();
        join(makerThread);
        join(sealerThread);
    }

    private static Thread start(final String name, final Runnable runnable)
    {
        final Thread thread = new Thread(runnable, name);
        thread.setDaemon(true);
        thread.start();

        return thread;
    }

    private static void join(final Thread thread)
    {
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
