package org.gale.engine.witness;

import org.agrona.DirectBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.config.Board;
import org.gale.engine.machine.Machine;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.ist.L2Iste;

/**
 * Witness of the wires of bridges: one that falls makes no interrupt pending, whatever its trigger mode is (B-IWB-2).
 * Owned by the thread that owns the machine.
 */
final class WireWitness
{
    private final WitnessSink sink;
    private final MessageTargets targets;
    private final Board board;
    private long target = MessageTargets.NOTHING;
    /** Entry of that interrupt before the command. */
    private int entry;

    /** Makes the witness of a machine. */
    WireWitness(final Machine machine, final WitnessSink sink)
    {
        this.sink = sink;
        this.targets = new MessageTargets(machine);
        this.board = machine.config().board();
    }

    /** Keeps the entry of the interrupt of a wire, before a command lets it fall. */
    void before(final DirectBuffer frame, final int offset)
    {
        target = MessageTargets.NOTHING;
        if (concerns(frame, offset) && targets.areAtOnce())
        {
            final int iwb = Commands.wireOwner(frame.getLong(offset));
            target = iwb >= board.iwbs() ? MessageTargets.NOTHING : targets.target(board.itsOf(iwb),
                (int)board.deviceOf(iwb), (int)frame.getLong(offset + Long.BYTES));
            entry = target == MessageTargets.NOTHING ? 0 : targets.entry(target);
        }
    }

    /**
     * Compares that interrupt after the command was applied.
     *
     * @param isTold true if the machine itself has reported a broken promise at this command
     */
    void applied(final DirectBuffer frame, final int offset, final boolean isTold)
    {
        if (target == MessageTargets.NOTHING || isTold)
        {
            return;
        }
        final int now = targets.entry(target);
        final boolean isSame = L2Iste.isPending(entry) && L2Iste.isLevel(entry) == L2Iste.isLevel(now);
        if (L2Iste.isPending(now) && !isSame)
        {
            sink.broken(false, "wire " + frame.getLong(offset + Long.BYTES) + " of bridge " +
                Commands.wireOwner(frame.getLong(offset)), " fell, and made its interrupt pending");
        }
    }

    /** Returns whether a command lets the wire of a bridge fall. */
    boolean concerns(final DirectBuffer frame, final int offset)
    {
        final long word = frame.getLong(offset);

        return CommandWord.opcode(word) == CommandWord.WIRE && Commands.wireKind(word) == Commands.WIRE_IWB &&
            !Commands.isWireHigh(word);
    }
}
