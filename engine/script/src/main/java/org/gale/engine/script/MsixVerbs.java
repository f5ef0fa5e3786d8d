package org.gale.engine.script;

import java.util.Arrays;
import java.util.List;
import org.gale.engine.command.MsixVerb;

/** Verbs {@code msix}: functions with vectors, script.md#functions-and-eventfds. Owner: the thread of the session. */
final class MsixVerbs extends FamilyVerbs
{
    /** Help on the verbs: operands, replies and errors. */
    static final List<VerbHelp> HELP = List.of(
        help("create", "FUNCTION vectors=N bar=ADDR", "OK 0; all vectors are masked, MSI-X is not enabled",
            "FAIL for a function that exists, unless 1 to 2048 vectors, or where RAM or a frame is"),
        help("trigger", "FUNCTION VECTOR", "OK; an event of a vector", "FAIL for a vector that does not exist"),
        help("control", "FUNCTION [enable=0|1] [mask=0|1]", "OK 0; MSI-X enable and function mask",
            "FAIL for a function that does not exist, or whose VM migrates"),
        help("reset", "FUNCTION", "OK 0; clears the table and all that is held",
            "FAIL for a function that does not exist, or whose VM migrates"),
        help("clear", "FUNCTION", "OK 0; clears all that is held",
            "FAIL for a function that does not exist, or whose VM migrates"),
        help("destroy", "FUNCTION", "OK 0; the function is unplugged, and what it holds is withdrawn",
            "FAIL for a function that does not exist, that an eventfd carries, or whose VM migrates"),
        help("save", "FUNCTION FILE", "OK 0; the image is in FILE, or in memory for @NAME",
            "FAIL for a function that does not exist, or a FILE that cannot be written"),
        help("restore", "FUNCTION FILE",
            "OK 0; the function then holds the events of the image. An event leaves if MSI-X is enabled, vector and " +
            "function are unmasked, and its eventfd, if any, has a route",
            "OK -EINVAL for an image of another function; FAIL without an image, or while its VM migrates"),
        help("state", "FUNCTION VECTOR", "OK mask=0|1 pending=0|1 eventfd=0|1 route=0|1",
            "FAIL for a vector that does not exist"));

    private static final String VECTORS = "vectors";
    private static final String BAR = "bar";
    private static final String ENABLE = "enable";
    private static final String MASK = "mask";

    private final KvmImages images = new KvmImages();

    MsixVerbs(final Operands operands, final ReplyBuffer reply)
    {
        super("msix", "FUNCTION", HELP, operands, reply);
    }

    @Override
    boolean hasWords(final String verb, final int count)
    {
        return switch (verb)
        {
            case "create" -> count == OPERAND_WORD + 2;
            case "control" -> count == OPERAND_WORD + 1 || count == OPERAND_WORD + 2;
            case "reset", "clear", "destroy" -> count == OPERAND_WORD;
            default -> count == OPERAND_WORD + 1;
        };
    }

    @Override
    void execute(final ScriptTarget target, final String verb, final long function)
    {
        switch (verb)
        {
            case "create" -> create(target, function);
            case "trigger" -> trigger(target, function);
            case "control" -> control(target, function);
            case "reset" -> answer(target, MsixVerb.RESET.encode(words, 0, function));
            case "clear" -> answer(target, MsixVerb.CLEAR.encode(words, 0, function));
            case "destroy" -> answer(target, MsixVerb.DESTROY.encode(words, 0, function));
            case "save" -> save(target, function);
            case "restore" -> restore(target, function);
            default -> state(target, function);
        }
    }

    private void create(final ScriptTarget target, final long function)
    {
        final int vectors = keyed(VECTORS);
        final int bar = keyed(BAR);
        if (isNumber(vectors, VECTORS) && isNumber(bar, BAR))
        {
            answer(target, MsixVerb.CREATE.encode(
                words, 0, function, operands.value(vectors), operands.value(bar)));
        }
    }

    private void trigger(final ScriptTarget target, final long function)
    {
        if (isVector(target, function))
        {
            target.trigger((int)function, operands.intValue(OPERAND_WORD));
            reply.ok();
        }
    }

