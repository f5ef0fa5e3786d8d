package org.gale.engine.command;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Host verbs of family 5, {@code vm}: migrations of a VM whose VPEs are resident, with the functions that lead to it
 * (M-MIG-9). Storms alone give them. The operands are the words behind the first one. Numbers are appended and never
 * reused.
 */
public enum VmVerb
{
    /** VM id, number of a {@link MigrationOrder}, code of a {@link StepFailure}. */
    MIGRATE(1, 3),
    /** Nothing: the next step of the migration. */
    STEP(2, 0),
    /** VM id: a pass before a migration, which sends pages of tables: it answers with {@link PrecopyPages}. */
    PRECOPY(3, 1);

    /** Number of the family in bits 55:48 of a HOST word. */
    public static final int FAMILY = 5;

    private static final VmVerb[] BY_NUMBER = new VmVerb[values().length + 1];

    private final int number;
    private final int operands;

    static
    {
        for (final VmVerb verb : values())
        {
            BY_NUMBER[verb.number] = verb;
        }
    }

    VmVerb(final int number, final int operands)
    {
        this.number = number;
        this.operands = operands;
    }

    /**
     * Returns the verb of a HOST word.
     *
     * @return the verb, or null if the family or the length differs
     */
    public static VmVerb of(final long word)
    {
        final int number = HostWord.verb(word);
        final VmVerb verb = HostWord.isOf(FAMILY, word) && number < BY_NUMBER.length ? BY_NUMBER[number] : null;

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
