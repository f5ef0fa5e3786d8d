package org.gale.tests.migration;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.script.CommandLog;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.ProtocolSession;
import org.gale.engine.script.ReplyBuffer;

/** Lines that make a machine and its VM, and the commands that a session makes of them. Immutable. */
final class SetUp
{
    private final List<String> lines;
    private final List<long[]> commands = new ArrayList<>();
    private MachineConfig config;

    /**
     * Says lines to a session of its own.
     *
     * @param lines each answered OK
     */
    SetUp(final List<String> lines)
    {
        this.lines = List.copyOf(lines);
        final ReplyBuffer reply = new ReplyBuffer();
        try (ProtocolSession session = new ProtocolSession(keys -> MachineTarget.create(keys, machine ->
        {
            config = machine.config();
            return new Log();
        }), reply))
        {
            for (final String line : lines)
            {
                final byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
                reply.clear();
                session.execute(bytes, 0, bytes.length);
                final String answer = reply.text(0);
                if (!answer.startsWith("OK"))
                {
                    throw new IllegalStateException(line + ": " + answer);
                }
            }
        }
    }

    List<String> lines()
    {
        return lines;
    }

    /** Returns the configuration of the machine. */
    MachineConfig config()
    {
        return config;
    }

    /** Returns the words of each command. */
    List<long[]> commands()
    {
        return commands;
    }

    /** Log that keeps the commands of the session. */
    private final class Log implements CommandLog
    {
        @Override
        public void append(final DirectBuffer command, final int lengthBytes)
        {
            final long[] words = new long[lengthBytes >>> 3];
            for (int i = 0; i < words.length; i++)
            {
                words[i] = command.getLong(i << 3);
            }
            commands.add(words);
        }

        @Override
        public void flush()
        {
            // Nothing is written.
        }

        @Override
        public void close()
        {
            // Nothing was opened.
        }
    }
}
