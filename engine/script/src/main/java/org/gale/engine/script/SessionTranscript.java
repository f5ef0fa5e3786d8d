package org.gale.engine.script;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;
import org.gale.engine.host.FileFailure;
import org.gale.engine.host.OutputFile;
import org.gale.engine.record.SessionProof;

/**
 * Transcript of a session, which {@code gale check} plays: each command with its reply, and the comments between them.
 * The lines of a command are written before its reply leaves the process. A session that is killed leaves a transcript
 * of what it answered. Owned by the thread of the session.
 */
public final class SessionTranscript implements AutoCloseable
{
    /** Limit of the length of a transcript, unpacked if it is compressed. */
    public static final long LIMIT_BYTES = 1L << 30;
    /** Beginning of the line of a command. */
    public static final String COMMAND_PREFIX = "> ";
    /** Beginning of the line of a reply. */
    public static final String REPLY_PREFIX = "< ";
    /** Reply that any reply matches. */
    public static final String ANY_REPLY = "*";

    private static final int FLUSH_AT = 1 << 16;

    private final Path path;
    private final FileChannel channel;
    private final long limitBytes;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private long writtenBytes;

    private SessionTranscript(final Path path, final FileChannel channel, final long limitBytes)
    {
        this.path = path;
        this.channel = channel;
        this.limitBytes = limitBytes;
    }

    /** Source of the transcripts of sessions. */
    @FunctionalInterface
    public interface Source
    {
        /** Source that keeps none. */
        Source NONE = () -> null;

        /**
         * Begins the transcript of a session.
         *
         * @return the transcript, or null if none is kept
         * @throws OutcomeException if its file cannot be created
         */
        SessionTranscript begin();
    }

    /**
     * Creates the file of a transcript.
     *
     * @param replaces true to empty a file that is there
     * @param version  of the program
     * @throws FileAlreadyExistsException if a file is there, and is not to be replaced
     * @throws IOException                if it cannot be created
     */
    public static SessionTranscript create(final Path path, final boolean replaces, final String version)
        throws IOException
    {
        return create(path, replaces, version, LIMIT_BYTES);
    }

    static SessionTranscript create(
        final Path path, final boolean replaces, final String version, final long limitBytes) throws IOException
    {
        final SessionTranscript transcript =
            new SessionTranscript(path, OutputFile.open(path, replaces), limitBytes);
        transcript.remark("gale script " + version + ": gale check plays this file");

        return transcript;
    }

    /**
     * Adds a line with its reply, and before the reply what it broke. A line without a reply is blank or a comment, and
     * stays one. A {@code notices} line is left out: a check hears of each broken promise.
     */
    void line(
        final byte[] bytes, final int offset, final int length, final ReplyBuffer reply,
        final ProtocolSession session)
    {
        final int replyOffset = session.replyOffset();
        if (session.isNoticesLine())
        {
            return;
        }
        final int replyBytes = reply.length() - replyOffset;                    // with its end of line
        if (replyBytes == 0)
        {
            comment(bytes, offset, length);
            return;
        }
        command(bytes, offset, length);
        notices(session.notices());
        if (replyBytes - 1 > ByteLines.LENGTH_LIMIT)                            // longer than a line of a transcript
        {
            add(REPLY_PREFIX + ANY_REPLY + '\n');
        }
        else
        {
            add(REPLY_PREFIX);
            text.write(reply.bytes(), replyOffset, replyBytes);
        }
    }

    /** Adds broken promises as comments: a check fails until the transcript expects them. */
    void notices(final List<SessionProof.Notice> notices)
    {
        for (final SessionProof.Notice notice : notices)
        {
            remark(ProtocolSession.NOTICE_PREFIX + notice.line());
        }
    }

    /** Adds a line that the session did not survive. A check of the transcript executes it and repeats the failure. */
    void failed(final byte[] bytes, final int offset, final int length)
    {
        command(bytes, offset, length);
        add(REPLY_PREFIX + ANY_REPLY + '\n');
    }

    /** Adds a comment on a line that was refused unread. */
    void refused(final String reason)
    {
        remark("a line was refused here: " + reason);
    }

    /** Returns whether so much is unwritten that it is time for a flush. */
    boolean isLong()
    {
        return text.size() >= FLUSH_AT;
    }

    /**
     * Writes what was added. What the host refuses is cut off, so that the file ends with a whole reply.
     *
     * @throws OutcomeException if the host refuses it, or the transcript is longer than a check plays
     */
    void flush()
    {
        final ByteBuffer bytes = ByteBuffer.wrap(text.toByteArray());
        text.reset();
        if (writtenBytes + bytes.remaining() > limitBytes)
        {
            throw refusal("it is longer than " + NumberText.bytes(limitBytes) + ", the most that gale check plays",
                null);
        }
        try
        {
            while (bytes.hasRemaining())
            {
                channel.write(bytes);
            }
            writtenBytes += bytes.limit();
        }
        catch (final IOException ex)
        {
            cut();
            throw refusal(FileFailure.reason(ex), ex);
        }
    }

    /** Writes what was added, and closes the file. */
    @Override
    public void close()
    {
        try (FileChannel closed = channel)
        {
            assert closed.isOpen() : path;
            flush();
        }
        catch (final IOException ex)
        {
            throw refusal(FileFailure.reason(ex), ex);
        }
    }

    private void command(final byte[] bytes, final int offset, final int length)
    {
        add(COMMAND_PREFIX);
        text.write(bytes, offset, length);
        text.write('\n');
    }

    private void comment(final byte[] bytes, final int offset, final int length)
    {
        int start = offset;
        while (start < offset + length && bytes[start] != '#')
        {
            start++;
        }
        text.write(bytes, start, offset + length - start);
        text.write('\n');
    }

    private void remark(final String what)
    {
        add("# " + what + '\n');
    }

    private void add(final String ascii)
    {
        final byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
        text.write(bytes, 0, bytes.length);
    }

    /** Removes the beginning of what was not written whole. A pipe or a device keeps it. */
    private void cut()
    {
        try
        {
            if (Files.isRegularFile(path))
            {
                channel.truncate(writtenBytes);
            }
        }
        catch (final IOException ex)
        {
            assert writtenBytes >= 0 : ex;                                      // the first failure says enough
        }
    }

    private OutcomeException refusal(final String reason, final IOException cause)
    {
        return new OutcomeException(Outcome.RESOURCES, "the transcript " + path + " cannot be written: " + reason +
            "%n  The session has ended. Everything answered is in the transcript.".formatted(), cause);
    }
}
