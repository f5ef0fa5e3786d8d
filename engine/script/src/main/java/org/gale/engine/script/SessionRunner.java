package org.gale.engine.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Runner of a session on a pair of streams. Replies leave when there is no more input to execute. Pipelined commands
 * then cost no system call each, and a person gets an answer at once. Owned by the thread that runs it.
 */
public final class SessionRunner
{
    private static final int REPLY_LIMIT = 1 << 16;

    private final ProtocolSession session;
    private final ReplyBuffer reply;
    private final OutputStream out;
    private final ByteLines lines;
    private final boolean endsAtFail;
    private final boolean isConnection;
    /** Null if none is kept. */
    private final SessionTranscript transcript;
    private final SessionWatch watch;
    private boolean isConcluded;

    private SessionRunner(final TargetFactory factory, final SessionTranscript transcript, final InputStream in,
        final OutputStream out, final boolean endsAtFail, final boolean isConnection, final SessionWatch watch)
    {
        this.transcript = transcript;
        this.watch = watch;
        this.out = out;
        this.endsAtFail = endsAtFail;
        this.isConnection = isConnection;
        reply = new ReplyBuffer();
        session = new ProtocolSession(factory, reply);
        lines = new ByteLines(in, ByteLines.LENGTH_LIMIT, this::sendReplies);
    }

    /**
     * Executes the lines of a stream until {@code quit} or its end, whatever is answered FAIL.
     *
     * @throws IOException if the input cannot be read or the replies cannot be written.
     */
    public static void run(final TargetFactory factory, final InputStream in, final OutputStream out) throws IOException
    {
        run(factory, null, in, out, false, SessionWatch.NONE);
    }

    /**
     * Executes the lines of a stream until {@code quit} or its end, and closes the machine and the transcript.
     *
     * @param transcript takes the lines and their replies; null if none is kept
     * @param endsAtFail true to end at the first line that is answered FAIL
     * @param watch      takes what the session breaks
     * @return false if the session ended there
     * @throws IOException if the input cannot be read or the replies cannot be written.
     */
    public static boolean run(
        final TargetFactory factory,
        final SessionTranscript transcript,
        final InputStream in,
        final OutputStream out,
        final boolean endsAtFail,
        final SessionWatch watch)
        throws IOException
    {
        return run(new SessionRunner(factory, transcript, in, out, endsAtFail, false, watch));
    }

    /**
     * Executes the lines of a client like {@link #run}. A last line without its end is refused: a client that dies may
     * have sent half of a number.
     *
     * @throws IOException if the input cannot be read or the replies cannot be written.
     */
    public static boolean runConnection(
        final TargetFactory factory,
        final SessionTranscript transcript,
        final InputStream in,
        final OutputStream out,
        final boolean endsAtFail,
        final SessionWatch watch)
        throws IOException
    {
        return run(new SessionRunner(factory, transcript, in, out, endsAtFail, true, watch));
    }

    private static boolean run(final SessionRunner runner) throws IOException
    {
        try (ProtocolSession session = runner.session)
        {
            return runner.run(session);
        }
        finally
        {
            if (runner.session.broken() != null)
            {
                runner.watch.broken(runner.session.broken());
            }
            if (runner.transcript != null)
            {
                runner.transcript.close();
            }
        }
    }

    /** Runs the session, and checks everything once more, also where the client went away. */
    private boolean run(final ProtocolSession running) throws IOException
    {
        try
        {
            final boolean isOk = executeAll(running);
            if (!isOk)
            {
                running.endsAtFail();
            }
            end(running);
            sendReplies();

            return isOk;
        }
        catch (final IOException ex)
        {
            end(running);
            throw ex;
        }
    }

    private boolean executeAll(final ProtocolSession running) throws IOException
    {
        boolean isFailed = false;
        ByteLines.Found found = lines.next();
        while (found != ByteLines.Found.END)
        {
            final int before = reply.length();
            if (found == ByteLines.Found.TOO_LONG)
            {
                running.refuseLongLine(ByteLines.LENGTH_LIMIT);
                refused(before);
            }
            else if (isConnection && !lines.isEnded())
            {
                running.refuseCutLine();
                refused(before);
                break;
            }
            else
            {
                execute(running);
            }
            isFailed = endsAtFail && reply.isFail(Math.max(before, running.replyOffset()));
            if (reply.length() >= REPLY_LIMIT || (transcript != null && transcript.isLong()))
            {
                sendReplies();
            }
            if (running.isEnded() || isFailed)
            {
                break;
            }
            found = lines.next();
        }

        return !isFailed;
    }

    /** Checks everything once more, unless {@code quit} did, and ends the transcript with what is counted then. */
    private void end(final ProtocolSession running)
    {
        if (running.isEnded() || isConcluded)
        {
            return;
        }
        isConcluded = true;
        running.scanAtEnd();
        if (transcript != null)
        {
            transcript.notices(running.notices());
        }
        tell(running);
        if (transcript != null)
        {
            conclude(running);
        }
    }

    /** Tells others what the last line broke, if the client did not ask for notices. */
    private void tell(final ProtocolSession running)
    {
        if (!running.notices().isEmpty() && !running.hasNotices())
        {
            running.notices().forEach(notice -> watch.notice(notice.line()));
        }
    }

    /** Executes the line that was read. */
    private void execute(final ProtocolSession running)
    {
        if (transcript == null)
        {
            running.execute(lines.bytes(), lines.offset(), lines.length());
            tell(running);
            return;
        }
        if (running.isQuit(lines.bytes(), lines.offset(), lines.length()))
        {
            end(running);                                                       // a check plays nothing after 'quit'
        }
        execute(running, lines.bytes(), lines.offset(), lines.length());
        tell(running);
    }

    /** Executes a line for the transcript, which ends with a line that the session does not survive. */
    private void execute(final ProtocolSession running, final byte[] bytes, final int offset, final int length)
    {
        try
        {
            running.execute(bytes, offset, length);
            transcript.line(bytes, offset, length, reply, running);
        }
        catch (final RuntimeException | AssertionError ex)
        {
            transcript.failed(bytes, offset, length);
            throw ex;
        }
    }

    /** Adds the queries that end a transcript. No client gets their replies. */
    private void conclude(final ProtocolSession running)
    {
        for (final String query : running.closingQueries())
        {
            final byte[] line = query.getBytes(StandardCharsets.US_ASCII);
            final int before = reply.length();
            execute(running, line, 0, line.length);
            reply.cut(before);
        }
    }

    private void refused(final int replyOffset)
    {
        if (transcript != null)
        {
            transcript.refused(reply.text(replyOffset));
        }
    }

    private void sendReplies() throws IOException
    {
        if (reply.length() > 0)
        {
            session.beforeReplies();
        }
        if (transcript != null)
        {
            transcript.flush();
        }
        if (reply.length() > 0)
        {
            reply.writeTo(out);
            out.flush();
        }
    }
}
