package org.gale.engine.command;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.gale.ringbuf.CommandWord;

/**
 * First word of a HOST command whose operands are the words behind it, a word each. A verb without operands carries one
 * word of 0. Pure functions.
 */
final class HostWord
{
    private static final int OPCODE_SHIFT = 60;
    private static final int FAMILY_SHIFT = 48;
    private static final int VERB_SHIFT = 40;
    private static final int BYTE = 0xff;

    private HostWord()
    {
    }

    /**
     * Writes a command.
     *
     * @return the offset after the command
     */
    static int encode(
        final MutableDirectBuffer buffer, final int offset, final int family, final int verb, final long... operands)
    {
        final int words = Math.max(2, operands.length + 1);
        buffer.putLong(offset, (long)CommandWord.HOST << OPCODE_SHIFT | (long)words << CommandWord.WORDS_SHIFT |
            (long)family << FAMILY_SHIFT | (long)verb << VERB_SHIFT);
        buffer.putLong(offset + Long.BYTES, 0);
        for (int i = 0; i < operands.length; i++)
        {
            buffer.putLong(offset + (i + 1) * Long.BYTES, operands[i]);
        }

        return offset + words * Long.BYTES;
    }

    /** Returns whether a word begins a HOST command of a family. */
    static boolean isOf(final int family, final long word)
    {
        return CommandWord.opcode(word) == CommandWord.HOST && ((int)(word >>> FAMILY_SHIFT) & BYTE) == family;
    }

    /** Returns the number of the verb of a word. */
    static int verb(final long word)
    {
        return (int)(word >>> VERB_SHIFT) & BYTE;
    }

    /** Returns whether a word has the length of so many operands. */
    static boolean hasOperands(final long word, final int operands)
    {
        return CommandWord.length(word) == Math.max(2, operands + 1);
    }

    /** Returns an operand of a command. */
    static long operand(final DirectBuffer words, final int offset, final int index)
    {
        return words.getLong(offset + (index + 1) * Long.BYTES);
    }
}
