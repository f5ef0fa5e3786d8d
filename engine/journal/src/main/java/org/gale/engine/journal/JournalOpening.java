package org.gale.engine.journal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.stream.Stream;
import org.gale.engine.config.NumberText;
import org.gale.engine.host.AgentHost;
import org.gale.engine.host.FileFailure;

/**
 * Opening of journals for their one writer. A new journal gets its first frame. A journal that was closed or left is
 * sealed: every segment gets its line, and segments made ahead are deleted. A process that dies in the middle leaves a
 * directory that can be opened again. Immutable.
 */
public final class JournalOpening
{
    private final JournalConfig config;
    private final JournalHost host;
    private final SpaceReserve reserve;
    private final JournalMistake mistake;

    /** Creates an opening on this host. */
    public JournalOpening(final JournalConfig config)
    {
        this(config, ThreadedHost.current());
    }

    /** Creates an opening on this host, where the helpers of journals run at a place of the caller. */
    public JournalOpening(final JournalConfig config, final AgentHost helpers)
    {
        this(config, ThreadedHost.current(helpers));
    }

    /** Creates an opening on a host of the caller. */
    public JournalOpening(final JournalConfig config, final JournalHost host)
    {
        this(config, host, new ZeroWriter());
    }

    /**
     * Creates an opening.
     *
     * @param reserve reserves the space of segments
     */
    JournalOpening(final JournalConfig config, final JournalHost host, final SpaceReserve reserve)
    {
        this(config, host, reserve, JournalMistake.NONE);
    }

    /**
     * Creates an opening whose writers make a mistake.
     *
     * @param mistake that the simulator is to find
     */
    JournalOpening(
        final JournalConfig config, final JournalHost host, final SpaceReserve reserve, final JournalMistake mistake)
    {
        this.config = config;
        this.host = host;
        this.reserve = reserve;
        this.mistake = mistake;
    }

    /**
     * Creates a journal, and appends its first frame, the configuration.
     *
     * @param directory     absent or empty
     * @param configuration opaque bytes, at most {@link JournalWriter#payloadLimit()} of them
     * @throws JournalException if the directory is not empty, or the host refuses
     */
    public JournalWriter create(final Path directory, final byte[] configuration) throws JournalException
    {
        if (configuration.length > Frame.payloadLimit(config.frameLimitBytes()))
        {
            throw new IllegalArgumentException("the configuration is longer than a frame: length=" +
                configuration.length + ", limit=" + Frame.payloadLimit(config.frameLimitBytes()));
        }
        final long id = config.id() == 0 ? new SecureRandom().nextLong() : config.id();
        final JournalHeader header = new JournalHeader(
            id, config.durability(), config.frameLimitBytes(), config.blocks(), configuration);
        makeDirectory(directory);

        return createIn(directory, header);
    }

    /**
     * Resumes a journal that was closed or left: seals it, and appends to the next segment of the chain. The journal's
     * own blocks and frame limit hold.
     *
     * @throws JournalException if it is damaged, in use, or met a loss of power and must be repaired first
     */
    public JournalWriter resume(final Path directory) throws JournalException
    {
        try (JournalReader reader = JournalReader.open(directory, host.bootId()))
        {
            readToEnd(reader);

            return resume(reader.walk());
        }
        catch (final JournalException exception)
        {
            throw exception;
        }
        catch (final IOException exception)
        {
            throw failed(directory, FileFailure.textBehind(directory, exception), exception);
        }
    }

    private JournalWriter resume(final JournalWalk walk) throws IOException
    {
        final JournalFile file = sealAll(walk);
        takeOver(walk, file);
        final JournalWriter writer = start(walk.directory(), file, ChainEnd.of(walk));
        // A writer that died before its first frame was acknowledged left a journal without its configuration.
        if (walk.chain().frames() == 0)
        {
            appendConfiguration(walk.directory(), writer, file.header());
        }

        return writer;
    }

