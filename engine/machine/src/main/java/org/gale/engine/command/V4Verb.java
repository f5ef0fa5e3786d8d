package org.gale.engine.command;

import java.util.Locale;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.gale.ringbuf.CommandWord;

/**
 * Host verbs of family 2: direct injection, script.md#direct-injection-verbs. Numbers are appended and never reused.
 * The operands are the words behind the first one, a word each; a verb without operands carries one word of 0.
 */
public enum V4Verb
{
    /** vCPU count. */
    CREATE_VM(1, 1, false),
    /** VM, DeviceID, EventID, vCPU, vINTID. */
    MAP(2, 5, false),
    /** VM, DeviceID, EventID, vCPU. */
    MOVE(3, 4, false),
    /** VM, vCPU from, vCPU to. */
    MOVEALL(4, 3, false),
    /** VM, DeviceID, EventID. */
    DISCARD(5, 3, false),
    /** VM, vINTID, priority, enable. */
    CONFIG(6, 4, false),
    /** VM, vCPU. */
    ENABLE(7, 2, false),
    /** VM, vCPU. */
    DISABLE(8, 2, false),
    /** VM, vCPU. */
    QUERY(9, 2, true),
    /** VM, vCPU. */
    BEGIN_ENABLE(10, 2, false),
    /** VM, vCPU. */
    BEGIN_DISABLE(11, 2, false),
    /** Nothing. */
    STEP(12, 0, false),
    /** VM, vCPU, CPU. */
    LOAD(13, 3, false),
    /** VM, vCPU. */
    PUT(14, 2, false),
    /** VM, vCPU. */
    BLOCK(15, 2, false),
    /** VM, vCPU. */
    ACK(16, 2, false),
    /** VM, vCPU, vINTID. */
    EOI(17, 3, false),
    /** VM, vINTID. */
    STATE(18, 2, true),
    /** VM, vCPU. */
    WOKEN(19, 2, true),
    /** VM, vCPU, SGI. */
    SGI(20, 3, false),
    /** Nothing. */
    AUDIT(21, 0, true),
    /** Nothing: the lossy order from now on. */
    LEGACY(22, 0, false),
    /** Step, as {@link V4FailableStep} numbers it, and the steps of its name up to the one that fails. */
    FAIL(23, 2, false),
    /** VM. */
    SAVE(24, 1, false),
    /** Nothing: the image that the last SAVE made. */
    IMAGE(25, 0, true, true),
    /** Index of the first word, and words: stages a part of the image that the next RESTORE takes. */
    RESTORE_DATA(26, V4Verb.STAGED_WORDS + 1, false, true),
    /** VM, length of the image in words. */
    RESTORE(27, 2, false),
    /** VM, number of a {@link MigrationOrder}, number of the {@link MigrationStep} that fails or 0. */
    MIGRATE(28, 3, false),
    /** VM: a pass before a migration, which sends pages of tables: it answers with {@link PrecopyPages}. */
    PRECOPY(29, 1, false),
    /** VM. */
    DESTROY_VM(30, 1, false);

    /** The most words of an image that one command stages. */
    public static final int STAGED_WORDS = 6;

    /** Number of the family in bits 55:48 of a HOST word. */
    public static final int FAMILY = 2;

    private static final V4Verb[] BY_NUMBER = new V4Verb[values().length + 1];
    private static final int OPCODE_SHIFT = 60;
    private static final int FAMILY_SHIFT = 48;
    private static final int VERB_SHIFT = 40;
    private static final int BYTE = 0xff;

    private final int number;
    private final int operands;
    private final boolean query;
    private final boolean internal;

    static
    {
        for (final V4Verb verb : values())
        {
            BY_NUMBER[verb.number] = verb;
        }
    }

    V4Verb(final int number, final int operands, final boolean query)
    {
        this(number, operands, query, false);
    }

    V4Verb(final int number, final int operands, final boolean query, final boolean internal)
    {
        this.internal = internal;
        this.number = number;
        this.operands = operands;
        this.query = query;
    }

    /**
     * Returns the number of operands.
     */
    public int operands()
    {
        return operands;
    }

    /**
     * Returns the verb as a script spells it.
     */
    public String spelling()
    {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the verb of a spelling in scripts.
     *
     * @return the verb, or null if no verb has that spelling
     */
    public static V4Verb of(final String spelling)
    {
        V4Verb found = null;
        for (final V4Verb verb : values())
        {
            found = verb.spelling().equals(spelling) ? verb : found;
        }

        return found;
    }

    /**
     * Returns whether the verb changes nothing and is not journaled.
     */
    public boolean isQuery()
    {
        return query;
    }

    /** Returns whether no line of a script names the verb. */
    public boolean isInternal()
    {
        return internal;
    }

    /**
     * Returns the verb of a HOST word.
     *
     * @return the verb, or null if the family or the length differs
     */
    public static V4Verb of(final long word)
    {
        final int number = (int)(word >>> VERB_SHIFT) & BYTE;
        final boolean isFamily = CommandWord.opcode(word) == CommandWord.HOST &&
            ((int)(word >>> FAMILY_SHIFT) & BYTE) == FAMILY;
        final V4Verb verb = isFamily && number < BY_NUMBER.length ? BY_NUMBER[number] : null;

        return verb != null && CommandWord.length(word) == verb.words() ? verb : null;
    }

    /**
     * Writes the command.
     *
     * @param values the operands, as many as the verb has
     * @return the offset after the command
     */
    public int encode(final MutableDirectBuffer buffer, final int offset, final long... values)
    {
        if (values.length != operands)
        {
            throw new IllegalArgumentException(name() + " has " + operands + " operands, not " + values.length);
        }
        buffer.putLong(offset, (long)CommandWord.HOST << OPCODE_SHIFT | (long)words() << CommandWord.WORDS_SHIFT |
            (long)FAMILY << FAMILY_SHIFT | (long)number << VERB_SHIFT);
        buffer.putLong(offset + Long.BYTES, 0);
        for (int i = 0; i < operands; i++)
        {
            buffer.putLong(offset + (i + 1) * Long.BYTES, values[i]);
        }

        return offset + words() * Long.BYTES;
    }

    /**
     * Returns an operand of a command.
     *
     * @param index of the operand, from 0
     */
    public static long operand(final DirectBuffer words, final int offset, final int index)
    {
        return words.getLong(offset + (index + 1) * Long.BYTES);
    }

    private int words()
    {
        return Math.max(2, operands + 1);
    }
}
