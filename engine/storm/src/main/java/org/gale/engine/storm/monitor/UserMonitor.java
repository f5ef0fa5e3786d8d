package org.gale.engine.storm.monitor;

import java.io.IOException;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.MonitorAnswer;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.config.NumberText;
import org.gale.engine.machine.FunctionAccounts;
import org.gale.engine.machine.Machine;
import org.gale.engine.storm.scenario.MonitorSettings;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.ringbuf.CommandWord;

/**
 * Monitor of a user at the other end of a socket. Before a command is applied, the monitor is asked, and its answer
 * becomes words of the journal, so that a replay needs no monitor. An answer that does not come, or that cannot be one,
 * ends the run. Owned by the thread of the run.
 * <pre>
 *   command --question--> monitor
 *           &lt;--SEND, SEND, ..., DONE--
 *   ANSWER words | command           both are applied, and stand in the journal
 *
 *   triggers ==questions==> monitor  of the newest version, on the wall clock: one write, one wait
 * </pre>
 */
public final class UserMonitor implements AutoCloseable
{
    private static final long DATA_LIMIT = 0xffff_ffffL;
    private static final int RECENT = 1 << 13;
    /** Limit of questions that are not answered: they fit into a buffer of the host, so that no side waits to write. */
    private static final int AHEAD = 256;
    private static final int STATES = MonitorAnswer.MASKED | MonitorAnswer.PENDING | MonitorAnswer.SIGNALLED;

    private final Machine machine;
    private final MonitorSocket socket;
    private final MonitorMessage question = new MonitorMessage();
    private final MonitorMessage answer = new MonitorMessage();
    private final MonitorQuestions questions = new MonitorQuestions(question);
    private final UnsafeBuffer words = new UnsafeBuffer(new byte[MonitorAnswer.WORD_LIMIT * Long.BYTES]);
    /** Questions and answers of the last commands, without their words. */
    private final UnsafeBuffer recent = new UnsafeBuffer(new byte[RECENT * 2 * MonitorMessage.LENGTH]);
    /** Number of the question in hand, and of the last one that was sent. */
    private int number;
    private int sent;
    private boolean isAsked;                                        // the question in hand, and it is not answered
    private boolean takesAhead;
    private long answers;

    /**
     * Returns the monitor that settings ask for, once its process has connected.
     *
     * @return the monitor, or null where Gale is the monitor
     * @throws MonitorFailure if no process connects, or it does not answer as a monitor
     */
    public static UserMonitor of(final Machine machine, final SettingValues settings) throws IOException
    {
        if (!settings.has(MonitorSettings.SOCKET))
        {
            return null;
        }
        final UserMonitor monitor = new UserMonitor(
            machine, settings.get(MonitorSettings.SOCKET), settings.valueOrDefault(MonitorSettings.TIMEOUT));
        try
        {
            monitor.connect();
        }
        catch (final MonitorFailure ex)
        {
            monitor.close();
            throw ex;
        }

        return monitor;
    }

    /**
     * Makes the monitor of a run, which nobody is yet.
     *
     * @param path      of the socket, where nothing is
     * @param timeoutNs limit of each wait
     * @throws MonitorFailure if the host refuses the socket
     */
    private UserMonitor(final Machine machine, final Path path, final long timeoutNs)
    {
        this.machine = machine;
        try
        {
            this.socket = new MonitorSocket(path, timeoutNs);
        }
        catch (final IOException ex)
        {
            throw new MonitorFailure("the host has no selector for the monitor", ex);
        }
    }

    /**
     * Waits for the process, and greets it.
     *
     * @throws MonitorFailure if none connects, or it does not answer as a monitor
     */
    private void connect()
    {
        socket.connect();
        question.set(MonitorType.HELLO, 0, 0, MonitorMessage.VERSION, 0);
        exchange();
        takesAhead = answer.value() == MonitorMessage.VERSION;
        if ((!takesAhead && answer.value() != MonitorMessage.ONE_AT_A_TIME) || answer.words() != 0)
        {
            throw malformed("it has version " + answer.value() + " of the protocol, and Gale has versions " +
                MonitorMessage.ONE_AT_A_TIME + " and " + MonitorMessage.VERSION);
        }
    }

    /**
     * Asks the monitor about triggers that are applied next, before it has answered the first of them; only a monitor
     * of the newest version is asked so. Each is then asked about by {@link #ask}, which waits for its answer alone.
     *
     * @param offset    of the next command; no question waits for its answer
     * @param endOffset of the commands
     * @return the offset after the last trigger that was asked about
     * @throws MonitorFailure if the monitor does not read
     */
    public int askAhead(final DirectBuffer frame, final int offset, final int endOffset)
    {
        int at = offset;
        while (takesAhead && at < endOffset && sent - number < AHEAD && isOfTriggers(frame.getLong(at)))
        {
            if (questions.ask(frame, at) != MonitorQuestions.Answer.NONE)
            {
                question.number(++sent);
                socket.add(question);
            }
            at += CommandWord.length(frame.getLong(at)) * Long.BYTES;
        }
        if (sent != number)
        {
            send();
        }

        return at;
    }

    private static boolean isOfTriggers(final long word)
    {
        return CommandWord.opcode(word) == CommandWord.TRIGGER || CommandWord.opcode(word) == CommandWord.TIME;
    }

    private void send()
    {
        try
        {
            socket.send(question);
        }
        catch (final MonitorFailure ex)
        {
            throw new MonitorFailure(ex.getMessage() + unproved(), ex);
        }
    }

