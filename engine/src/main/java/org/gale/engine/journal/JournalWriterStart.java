package org.gale.engine.journal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.stream.Stream;
import org.gale.engine.config.NumberText;

/**
 * Starting point of a writer.
 *
 * @param directory the journal
 * @param config    configuration of the writer
 * @param file      {@code gale.journal}, locked
 * @param end       end of the chain, which the writer continues with the next segment
 * @param reserve   reserves space
 * @param host      of the writer
 */
record JournalWriterStart(
    Path directory,
    JournalConfig config,
    JournalFile file,
    ChainEnd end,
    SpaceReserve reserve,
    JournalHost host)
{
    static JournalWriter create(
        final Path directory,
        final JournalConfig config,
        final byte[] configuration,
        final SpaceReserve reserve,
        final JournalHost host) throws JournalException
    {
        if (configuration.length > Frame.payloadLimit(config.frameLimitBytes()))
        {
            throw new IllegalArgumentException("the configuration is longer than a frame: length=" +
                configuration.length + ", limit=" + Frame.payloadLimit(config.frameLimitBytes()));
        }
        final long id = config.id() == 0 ? new SecureRandom().nextLong() : config.id();
        final JournalHeader header = new JournalHeader(id, config.semanticsVersion(), config.durability(),
            config.frameLimitBytes(), config.blocks(), configuration);
        makeDirectory(directory);

        return createIn(directory, config, header, reserve, host);
    }

    /**
     * Creates the journal in a directory that was found empty. The mark claims the directory: a journal that another
     * process has made there since is left alone.
     */
    static JournalWriter createIn(
        final Path directory,
        final JournalConfig config,
        final JournalHeader header,
        final SpaceReserve reserve,
        final JournalHost host) throws JournalException
    {
        claim(directory, host);
        try
        {
            final JournalFile file = JournalFile.create(directory, header);
            final JournalWriter writer = new JournalWriterStart(
                directory, config, file, ChainEnd.ofNew(header), reserve, host).start();
            if (!writer.appendConfiguration(header.configuration()))
            {
                final JournalFailure failure = writer.failure();
                writer.close();
                throw failed(directory, failure.message(), failure.cause());
            }
            return writer;
        }
        catch (final JournalException exception)
        {
            discard(directory, exception);
            throw exception;
        }
        catch (final IOException | RuntimeException exception)
        {
            discard(directory, exception);
            throw failed(directory, exception.getMessage(), exception);
        }
    }

    private static void claim(final Path directory, final JournalHost host) throws JournalException
    {
        try
        {
            Mark.create(directory, host.pid(), host.bootId());
        }
        catch (final FileAlreadyExistsException exception)
        {
            throw new JournalException(JournalException.Reason.NOT_EMPTY,
                directory + ": another process has made a journal there", exception);
        }
        catch (final IOException exception)
        {
            discard(directory, exception);
            throw failed(directory, exception.getMessage(), exception);
        }
    }

    /** Creates the writer; its files are closed if it cannot be made. */
    JournalWriter start() throws IOException
    {
        Mark mark = null;
        try
        {
            mark = new Mark(host.store().openMark(directory.resolve(Mark.NAME)));
            return new JournalWriter(this, mark);
        }
        catch (final IOException | RuntimeException | Error throwable)
        {
            if (mark != null)
            {
                mark.close();
            }
            file.close();
            throw throwable;
        }
    }

    static JournalException failed(final Path directory, final String message, final Throwable cause)
    {
        final JournalException.Reason reason = JournalState.isNoSpace(cause) ?
            JournalException.Reason.NO_SPACE : JournalException.Reason.FAILED;

        return new JournalException(reason, directory + ": " + message, cause);
    }

    private static void makeDirectory(final Path directory) throws JournalException
    {
        try
        {
            OwnerOnly.createDirectories(directory);
            try (Stream<Path> files = Files.list(directory))
            {
                final long count = files.count();
                if (count > 0)
                {
                    throw new JournalException(
                        JournalException.Reason.NOT_EMPTY, directory + ": not empty (" +
                        NumberText.counted(count, "file") + ")");
                }
            }
        }
        catch (final JournalException exception)
        {
            throw exception;
        }
        catch (final FileAlreadyExistsException | NotDirectoryException exception)
        {
            throw new JournalException(
                JournalException.Reason.NOT_EMPTY, directory + ": not a directory", exception);
        }
        catch (final IOException exception)
        {
            throw failed(directory, exception.getMessage(), exception);
        }
    }

    /** Empties the directory, as it was before. */
    private static void discard(final Path directory, final Throwable throwable)
    {
        try
        {
            SegmentFiles.deleteFrom(directory, 0);
            Files.deleteIfExists(directory.resolve(JournalText.NAME));
            Files.deleteIfExists(directory.resolve(JournalFile.NEW_NAME));
            Files.deleteIfExists(directory.resolve(Mark.NAME));
        }
        catch (final IOException exception)
        {
            throwable.addSuppressed(exception);
        }
    }
}
