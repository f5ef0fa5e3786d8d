package org.gale.engine.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

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

    private SessionRunner(final TargetFactory factory, final InputStream in, final OutputStream out)
    {
        this.out = out;
        reply = new ReplyBuffer();
        session = new ProtocolSession(factory, reply);
        lines = new ByteLines(in, ByteLines.LENGTH_LIMIT, this::sendReplies);
    }

    /**
     * Executes the lines of a stream until {@code quit} or its end, and closes the machine.
     *
     * @throws IOException if the input cannot be read or the replies cannot be written.
     */
    public static void run(final TargetFactory factory, final InputStream in, final OutputStream out) throws IOException
    {
        final SessionRunner runner = new SessionRunner(factory, in, out);
        try (ProtocolSession session = runner.session)
        {
            runner.run(session);
        }
    }

    private void run(final ProtocolSession running) throws IOException
    {
        ByteLines.Found found = lines.next();
        while (found != ByteLines.Found.END)
        {
            if (found == ByteLines.Found.TOO_LONG)
            {
                running.refuseLongLine(ByteLines.LENGTH_LIMIT);
            }
            else
            {
                running.execute(lines.bytes(), lines.offset(), lines.length());
            }
            if (reply.length() >= REPLY_LIMIT)
            {
                sendReplies();
            }
            if (running.isEnded())
            {
                break;
            }
            found = lines.next();
        }

        sendReplies();
    }

    private void sendReplies() throws IOException
    {
        if (reply.length() > 0)
        {
            session.beforeReplies();
            reply.writeTo(out);
            out.flush();
        }
    }
}
