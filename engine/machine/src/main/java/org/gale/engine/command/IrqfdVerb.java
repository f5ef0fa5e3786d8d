package org.gale.engine.command;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Host verbs of family 4: eventfds and their routes, script.md#functions-and-eventfds. Numbers are appended and never
 * reused. The operands are the words behind the first one; the first of them is the number of the eventfd.
 */
public enum IrqfdVerb
{
    /** Eventfd, function, vector. */
    ADD(1, 3, false),
    /** Eventfd, SPI: a level pin with a resampler. */
    ADD_PIN(2, 2, false),
    /** Eventfd. */
    ROUTE(3, 1, false),
    /** Eventfd. */
    DROP(4, 1, false),
    /** Eventfd, level. */
    SIGNAL(5, 2, false),
    /** Eventfd. */
    CONSUME(6, 1, false),
    /** Eventfd. */
    STATE(7, 1, true),
    /** Eventfd. */
    REMOVE(8, 1, false);

    /** Number of the family in bits 55:48 of a HOST word. */
    public static final int FAMILY = 4;

    private static final IrqfdVerb[] BY_NUMBER = new IrqfdVerb[values().length + 1];

    private final int number;
    private final int operands;
    private final boolean query;

    static
    {
        for (final IrqfdVerb verb : values())
        {
            BY_NUMBER[verb.number] = verb;
        }
    }

    IrqfdVerb(final int number, final int operands, final boolean query)
    {
        this.number = number;
        this.operands = operands;
        this.query = query;
    }

    /** Returns whether the verb changes nothing and is not journaled. */
    public boolean isQuery()
    {
        return query;
    }

    /**
     * Returns the verb of a HOST word.
     *
     * @return the verb, or null if the family or the length differs
     */
    public static IrqfdVerb of(final long word)
    {
        final int number = HostWord.verb(word);
        final IrqfdVerb verb =
            HostWord.isOf(FAMILY, word) && number < BY_NUMBER.length ? BY_NUMBER[number] : null;

        return verb != null && HostWord.hasOperands(word, verb.operands) ? verb : null;
    }

    /**
     * Writes the command.
     *
     * @param values the operands
     * @return the offset after the command
     */
    public int encode(final MutableDirectBuffer buffer, final int offset, final long... values)
    {
        return HostWord.encode(buffer, offset, FAMILY, number, values);
    }

    /** Returns an operand of a command, from 0. */
    public static long operand(final DirectBuffer words, final int offset, final int index)
    {
        return HostWord.operand(words, offset, index);
    }
}