    /**
     * Asks the monitor about a command that is applied next.
     *
     * @return the number of words of the answer, for {@link #answer}; 0 where the command needs none
     * @throws MonitorFailure if the answer does not come, or cannot be one
     */
    public int ask(final DirectBuffer frame, final int offset)
    {
        final MonitorQuestions.Answer kind = questions.ask(frame, offset);
        if (kind == MonitorQuestions.Answer.NONE)
        {
            return 0;
        }
        final int messages = exchange();
        final boolean isState = kind == MonitorQuestions.Answer.VECTOR;
        final boolean isBits = kind == MonitorQuestions.Answer.BITS;
        if (answer.words() != questions.answerWords())
        {
            throw malformed("it has " + NumberText.counted(answer.words(), "word") + " of bits, and " +
                question.type() + " has " + questions.answerWords());
        }
        if (isState && (answer.value() & ~STATES) != 0)
        {
            throw malformed("its state is more than 3 bits");
        }
        if (kind == MonitorQuestions.Answer.NOTED)
        {
            return 0;
        }
        if (kind == MonitorQuestions.Answer.SAVED)
        {
            questions.saved(answer);
        }
        final long head = MonitorAnswer.head(
            isState ? (int)answer.value() : 0, messages, isBits ? 1 : answer.words());
        words.putLong(0, head);
        final int bitsAt = MonitorAnswer.bitIndex(head);
        for (int i = 0; i < MonitorAnswer.bitWords(head); i++)
        {
            words.putLong((bitsAt + i) * Long.BYTES, isBits ? answer.value() : answer.word(i));
        }

        keep();

        return MonitorAnswer.words(head);
    }

    private void keep()
    {
        final int at = (int)(++answers % RECENT) * 2 * MonitorMessage.LENGTH;
        recent.putBytes(at, question.bytes(), 0, MonitorMessage.LENGTH);
        recent.putBytes(at + MonitorMessage.LENGTH, answer.bytes(), 0, MonitorMessage.LENGTH);
    }

    /**
     * Writes words of the last answer as a command.
     *
     * @param first index of the first of them
     * @param count number of all words
     * @return the offset behind the command
     */
    public int answer(final MutableDirectBuffer frame, final int offset, final int first, final int count)
    {
        final long[] operands = new long[1 + Math.min(MsixVerb.DATA_LIMIT, count - first)];
        operands[0] = first;
        for (int i = 1; i < operands.length; i++)
        {
            operands[i] = words.getLong((first + i - 1) * Long.BYTES);
        }

        return MsixVerb.ANSWER.encode(frame, offset, operands);
    }

    /**
     * Checks that the machine found no answer that contradicts its commands, after these were applied.
     *
     * @throws MonitorFailure if no monitor can answer so
     */
    public void applied()
    {
        final FunctionAccounts functions = machine.functions();
        final FunctionAccounts.Contradiction found = functions == null ? null : functions.contradiction();
        if (found != null)
        {
            final int at = (int)(found.answer() % RECENT) * 2 * MonitorMessage.LENGTH;
            question.read(recent, at);
            answer.read(recent, at + MonitorMessage.LENGTH);
            throw malformed(found.sentence());
        }
    }

    /** Asks the question, unless it was asked ahead, and returns the number of messages that its answer has. */
    private int exchange()
    {
        question.number(++number);
        isAsked = true;
        if (number - sent > 0)
        {
            sent = number;
            socket.add(question);
            send();
        }
        int messages = 0;
        try
        {
            socket.waitsFromNow();
            receive();
            while (answer.type() == MonitorType.SEND)
            {
                if (messages == MonitorAnswer.MESSAGE_LIMIT)
                {
                    throw new MonitorFailure("the monitor floods: more than " +
                        NumberText.counted(messages, "message") + " answer " + question.text());
                }
                put(messages++);
                receive();
            }
            isAsked = false;
        }
        catch (final MonitorFailure ex)
        {
            throw new MonitorFailure(ex.getMessage() + unproved(), ex);
        }

        return messages;
    }

    private void receive()
    {
        socket.await(MonitorMessage.LENGTH, question);
        final boolean isRead = answer.read(socket.bytes(), socket.readOffset());
        if (!isRead || (answer.type() != MonitorType.SEND && answer.type() != MonitorType.DONE))
        {
            throw malformed("SEND and DONE alone are answers");
        }
        if (answer.number() != question.number())
        {
            throw malformed("it is numbered " + Integer.toUnsignedString(answer.number()));
        }
        socket.await(answer.length(), question);
        answer.readWords(socket.bytes(), socket.readOffset() + MonitorMessage.LENGTH);
        socket.take(answer.length());
    }

    private void put(final int message)
    {
        if ((answer.second() & ~DATA_LIMIT) != 0)
        {
            throw malformed("the data of a message has 32 bits");
        }
        final int at = MonitorAnswer.messageIndex(message) * Long.BYTES;
        words.putLong(at, MonitorAnswer.name(answer.function(), answer.vector()));
        words.putLong(at + Long.BYTES, answer.value());
        words.putLong(at + 2 * Long.BYTES, answer.second());
    }

    private MonitorFailure malformed(final String reason)
    {
        return new MonitorFailure("the monitor's answer to " + question.text() + " is malformed: " + reason +
            " [" + answer.hex() + "]");
    }

    /** Returns how many events are neither proven nor lost now. */
    private String unproved()
    {
        final FunctionAccounts functions = machine.functions();
        final long held = functions == null ? 0 : functions.held();
        final long asked = question.type() == MonitorType.TRIGGER ? sent - number + (isAsked ? 1 : 0) : 0;

        return held + asked == 0 ? "" : ". Unproved: " + NumberText.counted(held + asked, "event") + " (" + held +
            " held, " + asked + " asked about)";
    }

    @Override
    public void close() throws IOException
    {
        socket.close();
    }
}
