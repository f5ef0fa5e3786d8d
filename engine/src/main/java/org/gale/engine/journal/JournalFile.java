package org.gale.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * {@code gale.journal} while the journal is written: one line is added for each segment that is sealed. It is locked
 * as long as it is open, so that a journal has one writer. The sealing thread owns it after it was opened.
 */
final class JournalFile implements AutoCloseable
{
    /** The name that the file has until its header is whole. */
    static final String NEW_NAME = JournalText.NAME + ".new";

    private final FileChannel channel;
    private final JournalHeader header;
    private int sealedCount;

    private JournalFile(final FileChannel channel, final JournalHeader header, final int sealedCount)
    {
        this.channel = channel;
        this.header = header;
        this.sealedCount = sealedCount;
    }

    /** Makes the file whole, then gives it its name: there is no journal with half a header. */
    static JournalFile create(final Path journal, final JournalHeader header) throws IOException
    {
        final Path file = journal.resolve(JournalText.NAME);
        final Path made = journal.resolve(NEW_NAME);
        try (FileChannel channel = FileChannel.open(made, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))
        {
            append(channel, JournalText.header(header));
            channel.force(true);
        }
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        forceDirectory(journal);

        return new JournalFile(locked(file), header, 0);
    }

    /** Opens the file to add lines; a line that was torn is cut. */
    static JournalFile reopen(final Path journal, final JournalFileContent content) throws IOException
    {
        final FileChannel channel = locked(journal.resolve(JournalText.NAME));
        try
        {
            if (channel.size() != content.length() + content.torn())
            {
                throw inUse(journal.resolve(JournalText.NAME), null);
            }
            channel.truncate(content.length());
            return new JournalFile(channel, content.header(), content.sealed().size());
        }
        catch (final IOException exception)
        {
            channel.close();
            throw exception;
        }
    }

    static void forceDirectory(final Path directory) throws IOException
    {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ))
        {
            channel.force(true);
        }
    }

    JournalHeader header()
    {
        return header;
    }

    boolean isSealed(final int segment)
    {
        return segment < sealedCount;
    }

    /** Adds the line of a segment and forces it. Segments are sealed in order; one that has its line is left alone. */
    void seal(final SealedSegment segment) throws IOException
    {
        if (isSealed(segment.segment()))
        {
            return;
        }
        if (segment.segment() != sealedCount)
        {
            throw new IllegalStateException(
                "segments are sealed in order: segment=" + segment.segment() + ", next=" + sealedCount);
        }
        final long length = channel.size();
        try
        {
            append(channel, JournalText.sealed(segment));
            channel.force(true);
        }
        catch (final IOException exception)
        {
            channel.truncate(length);
            throw exception;
        }
        sealedCount++;
    }

    @Override
    public void close() throws IOException
    {
        channel.close();
    }

    private static FileChannel locked(final Path file) throws IOException
    {
        final FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        try
        {
            if (channel.tryLock() != null)
            {
                return channel;
            }
        }
        catch (final OverlappingFileLockException exception)
        {
            channel.close();
            throw inUse(file, exception);
        }
        channel.close();
        throw inUse(file, null);
    }

    private static JournalException inUse(final Path file, final Throwable cause)
    {
        return new JournalException(
            JournalException.Reason.IN_USE, file.getParent() + ": another writer has it open", cause);
    }

    private static void append(final FileChannel channel, final byte[] line) throws IOException
    {
        final ByteBuffer buffer = ByteBuffer.wrap(line);
        final long position = channel.size();
        while (buffer.hasRemaining())
        {
            channel.write(buffer, position + buffer.position());
        }
    }
}
