package org.gale.engine.gicv5;

import org.agrona.DirectBuffer;
import org.gale.engine.command.CommandException;
import org.gale.engine.command.Commands;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.CommandWords;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.GicVdPend;

/**
 * Run of GIC VDPENDs by one PE, as a hypervisor issues them to inject: the instruction is decoded once. The effect
 * equals that of one after another. Owned by the machine's thread.
 */
final class VdPendRun
{
    private static final int LIMIT = 512;
    private static final int WORDS = 2;
    /** Number of words that are copied together, however short the run is. */
    private static final int COPIED_WORDS = 32;

    private final Gicv5Machine machine;
    private final Irs irs;
    private final int pes;
    private final long[] words = new long[WORDS * LIMIT];

    VdPendRun(final Gicv5Machine machine, final Irs irs)
    {
        this.machine = machine;
        this.irs = irs;
        this.pes = machine.config().pes();
    }

    /** Returns whether a word is the first of a VDPEND, at any EL. */
    static boolean isVdPend(final long word)
    {
        return CommandWord.opcode(word) == CommandWord.INSN && Commands.code(word) == GicInstruction.VDPEND.code();
    }

    /**
     * Applies the VDPEND at an offset and those like it that follow, as far as they set Pending.
     *
     * @return the offset after the last one
     * @throws CommandException if the first is none; nothing is applied
     */
    int apply(final DirectBuffer frame, final int offset, final int endOffset)
    {
        final int end = isDefined(frame.getLong(offset)) ? applyRun(frame, offset, endOffset) : offset;

        return end == offset ? machine.apply(frame, offset) : end;
    }

    private boolean isDefined(final long word)
    {
        return Commands.pe(word) < pes && irs.isLinked(Commands.pe(word)) &&                // M-LINKINS
            machine.isInstructionDefined(Commands.el(word), Commands.code(word));
    }

    private int applyRun(final DirectBuffer frame, final int offset, final int endOffset)
    {
        final int count = gather(frame, offset, Math.min(LIMIT, (endOffset - offset) / (WORDS * Long.BYTES)));
        irs.askedBy(Commands.pe(frame.getLong(offset)));
        machine.outputs().beginCommand();                                       // each rings one doorbell at most
        int done = 0;
        while (done < count)
        {
            done = irs.pend(words, done, count);
            machine.settle(done);
        }
        machine.commandDigest().addRun(words, WORDS * count, count);

        return offset + count * WORDS * Long.BYTES;
    }

    /**
     * Copies the commands of the run, without the times of their first words.
     *
     * @return the number of commands
     */
    private int gather(final DirectBuffer frame, final int offset, final int limit)
    {
        final long first = frame.getLong(offset) & ~Commands.TIME_MASK;
        int count = 0;
        int end = 0;
        while (count == end && end < limit)
        {
            final int copied = Math.min(COPIED_WORDS / WORDS, limit - end);
            CommandWords.copy(frame, offset + end * WORDS * Long.BYTES, words, WORDS * end, WORDS * copied);
            end += copied;
            while (count < end && isOfRun(count, first))
            {
                words[WORDS * count++] = first;
            }
        }

        return count;
    }

    private boolean isOfRun(final int index, final long first)
    {
        return (words[WORDS * index] & ~Commands.TIME_MASK) == first && GicVdPend.isPending(words[WORDS * index + 1]);
    }
}
