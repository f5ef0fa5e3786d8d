package org.gale.engine.journal;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Seal of a journal that its writer left: afterwards every segment has its line, and segments made ahead are deleted. A
 * second seal changes nothing, and a process that dies in the middle leaves a journal that can be sealed again.
 */
public final class JournalSeal
{
    private JournalSeal()
    {
    }

    /**
     * Seals a journal.
     *
     * @return the end of the journal before
     * @throws JournalException if it is damaged, in use, or met a loss of power and must be repaired first
     */
    public static JournalEnd seal(final Path directory) throws IOException
    {
        try (JournalReader reader = JournalReader.open(directory))
        {
            readToEnd(reader);
            sealAll(reader.walk()).close();

            return reader.end();
        }
    }

    static void readToEnd(final JournalReader reader) throws IOException
    {
        boolean isMore = true;
        while (isMore)
        {
            isMore = reader.next();
        }
    }

    /**
     * Seals a journal that was read to its end.
     *
     * @return {@code gale.journal}, locked
     */
    static JournalFile sealAll(final JournalWalk walk) throws IOException
    {
        requireSound(walk);
        final Path directory = walk.directory();
        final MarkImage mark = walk.mark();
        final JournalFile file = lock(walk);
        try
        {
            if (!walk.unsealed().isEmpty())
            {
                // The frame after the acknowledged one is kept if it is whole, and the mark must name it when it is
                // sealed. The pid stays: it may stand in the lock of the segment.
                Mark.store(directory, walk.last(), mark.forced(), mark.pid(), mark.bootId());
            }
            for (final UnsealedSegment segment : walk.unsealed())
            {
                SegmentSeal.seal(directory, file, segment.summary(), segment.lastOffset());
            }
            SegmentFiles.deleteFrom(directory, walk.segmentCount());
            SegmentFiles.deleteBelow(directory, walk.purged().segments());
            return file;
        }
        catch (final IOException | RuntimeException exception)
        {
            file.close();
            throw exception;
        }
    }

    /** Locks the journal for its one writer, and makes sure that nobody changed it since it was read. */
    static JournalFile lock(final JournalWalk walk) throws IOException
    {
        final JournalFile file = JournalFile.reopen(walk.directory(), walk.content());
        if (!MarkImage.read(walk.directory()).equals(walk.mark()))
        {
            file.close();
            throw new JournalException(
                JournalException.Reason.IN_USE, walk.directory() + ": a writer is at work on it");
        }
        return file;
    }

    private static void requireSound(final JournalWalk walk) throws JournalException
    {
        final JournalEnd end = walk.end();
        if (end == null)
        {
            throw new IllegalStateException("the journal was not read to its end");
        }
        if (end.status() == JournalEnd.Status.DAMAGED)
        {
            throw new JournalException(JournalException.Reason.DAMAGED, end.damage().message());
        }
        if (end.status() == JournalEnd.Status.POWER_LOSS)
        {
            throw new JournalException(JournalException.Reason.NEEDS_REPAIR, walk.directory() +
                ": not closed when the machine went down. Repair it first: gale journal repair " + walk.directory());
        }
    }
}
