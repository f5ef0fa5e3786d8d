package org.gale.engine.support;

import org.agrona.DirectBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmVerb;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.operand.GicInstruction;

/** Faults of the way to a machine: one command of a kind is lost, or comes twice. */
public enum CommandFaults
{
    /** A message is posted and never written. */
    LOST_MESSAGE(false)
    {
        @Override
        boolean isOne(final DirectBuffer frame, final int offset)
        {
            return CommandWord.opcode(frame.getLong(offset)) == CommandWord.MSI;
        }
    },
    /** A message is written twice. */
    REPEATED_MESSAGE(true)
    {
        @Override
        boolean isOne(final DirectBuffer frame, final int offset)
        {
            return LOST_MESSAGE.isOne(frame, offset);
        }
    },
    /** The rise of a wire is never carried. */
    LOST_WIRE(false)
    {
        @Override
        boolean isOne(final DirectBuffer frame, final int offset)
        {
            final long word = frame.getLong(offset);
            final int opcode = CommandWord.opcode(word);

            return opcode == CommandWord.WIRE ? Commands.isWireHigh(word) :
                opcode == CommandWord.HOST && Commands.hostFamily(word) == KvmVerb.FAMILY &&
                KvmVerb.of(word) == KvmVerb.LINE && KvmVerb.modifier(word) != 0;
        }
    },
    /** An interrupt that a vCPU sends to another one never leaves it. */
    LOST_IPI(false)
    {
        @Override
        boolean isOne(final DirectBuffer frame, final int offset)
        {
            final long word = frame.getLong(offset);

            return CommandWord.opcode(word) == CommandWord.INSN &&
                Commands.code(word) == GicInstruction.CDPEND.code();
        }
    };

    private final boolean isRepeated;

    CommandFaults(final boolean isRepeated)
    {
        this.isRepeated = isRepeated;
    }

    abstract boolean isOne(DirectBuffer frame, int offset);

    /**
     * Returns the fault of one command.
     *
     * @param number of the command of its kind, from 1
     */
    public FaultyCommands.Fault at(final long number)
    {
        final long[] count = new long[1];

        return (machine, frame, offset) ->
        {
            final boolean isNow = isOne(frame, offset) && ++count[0] == number;
            if (isNow && isRepeated)
            {
                machine.apply(frame, offset);
                machine.apply(frame, offset);
            }

            return isNow;
        };
    }
}
