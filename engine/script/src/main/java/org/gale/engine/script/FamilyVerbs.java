package org.gale.engine.script;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Errno;
import org.gale.engine.config.NearestName;
import org.gale.ringbuf.CommandWord;

/**
 * Verbs of a family in front of the ITS, each a word behind that of the family and in front of a number, as HOST
 * commands. Owner: the thread of the session.
 */
abstract class FamilyVerbs
{
    static final int OPERAND_WORD = 3;

    private static final int VERB_WORD = 1;
    private static final int NUMBER_WORD = 2;

    final Operands operands;
    final ReplyBuffer reply;
    final UnsafeBuffer words = new UnsafeBuffer(new byte[CommandWord.WORD_LIMIT * Long.BYTES]);
    private final long[] values = new long[CommandWord.WORD_LIMIT];
    private final String family;
    private final String number;
    private final List<VerbHelp> help;
    private final List<String> names;

    /**
     * Creates the verbs of a family.
     *
     * @param number name of the number behind a verb
     */
    FamilyVerbs(final String family, final String number, final List<VerbHelp> help, final Operands operands,
        final ReplyBuffer reply)
    {
        this.family = family;
        this.number = number;
        this.help = help;
        this.names = VerbHelp.names(help);
        this.operands = operands;
        this.reply = reply;
    }

    /** Returns whether a verb may have so many words, those of the family and the verb included. */
    abstract boolean hasWords(String verb, int count);

    /** Executes a verb that has so many words. */
    abstract void execute(ScriptTarget target, String verb, long ofNumber);

    /** Executes the line that the operands hold. */
    final void execute(final ScriptTarget target)
    {
        final LineParser line = operands.line();
        final String word = line.wordCount() <= VERB_WORD ? "" : line.text(VERB_WORD);
        final int index = names.indexOf(word);
        if (index < 0)
        {
            reply.append("FAIL ").append(family).append(": the verbs are ").append(String.join(" ", names))
                .append(NearestName.hint(word, names)).endLine();
        }
        else if (!hasWords(word, line.wordCount()))
        {
            reply.append("FAIL expected: ").append(help.get(index).usage()).endLine();
        }
        else if (operands.number(NUMBER_WORD, number))
        {
            execute(target, word, operands.value(NUMBER_WORD));
        }
    }

    /** Executes the command in the buffer, unless it is refused, and replies with its errno. */
    final void answer(final ScriptTarget target, final int lengthBytes)
    {
        if (isExecuted(target, lengthBytes))
        {
            answer();
        }
    }

    /** Replies with the errno of the last command. */
    final void answer()
    {
        reply.append("OK ").append(Errno.text((int)values[0])).endLine();
    }

    /** Executes the command in the buffer, unless it is refused, which is replied. */
    final boolean isExecuted(final ScriptTarget target, final int lengthBytes)
    {
        if (isRefused(target))
        {
            return false;
        }
        target.hostCommand(words, lengthBytes, values);

        return true;
    }

    /** Returns whether the command in the buffer is refused, which is replied then. */
    final boolean isRefused(final ScriptTarget target)
    {
        final String reason = target.hostRefusal(words);
        if (reason != null)
        {
            reply.append("FAIL ").append(family).append(' ').append(operands.line().text(VERB_WORD)).append(": ")
                .append(reason).endLine();
        }

        return reason != null;
    }

    /** Makes the help on a verb of a family. */
    static VerbHelp help(
        final String family, final String name, final String usage, final String ok, final String errors)
    {
        return new VerbHelp(name, family + ' ' + name + ' ' + usage, ok, errors);
    }
}