    /**
     * Seals a journal that its writer left. A second seal changes nothing.
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

    /**
     * Creates the journal in a directory that was found empty. The mark claims the directory: a journal that another
     * process has made there since is left alone.
     */
    JournalWriter createIn(final Path directory, final JournalHeader header) throws JournalException
    {
        begin(directory, header);
        claim(directory);
        try
        {
            final JournalWriter writer =
                start(directory, JournalFile.create(directory, header), ChainEnd.ofNew(header));
            appendConfiguration(directory, writer, header);

            return writer;
        }
        catch (final JournalException exception)
        {
            discard(directory, exception);
            throw exception;
        }
        catch (final IOException exception)
        {
            discard(directory, exception);
            throw failed(directory, FileFailure.textBehind(directory, exception), exception);
        }
        catch (final RuntimeException exception)
        {
            discard(directory, exception);
            throw failed(directory, exception.getMessage(), exception);
        }
    }

    private static void begin(final Path directory, final JournalHeader header) throws JournalException
    {
        try
        {
            JournalFile.begin(directory, header);
        }
        catch (final FileAlreadyExistsException exception)
        {
            throw taken(directory, exception);
        }
        catch (final IOException exception)
        {
            discard(directory, exception);
            throw failed(directory, FileFailure.textBehind(directory, exception), exception);
        }
    }

    private static JournalException taken(final Path directory, final FileAlreadyExistsException cause)
    {
        return new JournalException(JournalException.Reason.NOT_EMPTY,
            directory + ": another process has made a journal there", cause);
    }

    private void claim(final Path directory) throws JournalException
    {
        try
        {
            Mark.create(directory, host.pid(), host.bootId());
        }
        catch (final FileAlreadyExistsException exception)
        {
            withdraw(directory, exception);
            throw taken(directory, exception);
        }
        catch (final IOException exception)
        {
            discard(directory, exception);
            throw failed(directory, FileFailure.textBehind(directory, exception), exception);
        }
    }

    /** Deletes the file that this process has begun, and nothing of another one. */
    private static void withdraw(final Path directory, final Throwable throwable)
    {
        try
        {
            Files.deleteIfExists(directory.resolve(JournalFile.NEW_NAME));
        }
        catch (final IOException exception)
        {
            throwable.addSuppressed(exception);
        }
    }

    /** Creates the writer; the journal's files are closed if it cannot be made. */
    private JournalWriter start(final Path directory, final JournalFile file, final ChainEnd end) throws IOException
    {
        final OpenJournal journal = OpenJournal.of(directory, file, end, host.store(), mistake);
        try
        {
            return new JournalWriter(journal, config, host, reserve);
        }
        catch (final IOException | RuntimeException | Error throwable)
        {
            journal.abandon();
            throw throwable;
        }
    }

    private static void appendConfiguration(
        final Path directory, final JournalWriter writer, final JournalHeader header) throws JournalException
    {
        if (!writer.appendConfiguration(header.configuration()))
        {
            final JournalFailure failure = writer.failure();
            writer.close();
            throw failed(directory, failure.message(), failure.cause());
        }
    }

    /**
     * Seals a journal that was read to its end.
     *
     * @return {@code gale.journal}, locked
     */
    private static JournalFile sealAll(final JournalWalk walk) throws IOException
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

    /**
     * Writes a limit that differs from the last one, so that the next resume has it, and takes the mark over.
     * Everything is sealed and so was forced.
     */
    private void takeOver(final JournalWalk walk, final JournalFile file) throws IOException
    {
        try
        {
            if (config.purgesOldest() && config.limitBytes() != walk.content().limitBytes())
            {
                file.limit(config.limitBytes());
            }
            Mark.store(walk.directory(), walk.last(), walk.last(), host.pid(), host.bootId());
        }
        catch (final IOException exception)
        {
            file.close();
            throw exception;
        }
    }

    private static JournalException failed(final Path directory, final String message, final Throwable cause)
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
                        NumberText.counted(count, "file") + ")" +
                        (JournalReader.isUnmade(directory) ? JournalReader.UNMADE : ""));
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
            throw failed(directory, FileFailure.textBehind(directory, exception), exception);
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
