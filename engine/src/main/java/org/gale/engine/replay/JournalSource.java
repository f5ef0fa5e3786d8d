package org.gale.engine.replay;

import java.io.IOException;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.GivenUp;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalDamage;
import org.gale.engine.journal.JournalEnd;
import org.gale.engine.journal.JournalPosition;
import org.gale.engine.journal.JournalReader;
import org.gale.ringbuf.CommandWord;

/**
 * The frames of a journal as a replay needs them: the configuration first, then frames whose commands are whole. What a
 * sound frame holds is as hostile as any other input until it was checked. Owned by one thread.
 */
final class JournalSource implements AutoCloseable
{
    private final JournalReader reader;
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[0]);
    private RunConfiguration configuration;
    private boolean isUnread;

    private JournalSource(final JournalReader reader)
    {
        this.reader = reader;
    }

    /**
     * Opens a journal and reads its configuration.
     *
     * @throws org.gale.engine.journal.JournalException if there is none, or it is being written
     * @throws ReplayException if it is damaged before its first command
     */
    static JournalSource open(final Path journal) throws IOException
    {
        final JournalSource source = new JournalSource(JournalReader.open(journal));
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

    /** What is not there any more: a replay cannot begin at reset then. */
    GivenUp givenUp()
    {
        return reader.givenUp();
    }

    RunConfiguration configuration()
    {
        return configuration;
    }

    /**
     * Reads the next frame; its commands are whole and as many as it says.
     *
     * @return false at the end, which {@link #end()} describes; it is not damaged
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
            if (reader.end().status() == JournalEnd.Status.DAMAGED)
            {
                throw new ReplayException(ReplayException.Reason.DAMAGED, reader.end().damage().message());
            }
            return false;
        }
        wrapFrame();
        if (reader.kind() == Frame.COMMANDS)
        {
            final int count = countCommands(frame, reader.payloadLength());
            if (count != reader.count())
            {
                throw damaged(count < 0 ? "its commands are not whole" :
                    "count of commands " + reader.count() + ", expected " + count, null);
            }
        }

        return true;
    }

    /** Reads the next frame that is no snapshot: is it a digest? False at the end, and where the journal is damaged. */
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

    /** Is the frame one of commands? */
    boolean isCommands()
    {
        return reader.kind() == Frame.COMMANDS;
    }

    /** Is the frame a digest? */
    boolean isDigest()
    {
        return reader.kind() == Frame.DIGEST;
    }

    /** Is the frame a part of a snapshot? */
    boolean isSnapshot()
    {
        return reader.kind() == Frame.SNAPSHOT;
    }

    /** The frame that was read is the next one again. */
    void unread()
    {
        isUnread = true;
    }

    /** The place in front of the first frame that is there. */
    JournalPosition start()
    {
        return reader.start();
    }

    /** The place after the frame that was read. */
    JournalPosition position()
    {
        return reader.position();
    }

    /** See {@link JournalReader#lastSnapshot}. */
    JournalPosition lastSnapshot(final long sequence, final JournalPosition before) throws IOException
    {
        return reader.lastSnapshot(sequence, before);
    }

    /**
     * Goes to a place.
     *
     * @throws ReplayException if its segment is damaged
     */
    void seek(final JournalPosition position) throws IOException
    {
        isUnread = false;
        if (!reader.seek(position))
        {
            throw new ReplayException(ReplayException.Reason.DAMAGED, reader.end().damage().message());
        }
    }

    /** The payload of the frame and nothing else, until the next one is read. */
    UnsafeBuffer frame()
    {
        return frame;
    }

    /** Length of the payload in bytes. */
    int length()
    {
        return reader.payloadLength();
    }

    /** Number of the frame's first command, or of the next one. */
    long firstSequence()
    {
        return reader.firstSequence();
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

    /** How the journal ends; null before. */
    JournalEnd end()
    {
        return reader.end();
    }

    /** The frame that was read is not what it has to be. */
    ReplayException damaged(final String finding, final Throwable cause)
    {
        return new ReplayException(ReplayException.Reason.DAMAGED, new JournalDamage(reader.file(), reader.segment(),
            reader.frameNumber(), reader.frameOffset(), finding, reader.firstSequence() - 1).message(), cause);
    }

    @Override
    public void close() throws IOException
    {
        reader.close();
    }

    /** Offset after so many commands; they are whole. */
    static int skip(final DirectBuffer frame, final int offset, final long commands)
    {
        int at = offset;
        for (long i = 0; i < commands; i++)
        {
            at += CommandWord.length(frame.getLong(at)) << 3;
        }

        return at;
    }

    private void wrapFrame()
    {
        frame.wrap(reader.buffer(), reader.payloadOffset(), reader.payloadLength());
    }

    private void readConfiguration(final Path journal) throws IOException
    {
        if (!givenUp().isAny() && !next())
        {
            throw new ReplayException(ReplayException.Reason.TOO_SHORT, journal + ": holds no frame: " +
                "its writer died before the first");
        }
        if (reader.header() == null)
        {
            throw new ReplayException(ReplayException.Reason.DAMAGED, reader.end().damage().message());
        }
        final int semantics = reader.header().semanticsVersion();
        if (semantics != JournalConfig.DEFAULT.semanticsVersion())
        {
            throw new ReplayException(ReplayException.Reason.OTHER_VERSION, journal + ": its commands have version " +
                semantics + ", and this gale knows version " + JournalConfig.DEFAULT.semanticsVersion());
        }
        try
        {
            configuration = RunConfiguration.parse(reader.header().configuration());
        }
        catch (final IllegalArgumentException ex)
        {
            throw damaged("configuration: " + ex.getMessage(), ex);
        }
    }

    /** How many commands there are, or -1 if they do not end where the frame does. */
    private static int countCommands(final UnsafeBuffer frame, final int lengthBytes)
    {
        if ((lengthBytes & 7) != 0)
        {
            return -1;
        }
        int count = 0;
        int at = 0;
        while (at < lengthBytes)
        {
            final long word = frame.getLong(at);
            final int opcode = CommandWord.opcode(word);
            final int words = opcode == CommandWord.MSI || opcode == CommandWord.TURN ? 1 : CommandWord.length(word);
            if (words == 0)
            {
                return -1;
            }
            at += words << 3;
            count++;
        }

        return at == lengthBytes ? count : -1;
    }
}
