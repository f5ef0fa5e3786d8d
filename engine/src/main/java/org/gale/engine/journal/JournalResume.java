package org.gale.engine.journal;

import java.io.IOException;
import java.nio.file.Path;

/** Resume of a journal: seals all segments, and lets a writer begin with the next segment of the chain. */
final class JournalResume
{
    private JournalResume()
    {
    }

    static JournalWriter resume(
        final Path directory, final JournalConfig config, final SpaceReserve reserve, final JournalHost host)
        throws JournalException
    {
        try (JournalReader reader = JournalReader.open(directory, host.bootId()))
        {
            JournalSeal.readToEnd(reader);

            return resume(reader, config, reserve, host);
        }
        catch (final JournalException exception)
        {
            throw exception;
        }
        catch (final IOException exception)
        {
            throw JournalWriterStart.failed(directory, exception.getMessage(), exception);
        }
    }

    /** Resumes a journal with a reader that has come to its end. */
    static JournalWriter resume(
        final JournalReader reader, final JournalConfig config, final SpaceReserve reserve, final JournalHost host)
        throws IOException
    {
        final JournalWalk walk = reader.walk();
        final Path directory = walk.directory();
        final JournalFile file = JournalSeal.sealAll(walk);
        keepLimit(walk, file, config);
        takeMark(walk, file, host);
        final JournalWriter writer =
            new JournalWriterStart(directory, config, file, ChainEnd.of(walk), reserve, host).start();
        // A writer that died before its first frame was acknowledged left a journal without its configuration.
        if (walk.chain().frames() == 0 && !writer.appendConfiguration(file.header().configuration()))
        {
            final JournalFailure failure = writer.failure();
            writer.close();
            throw JournalWriterStart.failed(directory, failure.message(), failure.cause());
        }
        return writer;
    }

    /** Writes a limit that differs from the last one, so that the next resume has it. */
    private static void keepLimit(final JournalWalk walk, final JournalFile file, final JournalConfig config)
        throws IOException
    {
        if (config.purgesOldest() && config.limitBytes() != walk.content().limitBytes())
        {
            try
            {
                file.limit(config.limitBytes());
            }
            catch (final IOException exception)
            {
                file.close();
                throw exception;
            }
        }
    }

    /** Takes the mark over. Everything is sealed and so was forced. */
    private static void takeMark(final JournalWalk walk, final JournalFile file, final JournalHost host)
        throws IOException
    {
        try
        {
            Mark.store(walk.directory(), walk.last(), walk.last(), host.pid(), host.bootId());
        }
        catch (final IOException exception)
        {
            file.close();
            throw exception;
        }
    }
}
