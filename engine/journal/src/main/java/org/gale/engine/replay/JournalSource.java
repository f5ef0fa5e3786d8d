package org.gale.engine.replay;

import java.io.IOException;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalPosition;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.journal.PurgedSegments;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.MachineFactory;

/**
 * Frames of a journal in the order of a replay: the configuration first, then frames whose commands are whole. The
 * content of a sound frame is checked like any other hostile input. Owned by one thread.
 */
final class JournalSource implements AutoCloseable
{
    private final JournalReader reader;
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[0]);
    private final SnapshotOrder snapshots = new SnapshotOrder();
    private RunConfiguration configuration;
    private boolean isUnread;

    private JournalSource(final JournalReader reader)
    {
        this.reader = reader;
    }

    /**
     * Opens a journal and reads its configuration.
     *
     * @throws org.gale.engine.journal.JournalException if there is none, or a process is writing it
     * @throws ReplayException if it is damaged before its first command
     */
    static JournalSource open(final Path journal) throws IOException
    {
        return opened(journal, JournalReader.open(journal));
    }

    /** Opens a journal that a process may be writing, as {@link #open} does: it ends with what is there. */
    static JournalSource openShared(final Path journal) throws IOException
    {
        return opened(journal, JournalReader.openShared(journal));
    }

    private static JournalSource opened(final Path journal, final JournalReader reader) throws IOException
    {
        final JournalSource source = new JournalSource(reader);
        try
        {
            source.readConfiguration(journal);
            return source;
        }
        catch (final IOException | RuntimeException ex)
        {
            source.close();
            throw ex;
        }
    }

    /** Returns the purged beginning of the journal. If any is purged, a replay cannot begin at reset. */
    PurgedSegments purged()
    {
        return reader.purged();
    }

    RunConfiguration configuration()
    {
        return configuration;
    }

    /**
     * Reads the next frame and checks that its commands are whole and as many as it says, or that it is the part of a
     * snapshot that comes there.
     *
     * @return true if a frame was read, false at the end, which {@link #end()} describes
     */
    boolean next() throws IOException
    {
        if (isUnread)
        {
            isUnread = false;
            return true;
        }
        if (!reader.next())
        {
            if (reader.end().status() == JournalEnd.Status.DAMAGED && !reader.isShared())
            {
                throw new ReplayException(ReplayException.Reason.DAMAGED, reader.end().damage().message());
            }
            return false;
        }
        wrapFrame();
        if (isSnapshot())
        {
            snapshots.part(reader, frame);
        }
        else
        {
            snapshots.otherFrame();
        }
        if (reader.kind() == Frame.COMMANDS)
        {
            final int count = CommandCursor.count(frame, 0, reader.payloadLength());
            if (count != reader.count())
            {
                throw damaged(count < 0 ? "its commands are not whole" :
                    "count of commands " + reader.count() + ", expected " + count, null);
            }
        }

        return true;
    }

    /**
     * Reads the next frame that is no snapshot and returns whether it is a digest.
     *
     * @return true if it is a digest; false if it is not, at the end, and where the journal is damaged
     */
    boolean nextIsDigest() throws IOException
    {
        boolean isThere = reader.next();
        while (isThere && isSnapshot())
        {
            isThere = reader.next();
        }
        if (!isThere)
        {
            return false;
        }
        wrapFrame();

        return isDigest();
    }

    /** Returns whether the frame holds commands. */
    boolean isCommands()
    {
        return reader.kind() == Frame.COMMANDS;
    }

    /** Returns whether the frame is a digest. */
    boolean isDigest()
    {
        return reader.kind() == Frame.DIGEST;
    }

    /** Returns whether the frame is a part of a snapshot. */
    boolean isSnapshot()
    {
        return reader.kind() == Frame.SNAPSHOT;
    }

    /** Puts the frame back, so that the next read returns it again. */
    void unread()
    {
        isUnread = true;
    }

    /** Returns the position before the first retained frame. */
    JournalPosition start()
    {
        return reader.start();
    }

    /** Returns the position after the frame that was read. */
    JournalPosition position()
    {
        return reader.position();
    }

    /**
     * Returns the position of the last snapshot before a place; see {@link JournalReader#lastSnapshot}.
     *
     * @return the position, or null if there is none
     */
    JournalPosition lastSnapshot(final long sequence, final JournalPosition before) throws IOException
    {
        return reader.lastSnapshot(sequence, before);
    }

    /**
     * Moves to a position.
     *
     * @throws ReplayException if its segment is damaged
     */
    void seek(final JournalPosition position) throws IOException
    {
        isUnread = false;
        snapshots.begin();
        if (!reader.seek(position))
        {
            throw new ReplayException(ReplayException.Reason.DAMAGED, reader.end().damage().message());
        }
    }

    /** Returns the file that holds the frame. */
    Path file()
    {
        return reader.file();
    }

    /** Returns a view of the payload of the frame, valid until the next read. */
    UnsafeBuffer frame()
    {
        return frame;
    }

    /** Returns the length of the payload in bytes. */
    int length()
    {
        return reader.payloadLength();
    }

    /**
     * Returns the number of the frame's first command, or that of the next command if the frame has none.
     *
     * @return the sequence number, from 1
     */
    long firstSequence()
    {
        return reader.firstSequence();
    }

    /** Returns the time of the frame since the first phase of its run began, ns. */
    long timeNs()
    {
        return reader.timeNs();
    }

    int count()
    {
        return reader.count();
    }

    long doneBytes()
    {
        return reader.bytes();
    }

    long totalBytes() throws IOException
    {
        return reader.totalBytes();
    }

    /**
     * Returns how the journal ends.
     *
     * @return the end, or null before it is reached
     */
    JournalEnd end()
    {
        return reader.end();
    }

    /** Makes the machine of a journal, at reset. */
    Machine machine(final MachineFactory machines) throws ReplayException
    {
        try
        {
            return machines.create(configuration().machine());
        }
        catch (final IllegalArgumentException ex)
        {
            throw damaged("configuration: machine: " + ex.getMessage(), ex);
        }
    }

    /** Makes the exception for a frame whose content is invalid. */
    ReplayException damaged(final String finding, final Throwable cause)
    {
        return ReplayException.damaged(reader, finding, cause);
    }

    @Override
    public void close() throws IOException
    {
        reader.close();
    }

    /** Returns the offset behind a number of commands at the begin of the frame, or its length if it has no more. */
    int offsetBehind(final long commands)
    {
        final CommandCursor cursor = new CommandCursor().wrap(frame, 0, length());
        long left = commands;
        while (left > 0 && cursor.next())
        {
            left--;
        }

        return cursor.nextOffset();
    }

    private void wrapFrame()
    {
        frame.wrap(reader.buffer(), reader.payloadOffset(), reader.payloadLength());
    }

    private void readConfiguration(final Path journal) throws IOException
    {
        if (!purged().isAny() && !next())
        {
            throw new ReplayException(ReplayException.Reason.TOO_SHORT, journal + ": holds no frame: " +
                "its writer died before the first");
        }
        if (reader.header() == null)
        {
            throw new ReplayException(ReplayException.Reason.DAMAGED, reader.end().damage().message());
        }
        try
        {
            configuration = RunConfiguration.parse(reader.header().configuration());
        }
        catch (final IllegalArgumentException ex)
        {
            throw damaged("configuration: " + ex.getMessage(), ex);
        }
        if (configuration.isDevice())
        {
            throw new ReplayException(ReplayException.Reason.OTHER_CONTENT, journal + ": holds what a device and its " +
                "client exchanged, and no machine (see it: gale journal dump " + journal + ')');
        }
    }
}
