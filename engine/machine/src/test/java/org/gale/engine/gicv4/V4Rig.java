package org.gale.engine.gicv4;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.Errno;
import org.gale.engine.command.V4Step;
import org.gale.engine.command.V4Verb;
import org.gale.engine.config.Gicv4Config;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.gicv4.Variant.Mistake;
import org.gale.engine.machine.Outputs;
import org.gale.tables.memory.PhysicalMemory;

/**
 * A GICv4 machine that is driven by lines of script.md#direct-injection-verbs, without their {@code v4}.
 */
public final class V4Rig implements AutoCloseable
{
    public static final long RAM = 0x4000_0000L;

    private final UnsafeBuffer command = new UnsafeBuffer(new byte[64]);
    private final Gicv4Machine machine;

    /** Brings a machine up with 64 MiB of RAM; {@code keys} are those of a {@code v4 host} line. */
    public V4Rig(final String keys)
    {
        this(keys, 1 << 26);
    }

    V4Rig(final String keys, final long ramBytes)
    {
        this(parse(keys), ramBytes);
    }

    V4Rig(final Gicv4Config keys, final long ramBytes)
    {
        this(keys, ramBytes, Mistake.NONE);
    }

    /** Brings a machine up whose host makes a mistake. */
    V4Rig(final String keys, final Mistake mistake)
    {
        this(parse(keys), 1 << 26, mistake);
    }

    private V4Rig(final Gicv4Config keys, final long ramBytes, final Mistake mistake)
    {
        final MachineConfig config = MachineConfig.parse(
            List.of("ram=" + RAM + ":" + ramBytes)).withGicv4(keys);
        machine = new Gicv4Machine(
            config, PhysicalMemory.anonymous(RAM, ramBytes), 1 << 18, new Variant(mistake));
    }

    private static Gicv4Config parse(final String keys)
    {
        return Gicv4Config.parse(keys.isEmpty() ? List.of() : List.of(keys.split(" ")));
    }

    public Gicv4Machine machine()
    {
        return machine;
    }

    V4Host host()
    {
        return machine.host();
    }

    /** Executes a line and returns its reply. */
    public String line(final String line)
    {
        final String[] words = line.split(" ", -1);
        if (words[0].equals("msi"))
        {
            command.putLong(0, Commands.msi(Integer.parseInt(words[1]), Integer.parseInt(words[2]), 0));
            machine.apply(command, 0);

            return "OK";
        }
        final int skipped = words[0].equals("begin") ? 2 : 1;
        final V4Verb verb = words[0].equals("begin") ? V4Verb.valueOf("BEGIN_" + words[1].toUpperCase(Locale.ROOT)) :
            V4Verb.valueOf(words[0].toUpperCase(Locale.ROOT));
        final String[] operands = verb == V4Verb.LEGACY ? new String[0] :
            Arrays.copyOfRange(words, skipped, words.length);
        verb.encode(command, 0, Arrays.stream(operands).mapToLong(Long::decode).toArray());
        final String refusal = machine.hostVerbs(V4Verb.FAMILY).refusal(command, 0);
        if (refusal != null)
        {
            return "FAIL " + refusal;
        }

        return verb.isQuery() ? "OK " + machine.hostVerbs(V4Verb.FAMILY).query(command, 0) : execute(verb);
    }

    /** Executes lines that each reply {@code OK 0} or {@code OK}. */
    public void lines(final String... lines)
    {
        for (final String line : lines)
        {
            final String reply = line(line);
            if (!reply.equals("OK 0") && !reply.equals("OK"))
            {
                throw new AssertionError(line + ": " + reply);
            }
        }
    }

    /** Runs the open transition to its end and returns the steps. */
    public String steps()
    {
        final StringBuilder steps = new StringBuilder();
        String reply = line("step");
        while (!reply.equals("OK 0"))
        {
            steps.append(reply.substring(3)).append(' ');
            reply = line("step");
        }

        return steps.toString().trim();
    }

    @Override
    public void close()
    {
        machine.close();
    }

    private String execute(final V4Verb verb)
    {
        final Outputs outputs = machine.outputs();
        outputs.clear();
        machine.apply(command, 0);
        long errno = 1;
        long value = -1;
        for (int i = 0; i < outputs.words(); i += Outputs.length(outputs.word(i)))
        {
            if (Outputs.kind(outputs.word(i)) == Outputs.VALUE)
            {
                value = outputs.word(i + 1);
                errno = errno == 1 ? value : errno;
            }
        }
        if (errno != 0)
        {
            return "OK " + Errno.text((int)errno);
        }

        return switch (verb)
        {
            case CREATE_VM -> "OK " + value;
            case ACK -> value < 0 ? "OK none" : "OK " + value;
            case STEP, BEGIN_ENABLE, BEGIN_DISABLE, MIGRATE -> "OK " + V4Step.name(value);
            case EOI, SGI -> "OK";
            default -> "OK 0";
        };
    }
}
