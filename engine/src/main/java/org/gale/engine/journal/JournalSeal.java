package org.gale.engine.journal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Seals a journal that its writer left: afterwards every segment has its line, and what was made ahead is gone. Doing
 * it again changes nothing, and a process that dies in the middle leaves what can be sealed again.
 */
public final class JournalSeal
{
    private JournalSeal()
    {
    }

    /**
     * Seals what is there.
     *
     * @return how the journal ended before
     * @throws JournalException if it is damaged, in use, or met a loss of power and must be repaired first
     */
    public static JournalEnd seal(final Path directory) throws IOException
    {
        try (JournalReader reader = JournalReader.open(directory))
        {
            readToEnd(reader);
            sealAll(reader).close();

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
     * Seals what a reader has read to its end.
     *
     * @return {@code gale.journal}, locked
     */
    static JournalFile sealAll(final JournalReader reader) throws IOException
    {
        requireSound(reader);
        final Path directory = reader.directory();
        final MarkImage mark = reader.mark();
        final JournalFile file = lock(reader);
        try
        {
            if (!reader.unsealed().isEmpty())
            {
                // The frame after the acknowledged one is kept if it is whole, and the mark must name it when it is
                // sealed. The pid stays: it may stand in the lock of the segment.
                Mark.store(directory, last(reader), mark.forced(), mark.pid(), mark.bootId());
            }
            for (final UnsealedSegment segment : reader.unsealed())
            {
                SegmentSeal.seal(directory, file, segment.summary(), segment.lastOffset());
            }
            deleteFrom(directory, segmentCount(reader));
            return file;
        }
        catch (final IOException | RuntimeException exception)
        {
            file.close();
            throw exception;
        }
    }

    /** Locks the journal for its one writer, and makes sure that nobody changed it since it was read. */
    static JournalFile lock(final JournalReader reader) throws IOException
    {
        final JournalFile file = JournalFile.reopen(reader.directory(), reader.content());
        if (!MarkImage.read(reader.directory()).equals(reader.mark()))
        {
            file.close();
            throw new JournalException(
                JournalException.Reason.IN_USE, reader.directory() + ": another writer is at work on it");
        }
        return file;
    }

    /** How many segments hold frames. */
    static int segmentCount(final JournalReader reader)
    {
        return reader.content().sealed().size() + reader.unsealed().size();
    }

    /** The last frame, as the mark names it. */
    static long last(final JournalReader reader)
    {
        final int count = segmentCount(reader);
        if (count == 0)
        {
            return Mark.NONE;
        }
        final SealedSegment segment = reader.unsealed().isEmpty() ?
            reader.content().sealed().get(count - 1) :
            reader.unsealed().get(reader.unsealed().size() - 1).summary();

        return Mark.value(segment.segment(), segment.lastNumber());
    }

    /** Deletes the segments from this one on. */
    static void deleteFrom(final Path directory, final int segment) throws IOException
    {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory))
        {
            for (final Path file : files)
            {
                if (SegmentFormat.segmentOf(file.getFileName().toString()) >= segment)
                {
                    SegmentFiles.delete(file);
                }
            }
        }
    }

    private static void requireSound(final JournalReader reader) throws JournalException
    {
        final JournalEnd end = reader.end();
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
            throw new JournalException(JournalException.Reason.NEEDS_REPAIR, reader.directory() +
                ": not closed when the machine went down. Repair it first: gale journal repair " + reader.directory());
        }
    }
}
