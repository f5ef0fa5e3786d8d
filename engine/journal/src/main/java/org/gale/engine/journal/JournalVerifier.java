package org.gale.engine.journal;

import java.io.IOException;
import java.nio.file.Path;

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
            final long total = reader.totalBytes();
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
}
