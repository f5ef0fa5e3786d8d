package org.gale.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * File {@code gale.journal} while the journal is written: one line is added for each segment that is sealed. The file
 * is locked as long as it is open, so that a journal has one writer. The sealing thread owns it after it was opened.
 */
final class JournalFile implements AutoCloseable
{
    /** Name of the file until its header is whole. */
    static final String NEW_NAME = JournalText.NAME + ".new";

    /**
     * Journals that this process writes. A process cannot lock a file against itself, so the set does. Its monitor is
     * held while a lock is asked for: two threads cannot ask at a time.
     */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private final Path name;
    private final FileChannel channel;
    private final JournalHeader header;
    private final ArrayDeque<SealedSegment> kept;
    private int sealedCount;

    private JournalFile(
        final Path name, final FileChannel channel, final JournalHeader header, final List<SealedSegment> sealed,
        final int purged)
    {
        this.name = name;
        this.channel = channel;
        this.header = header;
        this.sealedCount = sealed.size();
        this.kept = new ArrayDeque<>(sealed.subList(purged, sealed.size()));
    }

    /**
     * Writes the file under another name: no journal has half a header. From then on the directory says which journal
     * was to be made.
     *
     * @throws IOException if the host refuses, or the name is taken
     */
    static void begin(final Path journal, final JournalHeader header) throws IOException
    {
        try (FileChannel channel = OwnerOnly.open(
            journal.resolve(NEW_NAME), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))
        {
            append(channel, JournalText.header(header));
            channel.force(true);
        }
    }

    /** Gives the file that was begun its name. */
    static JournalFile create(final Path journal, final JournalHeader header) throws IOException
    {
        final Path file = journal.resolve(JournalText.NAME);
        Files.move(journal.resolve(NEW_NAME), file, StandardCopyOption.ATOMIC_MOVE);
        forceDirectory(journal);
        final Path parent = journal.toRealPath().getParent();
        if (header.durability() == Durability.FORCED && parent != null)
        {
            forceDirectory(parent);
        }

        return locked(file, header, List.of(), 0);
    }

    /** Opens the file to add lines; a torn line is cut. */
    static JournalFile reopen(final Path journal, final JournalFileContent content) throws IOException
    {
        final Path file = journal.resolve(JournalText.NAME);
        final JournalFile opened = locked(
            file, content.header(), content.sealed(), content.purged().segments());
        try
        {
            if (opened.channel.size() != content.length() + content.torn())
            {
                throw inUse(file);
            }
            opened.channel.truncate(content.length());
            return opened;
        }
        catch (final IOException exception)
        {
            opened.close();
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
        addForced(JournalText.sealed(segment));
        sealedCount++;
        kept.add(segment);
    }

    /** Returns the bytes of the files of the segments that are sealed and retained. */
    long keptBytes()
    {
        return kept.stream().mapToLong(SegmentBudget::sealedBytes).sum();
    }

    /**
     * Adds the line that purges all segments before this one, and forces it: they may be deleted then.
     *
     * @return the segments that were not purged before
     */
    List<SealedSegment> purgeBefore(final int segment) throws IOException
    {
        final List<SealedSegment> given = new ArrayList<>();
        while (!kept.isEmpty() && kept.peek().segment() < segment)
        {
            given.add(kept.remove());
        }
        if (!given.isEmpty())
        {
            addForced(JournalText.purged(given.get(given.size() - 1)));
        }

        return given;
    }

    /** Adds the line of a limit that was chosen on resume, and forces it. */
    void limit(final long limitBytes) throws IOException
    {
        addForced(JournalText.limit(limitBytes));
    }

    private void addForced(final byte[] line) throws IOException
    {
        final long length = channel.size();
        try
        {
            append(channel, line);
            channel.force(true);
        }
        catch (final IOException exception)
        {
            channel.truncate(length);
            throw exception;
        }
    }

    @Override
    public void close() throws IOException
    {
        channel.close();
        OPEN.remove(name);
    }

    /**
     * Makes sure that nobody writes the journal, because a journal that grows while it is read seems damaged.
     *
     * @throws JournalException with the reason in use
     */
    static void requireNotInUse(final Path journal) throws IOException
    {
        final Path file = journal.resolve(JournalText.NAME);
        synchronized (OPEN)
        {
            // Asked first, because closing a channel releases the locks that this process has on the file.
            if (OPEN.contains(file.toRealPath()))
            {
                throw inUse(file);
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
            {
                if (!canLock(channel))
                {
                    throw inUse(file);
                }
            }
        }
    }

    /**
     * Returns whether the file can be locked. A filesystem without locks cannot say so, and must not prevent reading.
     */
    private static boolean canLock(final FileChannel channel)
    {
        try
        {
            return channel.tryLock(0, Long.MAX_VALUE, true) != null;
        }
        catch (final IOException exception)
        {
            return true;
        }
    }

    private static JournalFile locked(
        final Path file, final JournalHeader header, final List<SealedSegment> sealed, final int purged)
        throws IOException
    {
        final Path name = file.toRealPath();
        synchronized (OPEN)
        {
            if (!OPEN.add(name))
            {
                throw inUse(file);
            }
        }
        FileChannel channel = null;
        try
        {
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
            if (channel.tryLock() == null)
            {
                throw inUse(file);
            }
            return new JournalFile(name, channel, header, sealed, purged);
        }
        catch (final IOException | RuntimeException exception)
        {
            OPEN.remove(name);
            if (channel != null)
            {
                channel.close();
            }
            throw exception;
        }
    }

    private static JournalException inUse(final Path file)
    {
        return new JournalException(
            JournalException.Reason.IN_USE, file.getParent() + ": a writer has it open");
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
