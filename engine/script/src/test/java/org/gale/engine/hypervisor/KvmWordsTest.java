package org.gale.engine.hypervisor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.CommandText;
import org.gale.engine.script.CommandLog;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.ProtocolSession;
import org.gale.engine.script.ReplyBuffer;
import org.gale.engine.script.ScriptTarget;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Words of the HOST commands of family 1, compared with recorded ones. The records hold the lines of a session, the
 * words that each line hands to the machine, their text, and the replies. A record changes only with the version of the
 * semantics: journals hold these words.
 */
class KvmWordsTest
{
    private static final String LINE = "> ";
    private static final int VERB_LIMIT = 28;
    private static final int OPCODE_SHIFT = 60;
    private static final int LENGTH_SHIFT = 56;
    private static final int VERB_SHIFT = 40;
    private static final long FAMILY_1 = 1L << 48;
    private static final long[] MODIFIERS = {4, 0x11};
    /** VM 63:32, vCPU 31:16 and argument 15:0. */
    private static final long[] WORDS_1 = {0, 5, 0x1_0002, 0x9_0003, 0x4_0000_0000L};

    private final ReplyBuffer reply = new ReplyBuffer();
    private final ProtocolSession session = new ProtocolSession(this::create, reply);
    private final List<String> record = new ArrayList<>();
    private final CommandText commandText = new CommandText(null);
    private ScriptTarget target;

    @AfterEach
    void close()
    {
        session.close();
    }

    @Tag("P3")
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"attributes", "guests", "images", "lines"})
    void shouldEncodeEachLineAsRecorded(final String session)
    {
        final String recorded = text(session + ".txt");
        for (final String line : recorded.lines().filter(line -> line.startsWith(LINE)).toList())
        {
            ask(line.substring(LINE.length()));
        }

        assertEquals(recorded, String.join("\n", record) + "\n");
    }

    /** The verbs run on one machine in the order of their numbers, on a device that is there or is not. */
    @Tag("P3")
    @ParameterizedTest(name = "with {0}")
    @ValueSource(strings = {"no-device", "device"})
    void shouldAnswerAnyWordsAsRecorded(final String state)
    {
        ask("kvm create_vm");
        ask("kvm create_vcpu 0 0");
        ask("kvm create_vcpu 0 7");
        if (!state.equals("no-device"))
        {
            ask("kvm create_device 0 vgic-v5");
            ask("kvm set_attr 0 ADDR IRS 0x80000000");
            ask("kvm set_attr 0 CTRL INIT");
        }
        record.clear();
        final UnsafeBuffer words = new UnsafeBuffer(new byte[CommandWord.WORD_LIMIT * Long.BYTES]);
        for (int verb = 0; verb < VERB_LIMIT; verb++)
        {
            for (int length = 2; length <= 3; length++)
            {
                for (final long modifier : MODIFIERS)
                {
                    for (final long word1 : WORDS_1)
                    {
                        words.putLong(0, (long)CommandWord.HOST << OPCODE_SHIFT | (long)length << LENGTH_SHIFT |
                            FAMILY_1 | (long)verb << VERB_SHIFT | modifier);
                        words.putLong(8, word1);
                        words.putLong(16, 1);
                        answer(words, length);
                    }
                }
            }
        }

        assertEquals(text(state + ".txt"), String.join("\n", record) + "\n");
    }

    private void answer(final UnsafeBuffer words, final int length)
    {
        final String refusal = target.hostRefusal(words);
        final long[] values = new long[16];
        final StringBuilder answer = new StringBuilder();
        words(answer, words, length);
        answer.append(" |");
        if (refusal == null)
        {
            final int count = target.hostCommand(words, length * Long.BYTES, values);
            for (int i = 0; i < count; i++)
            {
                answer.append(' ').append(values[i]);
            }
        }
        else
        {
            answer.append(' ').append(refusal);
        }
        record.add(answer.toString());
    }

    private void ask(final String line)
    {
        record.add(LINE + line);
        final byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
        reply.clear();
        session.execute(bytes, 0, bytes.length);
        record.add(reply.text(0).stripTrailing());
    }

    private void words(final StringBuilder text, final DirectBuffer words, final int length)
    {
        for (int i = 0; i < length; i++)
        {
            text.append(i == 0 ? "" : " ").append(Long.toHexString(words.getLong(i * Long.BYTES)));
        }
        commandText.append(text.append(" | "), words, 0, length * Long.BYTES);
    }

    private ScriptTarget create(final List<String> keys)
    {
        final ScriptTarget machine = MachineTarget.create(keys, made -> CommandLog.NONE);
        target = machine;

        return (ScriptTarget)Proxy.newProxyInstance(ScriptTarget.class.getClassLoader(),
            new Class<?>[]{ScriptTarget.class}, (proxy, method, arguments) -> recorded(machine, method, arguments));
    }

    /** Records the words that the session hands over, then passes them on. */
    private Object recorded(final ScriptTarget machine, final Method method, final Object[] arguments) throws Throwable
    {
        if (method.getName().startsWith("host"))
        {
            final DirectBuffer words = (DirectBuffer)arguments[0];
            final int length = CommandWord.length(words.getLong(0));
            final StringBuilder text = new StringBuilder(method.getName().substring(4)).append(' ');
            words(text, words, length);
            if (method.getName().equals("hostCommand"))
            {
                assertEquals(length * Long.BYTES, arguments[1]);
            }
            record.add(text.toString());
        }
        try
        {
            return method.invoke(machine, arguments);
        }
        catch (final InvocationTargetException ex)
        {
            throw ex.getCause();
        }
    }

    private static String text(final String name)
    {
        try (InputStream in = KvmWordsTest.class.getResourceAsStream("words/" + name))
        {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }
}
