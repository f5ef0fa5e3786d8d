package org.gale.engine.gicv5;

import org.agrona.DirectBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.machine.CommandDigest;
import org.gale.engine.machine.Outputs;
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

    private final Outputs outputs;
    private final CommandDigest commandDigest;
    private final Settlement settlement;
    private final Gicv5Port port;
    private final Irs irs;
    private final long[] words = new long[WORDS * LIMIT];

    VdPendRun(final Outputs outputs, final CommandDigest commandDigest, final Settlement settlement,
        final Gicv5Port port, final Irs irs)
    {
        this.outputs = outputs;
        this.commandDigest = commandDigest;
        this.settlement = settlement;
        this.port = port;
        this.irs = irs;
    }

    /** Returns whether a word is the first of a VDPEND, at any EL. */
    static boolean isVdPend(final long word)
    {
        return CommandWord.opcode(word) == CommandWord.INSN && Commands.code(word) == GicInstruction.VDPEND.code();
    }

    /**
     * Applies the VDPEND at an offset and those like it that follow, as far as they set Pending.
     *
     * @return the offset after the last one; the offset given if the first does not set Pending, or is undefined
     */
    int apply(final DirectBuffer frame, final int offset, final int endOffset)
    {
        return isDefined(frame.getLong(offset)) ? applyRun(frame, offset, endOffset) : offset;
    }

    private boolean isDefined(final long word)
    {
        return port.isPe(Commands.pe(word)) && irs.isLinked(Commands.pe(word)) &&                // M-LINKINS
            port.isInstructionDefined(Commands.el(word), GicInstruction.byCode(Commands.code(word)));
    }

    private int applyRun(final DirectBuffer frame, final int offset, final int endOffset)
    {
        final int count = gather(frame, offset, Math.min(LIMIT, (endOffset - offset) / (WORDS * Long.BYTES)));
        irs.askedBy(Commands.pe(frame.getLong(offset)));
        outputs.beginCommand();                                                 // each rings one doorbell at most
        int done = 0;
        while (done < count)
        {
            done = irs.pend(words, done, count);
            settlement.settle(done);
        }
        commandDigest.addRun(words, WORDS * count, count);

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
