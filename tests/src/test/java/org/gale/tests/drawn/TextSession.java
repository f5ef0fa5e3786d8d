package org.gale.tests.drawn;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.ProtocolSession;
import org.gale.engine.script.ReplyBuffer;

/**
 * Session of the line protocol as a client sees it: lines in, replies and notices out. It keeps every line. Owned by
 * one thread.
 */
final class TextSession implements AutoCloseable
{
    private static final int POLL_LIMIT = 400;
    private static final char NOTICE = '!';

    private final ReplyBuffer reply = new ReplyBuffer();
    private final ProtocolSession session = new ProtocolSession(MachineTarget::create, reply);
    private final List<String> lines = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

    TextSession()
    {
        ask("notices on");
    }

    /** Sends a line and returns its reply, without the notices before it. */
    String ask(final String line)
    {
        lines.add(line);
        final byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
        reply.clear();
        session.execute(bytes, 0, bytes.length);
        final String[] said = new String(reply.bytes(), 0, reply.length(), StandardCharsets.US_ASCII).split("\n", -1);
        int at = 0;
        while (said[at].charAt(0) == NOTICE)
        {
            notices.add(said[at++] + " (line " + lines.size() + ")");
        }

        return said[at];
    }

    /** Sends lines that the host has reason to send: each is answered {@code OK}. */
    void all(final String... sent)
    {
        for (final String line : sent)
        {
            final String answer = ask(line);
            if (!answer.startsWith("OK"))
            {
                throw new SessionError(line + ": " + answer);
            }
        }
    }

    /** Sends a line and returns the number in its reply. */
    long value(final String line)
    {
        final String answer = ask(line);
        if (!answer.startsWith("OK 0x"))
        {
            throw new SessionError(line + ": " + answer);
        }

        return Long.parseUnsignedLong(answer.substring("OK 0x".length()), 16);
    }

    /** Loads a register until a bit of it is 1. */
    void poll(final long address, final int bits)
    {
        for (int i = 0; (value("readl " + address) & bits) == 0; i++)
        {
            if (i == POLL_LIMIT)
            {
                throw new SessionError("no IDLE at 0x" + Long.toHexString(address));
            }
        }
    }

    /** Returns the lines so far. */
    List<String> lines()
    {
        return lines;
    }

    /** Returns the notices so far. */
    List<String> notices()
    {
        return notices;
    }

    /**
     * Returns a number of a reply of {@code stats}.
     *
     * @return the first one of that name, or 0 if there is none
     */
    static long figure(final String stats, final String name)
    {
        final Matcher figure = Pattern.compile('"' + name + "\":(-?[0-9]+)").matcher(stats);

        return figure.find() ? Long.parseLong(figure.group(1)) : 0;
    }

    @Override
    public void close()
    {
        session.close();
    }

    /** Reply with which no host can go on. */
    static final class SessionError extends RuntimeException
    {
        private static final long serialVersionUID = 1L;

        SessionError(final String message)
        {
            super(message);
        }
    }
}
