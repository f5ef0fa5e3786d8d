package org.gale.engine.inspect;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.gale.engine.machine.Machine;
import org.gale.engine.script.CommandLog;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.ProtocolSession;
import org.gale.engine.script.ReplyBuffer;
import org.gale.engine.script.ScriptTarget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Machine that is driven by lines of the protocol, and whose fields are watched. */
final class WatchedSession implements AutoCloseable
{
    private final ReplyBuffer reply = new ReplyBuffer();
    private final ProtocolSession session = new ProtocolSession(this::create, reply);
    private Machine machine;

    /** Sends a line and returns the reply. */
    String ask(final String line)
    {
        final byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
        reply.clear();
        session.execute(bytes, 0, bytes.length);

        return reply.text(0);
    }

    /** Sends lines that are answered OK, with or without a value that is no error. */
    void all(final String... lines)
    {
        for (final String line : lines)
        {
            final String answer = ask(line);
            assertEquals("OK", answer.split(" ", 2)[0], () -> line + ": " + answer);
            assertEquals(-1, answer.indexOf('-'), () -> line + ": " + answer);
        }
    }

    Machine machine()
    {
        return machine;
    }

    /** Returns the value of a field that the machine may have. */
    String value(final String text)
    {
        final WatchExpression expression = WatchExpression.parse(text);
        expression.check(machine);

        return expression.value(machine);
    }

    /** Returns what the machine says of a subject that it does not have now. */
    String absence(final String text)
    {
        final WatchExpression expression = WatchExpression.parse(text);
        expression.check(machine);
        assertEquals("unreachable", expression.value(machine), text);

        return expression.absence(machine);
    }

    /** Returns the sentence that refuses a field. */
    String refusal(final String text)
    {
        return assertThrows(
            IllegalArgumentException.class, () -> WatchExpression.parse(text).check(machine), text).getMessage();
    }

    private ScriptTarget create(final List<String> keys)
    {
        return MachineTarget.create(keys, made ->
        {
            machine = made;

            return CommandLog.NONE;
        });
    }

    @Override
    public void close()
    {
        session.close();
    }
}
