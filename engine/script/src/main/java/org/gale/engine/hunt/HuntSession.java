package org.gale.engine.hunt;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.journal.ClosingPayload;
import org.gale.engine.machine.IgnoredOperation;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.script.CommandLog;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.ScriptTarget;
import org.gale.engine.script.SessionWatch;
import org.gale.engine.script.TargetFactory;

/**
 * Session of a run: a machine under the keys of the hunt, the bytes that its client sent, and what came of it. Owned by
 * the thread of the session, and by that of the run once the session has ended.
 */
final class HuntSession implements TargetFactory, SessionWatch
{
    /** Limit of the bytes that are kept of a client. */
    static final int INPUT_LIMIT = 64 << 20;

    static final String OPS = "ops.";

    private final List<String> keys;
    private final OperationLog log = new OperationLog();
    private final ByteArrayOutputStream input = new ByteArrayOutputStream();
    private boolean isCut;
    private String refused;
    private Machine machine;
    private long commands;
    private long ignored;
    private long softwareErrors;
    private List<IgnoredOperation> named = List.of();
    private InvariantBrokenException broken;

    /** @param keys KEY=VALUE words that are put over those of the client */
    HuntSession(final List<String> keys)
    {
        this.keys = keys;
    }

    /** Returns the words of a machine line with the keys of the hunt over them. */
    static List<String> over(final List<String> given, final List<String> keys)
    {
        final Set<String> names = new HashSet<>();
        keys.forEach(word -> names.add(word.substring(0, word.indexOf('='))));
        final List<String> all = new ArrayList<>(given);
        all.removeIf(word -> names.contains(word.substring(0, Math.max(word.indexOf('='), 0))));
        all.addAll(keys);

        return all;
    }

    @Override
    public ScriptTarget create(final List<String> keyValues)
    {
        final String own = keyValues.stream().filter(word -> word.startsWith(OPS)).findFirst().orElse(null);
        if (own != null)
        {
            refused = "a session gives " + own + ", which gale hunt gives itself (leave it out of the program)";
            throw new IllegalArgumentException(own + ": gale hunt gives the delays of operations (leave it out)");
        }
        try
        {
            return MachineTarget.create(over(keyValues, keys), (MachineTarget.LenientLogs)this::begin);
        }
        catch (final IllegalArgumentException ex)
        {
            final String ofKeys = refusal(over(keyValues, keys));
            refused = ofKeys == null || refusal(keyValues) != null ? null :
                "a machine of the program cannot have the keys of the hunt: " + ofKeys;
            throw ex;
        }
    }

    /** Returns the reason why no machine has words, or null. */
    private static String refusal(final List<String> words)
    {
        try
        {
            MachineConfig.parse(words);

            return null;
        }
        catch (final IllegalArgumentException ex)
        {
            return ex.getMessage();
        }
    }

    /** Returns the input of a client, whose bytes are kept. */
    InputStream kept(final InputStream in)
    {
        return new InputStream()
        {
            @Override
            public int read() throws IOException
            {
                final byte[] one = new byte[1];

                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(final byte[] bytes, final int offset, final int length) throws IOException
            {
                final int count = in.read(bytes, offset, length);
                isCut |= count > 0 && input.size() + count > INPUT_LIMIT;
                if (count > 0 && !isCut)
                {
                    input.write(bytes, offset, count);
                }

                return count;
            }
        };
    }

    @Override
    public void notice(final String line)
    {
        // The first broken promise is taken at the end.
    }

    @Override
    public void broken(final InvariantBrokenException first)
    {
        broken = first;
    }

    byte[] input()
    {
        return input.toByteArray();
    }

    boolean isCut()
    {
        return isCut;
    }

    /** {@return the reason why a machine of the program is none that a hunt can have, or null} */
    String refused()
    {
        return refused;
    }

    /** Returns the number of commands that the session applied. */
    long commands()
    {
        return commands;
    }

    long softwareErrors()
    {
        return softwareErrors;
    }

    long ignored()
    {
        return ignored;
    }

    List<IgnoredOperation> named()
    {
        return named;
    }

    InvariantBrokenException broken()
    {
        return broken;
    }

    OperationLog log()
    {
        return log;
    }

    private CommandLog begin(final Machine made)
    {
        machine = made;
        if (made.operationDelays() != null)
        {
            made.operationDelays().observedBy(log);
        }

        return new Log();
    }

    /** Log that keeps no command, and takes the counts of the machine at its end. */
    private final class Log implements CommandLog
    {
        @Override
        public void append(final DirectBuffer command, final int lengthBytes)
        {
            commands++;
        }

        @Override
        public void flush()
        {
            // Nothing was kept.
        }

        @Override
        public void close()
        {
            ignored = machine.ignoredOperations();
            named = machine.namedIgnoredOperations();
            softwareErrors = machine.softwareErrors();
        }

        @Override
        public void close(final ClosingPayload verdict)
        {
            close();
        }
    }
}