    private void control(final ScriptTarget target, final long function)
    {
        final int enable = keyed(ENABLE);
        final int mask = keyed(MASK);
        final int given = (enable < 0 ? 0 : 1) + (mask < 0 ? 0 : 1);
        if (given != operands.line().wordCount() - OPERAND_WORD)
        {
            reply.append("FAIL expected: msix control FUNCTION [enable=0|1] [mask=0|1]").endLine();
        }
        else if ((enable < 0 || isFlag(enable, ENABLE)) && (mask < 0 || isFlag(mask, MASK)))
        {
            answer(target, MsixVerb.CONTROL.encode(words, 0, function,
                enable < 0 ? MsixVerb.UNCHANGED : operands.value(enable),
                mask < 0 ? MsixVerb.UNCHANGED : operands.value(mask)));
        }
    }

    private void save(final ScriptTarget target, final long function)
    {
        if (isExecuted(target, MsixVerb.SAVE.encode(words, 0, function)))
        {
            MsixVerb.IMAGE.encode(words, 0);
            final String reason = images.write(operands.line().text(OPERAND_WORD), target.hostQuery(words));
            if (reason == null)
            {
                answer();
            }
            else
            {
                operands.fail("FILE", OPERAND_WORD).append(' ').append(reason).endLine();
            }
        }
    }

    private void restore(final ScriptTarget target, final long function)
    {
        final KvmImages.Image read = images.read(operands.line().text(OPERAND_WORD));
        if (read.refusal() != null)
        {
            operands.fail("FILE", OPERAND_WORD).append(' ').append(read.refusal()).endLine();
            return;
        }
        final List<Long> image = read.words();
        MsixVerb.RESTORE.encode(words, 0, function, image.size());
        if (isRefused(target) || !isStaged(target, image))
        {
            return;
        }
        answer(target, MsixVerb.RESTORE.encode(words, 0, function, image.size()));
    }

    /** Journals the words of an image, so that the machine holds them. */
    private boolean isStaged(final ScriptTarget target, final List<Long> image)
    {
        final long[] part = new long[1 + MsixVerb.DATA_LIMIT];
        for (int first = 0; first < image.size(); first += MsixVerb.DATA_LIMIT)
        {
            final int count = Math.min(MsixVerb.DATA_LIMIT, image.size() - first);
            part[0] = first;
            for (int i = 0; i < count; i++)
            {
                part[1 + i] = image.get(first + i);
            }
            if (!isExecuted(target, MsixVerb.RESTORE_DATA.encode(words, 0, Arrays.copyOf(part, 1 + count))))
            {
                return false;
            }
        }

        return true;
    }

    private void state(final ScriptTarget target, final long function)
    {
        if (isVector(target, function))
        {
            reply.append("OK ").append(target.hostQuery(words)).endLine();
        }
    }

    /** Checks that a vector exists; the buffer has the query of its state then. */
    private boolean isVector(final ScriptTarget target, final long function)
    {
        if (!operands.number(OPERAND_WORD, "VECTOR"))
        {
            return false;
        }
        MsixVerb.STATE.encode(words, 0, function, operands.value(OPERAND_WORD));

        return !isRefused(target);
    }

    /** Returns the word that gives a key a value, or −1. */
    private int keyed(final String key)
    {
        int found = -1;
        for (int word = OPERAND_WORD; word < operands.line().wordCount(); word++)
        {
            found = operands.line().text(word).startsWith(key + '=') ? word : found;
        }

        return found;
    }

    private boolean isNumber(final int word, final String key)
    {
        if (word < 0)
        {
            reply.append("FAIL msix: ").append(key).append("=N is missing").endLine();
            return false;
        }

        return operands.numberBehind(word, key);
    }

    private boolean isFlag(final int word, final String key)
    {
        if (!operands.numberBehind(word, key))
        {
            return false;
        }
        if (operands.value(word) == 0 || operands.value(word) == 1)
        {
            return true;
        }
        operands.fail(key, word).append(" is not 0 or 1").endLine();

        return false;
    }

    private static VerbHelp help(final String name, final String usage, final String ok, final String errors)
    {
        return help("msix", name, usage, ok, errors);
    }
}
