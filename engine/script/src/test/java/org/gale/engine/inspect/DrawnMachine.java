package org.gale.engine.inspect;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.json.JsonText;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.ProtocolSession;
import org.gale.engine.script.ReplyBuffer;

/** Machine that is drawn from a seed, with an interrupt to ask for. What it repairs it knows from answers alone. */
abstract class DrawnMachine implements AutoCloseable
{
    final SplittableRandom random;
    private final ReplyBuffer reply = new ReplyBuffer();
    private final ProtocolSession session = new ProtocolSession(MachineTarget::create, reply);
    private final StringBuilder said = new StringBuilder();

    DrawnMachine(final long seed)
    {
        this.random = new SplittableRandom(seed);
    }

    /** Brings the machine up, with mistakes. */
    abstract void draw();

    /** Returns what is asked for. */
    abstract String subject();

    /** Repairs what a reason says. */
    abstract void repair(JsonNode reason);

    /** Returns whether a machine that says so does signal the interrupt: it is acknowledged. */
    abstract boolean isSignalled(JsonNode reason);

    /** Asks why, and returns the answer. */
    final JsonNode ask()
    {
        return JsonText.read(ok("explain " + subject()));
    }

    /** Returns the reply to a line without OK, which it has to be. */
    final String ok(final String line)
    {
        final String text = say(line);
        if (!text.startsWith("OK"))
        {
            throw new AssertionError(line + ": " + text);
        }

        return text.substring(2).strip();
    }

    /** Returns the reply to a line. */
    final String say(final String line)
    {
        final byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
        reply.clear();
        session.execute(bytes, 0, bytes.length);
        final String text = reply.text(0).strip();
        said.append("> ").append(line).append("\n< ").append(text).append('\n');

        return text;
    }

    /** Returns all that was said, as a transcript. */
    final String said()
    {
        return said.toString();
    }

    /** Returns true once in so many draws. */
    final boolean once(final int in)
    {
        return random.nextInt(in) == 0;
    }

    static String hex(final long value)
    {
        return "0x" + Long.toHexString(value);
    }

    @Override
    public final void close()
    {
        session.close();
    }
}
