package org.gale.engine.script;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Errno;
import org.gale.engine.command.IrqfdVerb;
import org.gale.engine.config.NearestName;
import org.gale.ringbuf.CommandWord;

/** Verbs {@code irqfd}: eventfds and routes, script.md#functions-and-eventfds. Owner: the thread of the session. */
final class IrqfdVerbs
{
    /** Help on the verbs: operands, replies and errors. */
    static final List<VerbHelp> HELP = List.of(
        help("add", "N FUNCTION VECTOR | N spi ID",
            "OK 0; the eventfd carries a vector, or a level pin with a resampler, and has no route",
            "FAIL for an eventfd, vector or SPI that has one, or that does not exist"),
        help("route", "N", "OK 0; what is held leaves if it may, and a level is sampled", "FAIL for no eventfd"),
        help("drop", "N", "OK 0; the route is dropped", "FAIL for no eventfd"),
        help("signal", "N [LEVEL]", "OK 0; an event, or the line of a level pin",
            "FAIL for no eventfd, or LEVEL 0 of a vector"),
        help("consume", "N", "OK 0; the monitor takes the eventfd", "FAIL for no eventfd"),
        help("state", "N", "OK eventfd=0|1 route=0|1; of a level pin also line=0|1 raised=0|1",
            "FAIL for no eventfd"));

    private static final List<String> NAMES = VerbHelp.names(HELP);
    private static final int VERB_WORD = 1;
    private static final int NUMBER_WORD = 2;
    private static final int OPERAND_WORD = 3;
    private static final String SPI = "spi";

    private final Operands operands;
    private final ReplyBuffer reply;
    private final UnsafeBuffer words = new UnsafeBuffer(new byte[CommandWord.WORD_LIMIT * Long.BYTES]);
    private final long[] values = new long[CommandWord.WORD_LIMIT];

    IrqfdVerbs(final Operands operands, final ReplyBuffer reply)
    {
        this.operands = operands;
        this.reply = reply;
    }

    /** Executes the line that the operands hold. */
    void execute(final ScriptTarget target)
    {
        final LineParser line = operands.line();
        final String word = line.wordCount() <= VERB_WORD ? "" : line.text(VERB_WORD);
        final int index = NAMES.indexOf(word);
        if (index < 0)
        {
            reply.append("FAIL irqfd: the verbs are ").append(String.join(" ", NAMES))
                .append(NearestName.hint(word, NAMES)).endLine();
        }
        else if (!hasWords(word, line.wordCount()))
        {
            reply.append("FAIL expected: ").append(HELP.get(index).usage()).endLine();
        }
        else if (operands.number(NUMBER_WORD, "N"))
        {
            execute(target, word);
        }
    }

    private static boolean hasWords(final String verb, final int count)
    {
        return switch (verb)
        {
            case "add" -> count == OPERAND_WORD + 2;
            case "signal" -> count == OPERAND_WORD || count == OPERAND_WORD + 1;
            default -> count == OPERAND_WORD;
        };
    }

    private void execute(final ScriptTarget target, final String verb)
    {
        final long number = operands.value(NUMBER_WORD);
        switch (verb)
        {
            case "add" -> add(target, number);
            case "signal" -> signal(target, number);
            case "state" -> state(target, number);
            case "route" -> answer(target, IrqfdVerb.ROUTE.encode(words, 0, number));
            case "drop" -> answer(target, IrqfdVerb.DROP.encode(words, 0, number));
            default -> answer(target, IrqfdVerb.CONSUME.encode(words, 0, number));
        }
    }

    private void add(final ScriptTarget target, final long number)
    {
        final boolean isPin = operands.line().text(OPERAND_WORD).equals(SPI);
        if (isPin ? operands.number(OPERAND_WORD + 1, "ID") :
            operands.number(OPERAND_WORD, "FUNCTION") && operands.number(OPERAND_WORD + 1, "VECTOR"))
        {
            answer(target, isPin ? IrqfdVerb.ADD_PIN.encode(words, 0, number, operands.value(OPERAND_WORD + 1)) :
                IrqfdVerb.ADD.encode(
                    words, 0, number, operands.value(OPERAND_WORD), operands.value(OPERAND_WORD + 1)));
        }
    }

    private void signal(final ScriptTarget target, final long number)
    {
        final boolean hasLevel = operands.line().wordCount() > OPERAND_WORD;
        if (!hasLevel || operands.level(OPERAND_WORD))
        {
            answer(target, IrqfdVerb.SIGNAL.encode(words, 0, number, hasLevel ? operands.value(OPERAND_WORD) : 1));
        }
    }

    private void state(final ScriptTarget target, final long number)
    {
        IrqfdVerb.STATE.encode(words, 0, number);
        if (!isRefused(target))
        {
            reply.append("OK ").append(target.hostQuery(words)).endLine();
        }
    }

    private void answer(final ScriptTarget target, final int lengthBytes)
    {
        if (!isRefused(target))
        {
            target.hostCommand(words, lengthBytes, values);
            reply.append("OK ").append(Errno.text((int)values[0])).endLine();
        }
    }

    private boolean isRefused(final ScriptTarget target)
    {
        final String reason = target.hostRefusal(words);
        if (reason != null)
        {
            reply.append("FAIL irqfd ").append(operands.line().text(VERB_WORD)).append(": ").append(reason)
                .endLine();
        }

        return reason != null;
    }

    private static VerbHelp help(final String name, final String usage, final String ok, final String errors)
    {
        return new VerbHelp(name, "irqfd " + name + ' ' + usage, ok, errors);
    }
}
