package org.gale.engine.script;

import java.nio.charset.StandardCharsets;

/** Session on a machine of its own, whose lines are answered at once. Owned by one thread. */
final class AskedSession implements AutoCloseable
{
    private final ReplyBuffer reply = new ReplyBuffer();
    private final ProtocolSession session = new ProtocolSession(MachineTarget::create, reply);

    /** Sends a line, and returns its reply. */
    String say(final String line)
    {
        final byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
        final int start = reply.length();
        session.execute(bytes, 0, bytes.length);
        final String answer = reply.text(start).strip();
        reply.clear();

        return answer;
    }

    @Override
    public void close()
    {
        session.close();
    }
}
