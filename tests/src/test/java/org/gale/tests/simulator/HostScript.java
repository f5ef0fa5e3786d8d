package org.gale.tests.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.MachineFactory;
import org.gale.engine.machine.Outputs;
import org.gale.engine.script.CommandLog;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.ProtocolSession;
import org.gale.engine.script.ReplyBuffer;
import org.gale.engine.system.Machines;

/**
 * Session of the line protocol that keeps the words of its commands, so that they can be journaled later, and the
 * digest of the run after each line. With a client it sends text alone, and a broken promise is noted, after which the
 * model follows the machine. Owned by one thread.
 */
public final class HostScript implements AutoCloseable
{
    private static final int SHOWN_LINES = 40;

    private final ReplyBuffer reply = new ReplyBuffer();
    private final ProtocolSession session;
    private final UnaryOperator<String> client;
    private final BiConsumer<String, String> findings;
    private final List<long[]> commands = new ArrayList<>();
    private final TreeMap<Integer, Long> digests = new TreeMap<>();
    private final Deque<String> lines = new ArrayDeque<>();
    private final UnsafeBuffer turn = new UnsafeBuffer(new byte[Long.BYTES]);
    private Machine machine;

    HostScript()
    {
        this(Machines.FACTORY);
    }

    /**
     * Creates a session.
     *
     * @param machines makes its machine
     */
    HostScript(final MachineFactory machines)
    {
        session = new ProtocolSession(keys -> MachineTarget.create(keys, this::open, machines), reply);
        client = null;
        findings = null;
    }

    /**
     * Creates a script of text alone.
     *
     * @param client   sends a line and returns its reply
     * @param findings takes the promise that is broken and what was found
     */
    public HostScript(final UnaryOperator<String> client, final BiConsumer<String, String> findings)
    {
        this.session = null;
        this.client = client;
        this.findings = findings;
    }

    /** Returns whether the script is text alone, and a model follows its machine. */
    boolean isText()
    {
        return client != null;
    }

    /** Sends a query, which is neither journaled nor shown, and returns the reply. */
    String query(final String line)
    {
        if (client != null)
        {
            return client.apply(line);
        }
        final byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
        reply.clear();
        session.execute(bytes, 0, bytes.length);

        return reply.text(0);
    }

    /** Sends a line and returns the reply. */
    String ask(final String line)
    {
        final String answer = query(line);
        note("> " + line, "< " + answer);
        takeDigest();

        return answer;
    }

    /**
     * Sends a line.
     *
     * @param answer that must follow
     */
    void expect(final String answer, final String line)
    {
        final String given = ask(line);
        check(given.equals(answer), "reply", line + ": " + given + " instead of " + answer);
    }

    /** Sends lines that are answered {@code OK} or {@code OK 0}. */
    void all(final String... sent)
    {
        for (final String line : sent)
        {
            final String given = ask(line);
            check(given.equals("OK") || given.equals("OK 0"), "reply", line + ": " + given);
        }
    }

    /** Gives a guest a turn, and returns the INTIDs that it acknowledged, in order. */
    List<Integer> turn(final int pe, final int budget)
    {
        turn.putLong(0, Commands.turn(pe, budget));
        append(turn, Long.BYTES);
        final Outputs outputs = machine.outputs();
        outputs.clear();
        machine.apply(turn, 0);
        final List<Integer> taken = new ArrayList<>();
        for (int at = 0; at < outputs.words(); at += Outputs.length(outputs.word(at)))
        {
            if (Outputs.kind(outputs.word(at)) == Outputs.ACK)
            {
                taken.add(Outputs.value(outputs.word(at)));
            }
        }
        note("TURN " + pe + ' ' + budget, taken.toString());
        takeDigest();

        return taken;
    }

    /**
     * Checks a promise, and notes that it is broken if the model can follow.
     *
     * @return whether it is kept
     * @throws SimulationFailure with the last lines, if it is broken and nobody notes it
     */
    boolean note(final boolean isRight, final String promise, final String finding)
    {
        if (!isRight && findings != null)
        {
            findings.accept(promise, finding);
        }
        else
        {
            check(isRight, promise, finding);
        }

        return isRight;
    }

    /** Returns the digest of the machine; of a script of text, which is checked line by line, 0. */
    long digest()
    {
        return machine == null ? 0 : machine.digest();
    }

    /** Returns the number in the reply of a line. */
    long value(final String line)
    {
        final String answer = query(line);
        check(answer.startsWith("OK 0x"), "reply", line + ": " + answer);

        return Long.parseUnsignedLong(answer.substring("OK 0x".length()), 16);
    }

    /**
     * Checks a promise.
     *
     * @throws SimulationFailure with the last lines, if it is broken
     */
    void check(final boolean isRight, final String promise, final String finding)
    {
        if (!isRight)
        {
            throw new SimulationFailure(promise + " broken after command " + commands.size() + ": " + finding +
                "\nthe last lines:\n" + String.join("\n", lines));
        }
    }

    Machine machine()
    {
        return machine;
    }

    /** Returns the program that this script was, for a seed. */
    HostProgram program(final long seed, final int faults)
    {
        return new HostProgram(machine.config(),
            new RunConfiguration("test", machine.config(), seed), commands, digests, faults);
    }

    @Override
    public void close()
    {
        if (session != null)
        {
            session.close();
        }
    }

    private CommandLog open(final Machine made)
    {
        machine = made;

        return new CommandLog()
        {
            @Override
            public void append(final DirectBuffer command, final int lengthBytes)
            {
                HostScript.this.append(command, lengthBytes);
            }

            @Override
            public void flush()
            {
                // The words are kept.
            }

            @Override
            public void close()
            {
                // The session closes the machine.
            }
        };
    }

    private void append(final DirectBuffer command, final int lengthBytes)
    {
        final long[] words = new long[lengthBytes >>> 3];
        for (int i = 0; i < words.length; i++)
        {
            words[i] = command.getLong(i << 3);
        }
        commands.add(words);
    }

    private void takeDigest()
    {
        if (machine != null)
        {
            digests.put(commands.size(), machine.runDigest());
        }
    }

    private void note(final String... texts)
    {
        for (final String text : texts)
        {
            lines.add(text);
        }
        while (lines.size() > SHOWN_LINES)
        {
            lines.remove();
        }
    }
}
