package org.gale.engine.journal;

import org.agrona.DirectBuffer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reader of the frames of a journal in order, by ordinary file input: our own parser, bounds checked, never Chronicle.
 * Only sound frames are returned. At their end, {@link #end()} describes the end and locates damage. Owned by one
 * thread. Memory is bounded for any content of the directory.
 */
public final class JournalReader implements AutoCloseable
{
    /** Sentence about a directory of which {@link #isUnmade} is true. */
    public static final String UNMADE = ". A process that ended before it had made its journal left what is there: " +
        "remove the directory, and begin again";

    private final FileWindow window = new FileWindow();
    private final JournalWalk walk;
    /** True where a process may write the journal meanwhile: damage is its end. */
    private boolean isShared;

    private JournalReader(final Path directory, final long bootId)
    {
        walk = new JournalWalk(directory, bootId, window);
    }

    /**
     * Opens a journal. Damage is not an exception: {@link #next()} is false and {@link #end()} describes it.
     *
     * @throws JournalException if there is no journal there, or a writer has it open
     */
    public static JournalReader open(final Path directory) throws IOException
    {
        return open(directory, BootId.current());
    }

    /**
     * Opens a journal that a process may be writing, up to what is there now.
     *
     * @throws JournalException if there is no journal there
     */
    public static JournalReader openShared(final Path directory) throws IOException
    {
        if (!isInUse(directory))
        {
            return open(directory);
        }
        final JournalReader reader = new JournalReader(directory, BootId.current());
        reader.isShared = true;
        reader.walk.begin();

        return reader;
    }

    /** Returns whether a process has a journal open. */
    public static boolean isInUse(final Path directory) throws IOException
    {
        if (!PlainFile.isThere(directory.resolve(JournalText.NAME)))
        {
            return false;
        }
        try
        {
            JournalFile.requireNotInUse(directory);

            return false;
        }
        catch (final JournalException ex)
        {
            return ex.reason() == JournalException.Reason.IN_USE;
        }
    }

    /** Returns whether a process may write the journal meanwhile. */
    public boolean isShared()
    {
        return isShared;
    }

    static JournalReader open(final Path directory, final long bootId) throws IOException
    {
        final Path file = directory.resolve(JournalText.NAME);
        if (!Files.isDirectory(directory))
        {
            throw notAJournal(directory, "not a directory");
        }
        if (!PlainFile.isThere(file))
        {
            throw notAJournal(directory, "no journal there (" + JournalText.NAME + " is missing)" +
                (isUnmade(directory) ? UNMADE : ""));
        }
        JournalFile.requireNotInUse(directory);
        final JournalReader reader = new JournalReader(directory, bootId);
        reader.walk.begin();

        return reader;
    }

    /**
     * Finds the journal in whose directory, or in a segment of which, a file lies.
     *
     * @param file an absolute path, which need not exist
     * @return the journal's directory, or null if the file lies in none
     */
    public static Path around(final Path file)
    {
        final Path parent = file.getParent();
        final Path above = parent == null ? null : parent.getParent();
        if (parent != null && Files.exists(parent.resolve(JournalText.NAME)))
        {
            return parent;
        }

        return above != null && Files.exists(above.resolve(JournalText.NAME)) &&
            SegmentFormat.segmentOf(parent.getFileName().toString()) >= 0 ? above : null;
    }

    /** Returns whether a directory holds a journal that no process has open, and that this user may read. */
    public static boolean isLeft(final Path directory)
    {
        try
        {
            if (!PlainFile.isThere(directory.resolve(JournalText.NAME)))
            {
                return false;
            }
            JournalFile.requireNotInUse(directory);

            return true;
        }
        catch (final IOException ex)
        {
            return false;
        }
    }

    /**
     * Returns whether a directory holds what a process leaves that ended before it had made its journal.
     *
     * @throws IOException if the host cannot list it
     */
    public static boolean isUnmade(final Path directory) throws IOException
    {
        try (Stream<Path> files = Files.list(directory))
        {
            final List<String> names = files.limit(3).map(file -> file.getFileName().toString()).toList();

            return !names.isEmpty() && List.of(Mark.NAME, JournalFile.NEW_NAME).containsAll(names);
        }
    }

    /**
     * Returns the header of a journal that its process had not made when it ended: no command was acknowledged.
     *
     * @return the header, or null if a journal is there, or nothing says which one was to be made
     * @throws IOException if the host cannot read it, or its process still lives
     */
    public static JournalHeader unmade(final Path directory) throws IOException
    {
        final Path begun = directory.resolve(JournalFile.NEW_NAME);
        if (!Files.isDirectory(directory) || !isUnmade(directory) || !PlainFile.isThere(begun))
        {
            return null;
        }
        final Path mark = directory.resolve(Mark.NAME);
        final MarkImage writer =
            PlainFile.isThere(mark) && Files.size(mark) == Mark.LENGTH ? MarkImage.read(directory) : null;
        if (writer != null && writer.bootId() == BootId.current() &&
            ProcessHandle.of(writer.pid()).map(ProcessHandle::isAlive).orElse(false))
        {
            throw new JournalException(JournalException.Reason.IN_USE,
                directory + ": process " + writer.pid() + " is making a journal there");
        }
        try
        {
            return JournalFileContent.read(begun).header();
        }
        catch (final DamagedException ex)
        {
            return null;                                            // it ended while it wrote the file
        }
    }

    /**
     * Empties a directory of which {@link #isUnmade} is true: no command is lost.
     *
     * @throws IOException if the host refuses, or there is more in it
     */
    public static void clear(final Path directory) throws IOException
    {
        if (isUnmade(directory))
        {
            Files.deleteIfExists(directory.resolve(Mark.NAME));
            Files.deleteIfExists(directory.resolve(JournalFile.NEW_NAME));
        }
    }

    /**
     * Returns the header of {@code gale.journal}.
     *
     * @return the header, or null if that file is damaged
     */
    public JournalHeader header()
    {
        return walk.content() == null ? null : walk.content().header();
    }

    /**
     * Returns the limit of the segments that a resume chose last.
     *
     * @return the limit in bytes; 0 if none was chosen, or the file is damaged
     */
    public long limitBytes()
    {
        return walk.content() == null ? 0 : walk.content().limitBytes();
    }

    /**
     * Reads the next frame of the chain.
     *
     * @return false at the end, which {@link #end()} describes
     * @throws IOException if the host cannot read a file
     */
    public boolean next() throws IOException
    {
        final boolean isFrame;
        try
        {
            isFrame = walk.next();
        }
        catch (final JournalException exception)
        {
            throw exception;
        }
        catch (final IOException exception)
        {
            requireNotTaken();
            throw exception;
        }
        if (!isFrame && walk.end().damage() != null)
        {
            requireNotTaken();
        }

        return isFrame;
    }

    /**
     * Makes sure that no writer has taken the journal over since it was opened: a journal that is sealed while it is
     * read seems damaged.
     *
     * @throws JournalException with the reason in use
     */
    private void requireNotTaken() throws IOException
    {
        if (isShared)
        {
            return;
        }
        final Path directory = walk.directory();
        if (!PlainFile.isThere(directory.resolve(JournalText.NAME)))
        {
            return;
        }
        JournalFile.requireNotInUse(directory);
        final JournalFileContent content = walk.content();
        if (content != null &&
            Files.size(directory.resolve(JournalText.NAME)) != content.length() + content.torn())
        {
            throw new JournalException(JournalException.Reason.IN_USE,
                directory + ": another process has resumed or sealed it while it was read");
        }
    }

    /**
     * Returns the end of the journal.
     *
     * @return the end, or null until {@link #next()} was false
     */
    public JournalEnd end()
    {
        return walk.end();
    }

    /** Returns the purged segments. If there are any, the first frame read is not the configuration. */
    public PurgedSegments purged()
    {
        return walk.purged();
    }

    /** Returns the number of torn frames, once the end is reached: 1 if the writer died while it copied one, else 0. */
    public int tornFrames()
    {
        return walk.hasTornFrame() ? 1 : 0;
    }

    /** Returns the kind of the frame that was read, one of {@link Frame}'s. */
    public int kind()
    {
        return Frame.kind(window.buffer(), walk.reader().frameIndex());
    }

    /** Returns the number of the frame's first command, or of the next one if the frame has none. */
    public long firstSequence()
    {
        return Frame.firstSequence(window.buffer(), walk.reader().frameIndex());
    }

    /** Returns the number of commands in the frame. */
    public int count()
    {
        return Frame.count(window.buffer(), walk.reader().frameIndex());
    }

    /** Returns the time of the frame since the first phase of its run began, ns; 0 where there is none. */
    public long timeNs()
    {
        return Frame.timeNs(window.buffer(), walk.reader().frameIndex());
    }

    /**
     * Returns the verdict of the run on itself.
     *
     * @return the verdict, or null if the frame that was read is no closing frame, or says nothing of its run
     */
    public ClosingPayload verdict()
    {
        return walk.reader().verdict();
    }

    /** Returns the buffer of the payload of the frame that was read, valid until the next call. */
    public DirectBuffer buffer()
    {
        return window.buffer();
    }

    /**
     * Returns the offset of the payload in {@link #buffer()}.
     *
     * @return an offset in bytes, a multiple of 8
     */
    public int payloadOffset()
    {
        return walk.reader().frameIndex() + Frame.HEADER_LENGTH;
    }

    /** Returns the length of the payload in bytes. */
    public int payloadLength()
    {
        return Frame.payloadLength(window.buffer(), walk.reader().frameIndex());
    }

    /** Returns the number of the segment that holds the frame. */
    public int segment()
    {
        return walk.segment();
    }

    /** Returns the file that holds the frame. */
    public Path file()
    {
        return walk.reader().file();
    }

    /** Returns the number of the frame in its segment. */
    public int frameNumber()
    {
        return walk.reader().number();
    }

    /**
     * Returns the offset in the file at which the frame's excerpt begins.
     *
     * @return an offset in bytes
     */
    public int frameOffset()
    {
        return walk.reader().lastOffset();
    }

    /** Returns the number of commands in the frames read so far. */
    public long commands()
    {
        return walk.chain().commands();
    }

    /** Returns the number of bytes of the frames read so far, without purged ones. */
    public long bytes()
    {
        return walk.chain().bytes() - walk.purged().bytes();
    }

    /** Returns an estimate of the bytes of all frames, for the progress of a reader. */
    public long totalBytes() throws IOException
    {
        return walk.totalBytes();
    }

    /** Returns the position before the first frame that is retained. */
    public JournalPosition start()
    {
        return walk.start();
    }

    /** Returns the position after the frame that was read. */
    public JournalPosition position()
    {
        return walk.chain().position(
            walk.segment(), walk.reader().offset(), walk.reader().lastOffset(), walk.reader().number());
    }

    /**
     * Finds the position before a snapshot, to {@link #seek} to. The search reads the headers of frames alone, so it is
     * quick, and all content is checked when it is read. Only segments whose predecessors are all sealed are searched.
     *
     * @param sequence limit of the number of the last command in the snapshot
     * @param before   a position that this method returned, to find the snapshot before it; null for the last one
     * @return the position, or null if there is none
     */
    public JournalPosition lastSnapshot(final long sequence, final JournalPosition before) throws IOException
    {
        return new SnapshotSearch(walk).last(sequence, before);
    }

    /**
     * Moves to a position that a reader of this journal returned.
     *
     * @return false if the segment is no longer sound; then {@link #end()} has the reason
     */
    public boolean seek(final JournalPosition position) throws IOException
    {
        return walk.seek(position);
    }

    @Override
    public void close() throws IOException
    {
        window.close();
    }

    JournalWalk walk()
    {
        return walk;
    }

    private static JournalException notAJournal(final Path directory, final String finding)
    {
        return new JournalException(JournalException.Reason.NOT_A_JOURNAL, directory + ": " + finding);
    }
}
