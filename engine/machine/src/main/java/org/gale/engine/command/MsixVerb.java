package org.gale.engine.command;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.gale.ringbuf.CommandWord;

/**
 * Host verbs of family 3: functions with MSI-X vectors, script.md#functions-and-eventfds. Numbers are appended and
 * never reused. The operands are the words behind the first one; the first of them is the function, by its DeviceID.
 */
public enum MsixVerb
{
    /** Function, vectors, address of its frame. */
    CREATE(1, 3, false),
    /** Function, MSI-X enable, function mask; {@link #UNCHANGED} leaves one as it is. */
    CONTROL(2, 3, false),
    /** Function. */
    RESET(3, 1, false),
    /** Function. */
    CLEAR(4, 1, false),
    /** Function. */
    SAVE(5, 1, false),
    /** Index of the first word, then up to {@link #DATA_LIMIT} words of the image that the next RESTORE takes. */
    RESTORE_DATA(6, 1, false),
    /** Function, length of the image in words. */
    RESTORE(7, 2, false),
    /** Nothing: the image that the last SAVE made. */
    IMAGE(8, 0, true),
    /** Function, vector. */
    STATE(9, 2, true),
    /** Index of the first word, then up to {@link #DATA_LIMIT} words of the answer to the next command. */
    ANSWER(10, 1, false),
    /** Function: unplugs it. */
    DESTROY(11, 1, false);

    /** Number of the family in bits 55:48 of a HOST word. */
    public static final int FAMILY = 3;
    /** Value of a control that stays as it is. */
    public static final long UNCHANGED = 2;
    /** Limit of the words of an image or an answer that one command carries. */
    public static final int DATA_LIMIT = CommandWord.WORD_LIMIT - 2;

    private static final MsixVerb[] BY_NUMBER = new MsixVerb[values().length + 1];

    private final int number;
    private final int operands;
    private final boolean query;

    static
    {
        for (final MsixVerb verb : values())
        {
            BY_NUMBER[verb.number] = verb;
        }
    }

    MsixVerb(final int number, final int operands, final boolean query)
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

    /** Returns whether the verb carries words that a later command takes, and names no function. */
    public boolean carriesData()
    {
        return this == RESTORE_DATA || this == ANSWER;
    }

    /**
     * Returns the verb of a HOST word.
     *
     * @return the verb, or null if the family or the length differs
     */
    public static MsixVerb of(final long word)
    {
        final int number = HostWord.verb(word);
        final MsixVerb verb =
            HostWord.isOf(FAMILY, word) && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
        final boolean isWhole = verb != null && (verb.carriesData() ? CommandWord.length(word) > 2 :
            HostWord.hasOperands(word, verb.operands));

        return isWhole ? verb : null;
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
