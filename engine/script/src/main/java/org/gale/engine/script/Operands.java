package org.gale.engine.script;

/**
 * Checks of the operands of a line. A check that fails has answered {@code FAIL} with a sentence, and returns false.
 * Owned by the thread of the session.
 */
final class Operands
{
    private final LineParser line;
    private final ReplyBuffer reply;
    private final long[] values = new long[LineParser.WORD_LIMIT];
    private Verb verb;

    Operands(final LineParser line, final ReplyBuffer reply)
    {
        this.line = line;
        this.reply = reply;
    }

    void verb(final Verb ofLine)
    {
        this.verb = ofLine;
    }

    LineParser line()
    {
        return line;
    }

    /** Returns the number that a check found in a word. */
    long value(final int word)
    {
        return values[word];
    }

    int intValue(final int word)
    {
        return (int)values[word];
    }

    /** Checks that the word is a number of up to 64 bits. */
    boolean number(final int word, final String name)
    {
        if (line.parseNumber(word))
        {
            values[word] = line.number();
            return true;
        }

        fail(name, word).append(" is not a number: decimal or 0x..., unsigned, up to 64 bits").endLine();
        return false;
    }

    /** Checks that the word is a number from min to max, both non-negative. */
    boolean numberBetween(final int word, final String name, final long min, final long max)
    {
        if (!number(word, name))
        {
            return false;
        }

        final long value = values[word];
        if (Long.compareUnsigned(value, min) >= 0 && Long.compareUnsigned(value, max) <= 0)
        {
            return true;
        }

        fail(name, word).append(" is out of range: ").appendUnsigned(min).append(" to ").appendUnsigned(max).endLine();
        return false;
    }

    /** Checks that behind {@code KEY=} the word is a number of up to 64 bits. */
    boolean numberBehind(final int word, final String key)
    {
        if (line.parseNumberBehind(word, key.length() + 1))
        {
            values[word] = line.number();
            return true;
        }

        fail(key, word).append(" is not a number: decimal or 0x..., unsigned, up to 64 bits").endLine();
        return false;
    }

    boolean level(final int word)
    {
        return numberBetween(word, "LEVEL", 0, 1);
    }

    /** Checks that the word is the number of one of {@code count} things of that name. */
    boolean existing(final int word, final String name, final int count)
    {
        if (!number(word, name))
        {
            return false;
        }
        if (Long.compareUnsigned(values[word], count) < 0)
        {
            return true;
        }

        fail(name, word).append(" does not exist: this machine has ");
        if (count == 0)
        {
            reply.append("none").endLine();
        }
        else
        {
            reply.append("0 to ").appendUnsigned(count - 1).endLine();
        }
        return false;
    }

    boolean el(final int word)
    {
        values[word] = ScriptNames.el(line, word);
        if (values[word] != 0)
        {
            return true;
        }

        fail("EL", word).append(" is not one of el1, el2, el3, vel1").endLine();
        return false;
    }

    /** Begins {@code FAIL verb: NAME 'word'}; the caller ends the sentence. */
    ReplyBuffer fail(final String name, final int word)
    {
        reply.append("FAIL ").append(verb.spelling()).append(": ").append(name).append(' ');

        return reply.appendQuoted(line.bytes(), line.start(word), line.length(word));
    }
}
