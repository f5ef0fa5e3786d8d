package org.gale.engine.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Verification of a whole journal. */
public final class JournalVerifier
{
    private static final long PROGRESS_EVERY_BYTES = 16L << 20;

    private JournalVerifier()
    {
    }

    /** Listener for the progress of a verification. */
    @FunctionalInterface
    public interface Progress
    {
        /** Reports the bytes read so far, and an estimate of all bytes. */
        void onBytes(long doneBytes, long totalBytes);
    }

    /**
     * Verifies every byte for which the tail rule has one.
     *
     * @throws JournalException if there is no journal there, or a writer has it open
     */
    public static JournalEnd verify(final Path directory, final Progress progress) throws IOException
    {
        try (JournalReader reader = JournalReader.open(directory))
        {
            final long total = totalBytes(reader.walk());
            final long before = reader.walk().purged().bytes();
            long next = PROGRESS_EVERY_BYTES;
            while (reader.next())
            {
                final long done = reader.walk().chain().bytes() - before;
                if (done >= next)
                {
                    next = done + PROGRESS_EVERY_BYTES;
                    progress.onBytes(done, Math.max(done, total));
                }
            }
            final long done = reader.end().bytes() - before;
            progress.onBytes(done, reader.end().isSound() ? done : Math.max(done, total));

            return reader.end();
        }
    }

    /**
     * Returns an estimate of the bytes of all frames: by the lines of the sealed segments, and by the length of the
     * others.
     */
    static long totalBytes(final JournalWalk walk) throws IOException
    {
        if (walk.end() != null)
        {
            return 0;
        }
        long total = 0;
        final List<SealedSegment> sealed = walk.content().sealed();
        for (final SealedSegment segment : sealed.subList(walk.purged().segments(), sealed.size()))
        {
            total += segment.end();
        }
        for (int segment = walk.content().sealed().size(); segment <= walk.mark().segment(); segment++)
        {
            final Path file = SegmentFormat.directory(walk.directory(), segment).resolve(SegmentFormat.FILE_NAME);
            if (!PlainFile.isThere(file))
            {
                return total;
            }
            total += Files.size(file);
        }
        return total;
    }
}
