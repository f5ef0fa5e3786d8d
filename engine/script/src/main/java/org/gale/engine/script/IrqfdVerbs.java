package org.gale.engine.script;

import java.util.List;
import org.gale.engine.command.IrqfdVerb;

/** Verbs {@code irqfd}: eventfds and routes, script.md#functions-and-eventfds. Owner: the thread of the session. */
final class IrqfdVerbs extends FamilyVerbs
{
    private static final String NONE_OR_MIGRATES =
        "FAIL if there is no eventfd N, or while the VM of its function migrates";

    /** Help on the verbs: operands, replies and errors. */
    static final List<VerbHelp> HELP = List.of(
        help("add", "N FUNCTION VECTOR | N spi ID",
            "OK 0; the eventfd carries a vector, or a level pin with a resampler, and has no route",
            "FAIL if eventfd N exists, if the vector or SPI has an eventfd already, or if the vector or SPI does not " +
            "exist"),
        help("route", "N",
            "OK 0; a held event leaves if MSI-X is enabled and vector and function are unmasked; a level is sampled",
            NONE_OR_MIGRATES),
        help("drop", "N", "OK 0; the route is dropped", NONE_OR_MIGRATES),
        help("signal", "N [LEVEL]", "OK 0; an event, or the line of a level pin",
            "FAIL if there is no eventfd N, or for LEVEL 0 of a vector"),
        help("consume", "N", "OK 0; the monitor consumes the eventfd", NONE_OR_MIGRATES),
        help("remove", "N",
            "OK 0; the eventfd is gone: the event of a vector stays pending, the event of a pin is withdrawn",
            NONE_OR_MIGRATES),
        help("state", "N", "OK eventfd=0|1 route=0|1; of a level pin also line=0|1 raised=0|1",
            "FAIL if there is no eventfd N"));

    private static final String SPI = "spi";


    IrqfdVerbs(final Operands operands, final ReplyBuffer reply)
    {
        super("irqfd", "N", HELP, operands, reply);
    }

    @Override
    boolean hasWords(final String verb, final int count)
    {
        return switch (verb)
        {
            case "add" -> count == OPERAND_WORD + 2;
            case "signal" -> count == OPERAND_WORD || count == OPERAND_WORD + 1;
            default -> count == OPERAND_WORD;
        };
    }

    @Override
    void execute(final ScriptTarget target, final String verb, final long number)
    {
        switch (verb)
        {
            case "add" -> add(target, number);
            case "signal" -> signal(target, number);
            case "state" -> state(target, number);
            case "route" -> answer(target, IrqfdVerb.ROUTE.encode(words, 0, number));
            case "remove" -> answer(target, IrqfdVerb.REMOVE.encode(words, 0, number));
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

    private static VerbHelp help(final String name, final String usage, final String ok, final String errors)
    {
        return help("irqfd", name, usage, ok, errors);
    }
}
