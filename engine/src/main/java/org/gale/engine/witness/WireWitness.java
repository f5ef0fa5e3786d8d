package org.gale.engine.witness;

import org.agrona.DirectBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.config.Board;
import org.gale.engine.machine.Machine;
import org.gale.ringbuf.CommandWord;

/**
 * Witness of the wires of bridges: one that falls makes no interrupt pending, whatever its trigger mode is (B-IWB-2).
 * Owned by the thread that owns the machine.
 */
final class WireWitness
{
    private final Machine machine;
    private final WitnessSink sink;
    private final MessageTargets targets;
    private long target = MessageTargets.NOTHING;

    /** Makes the witness of a machine. */
    WireWitness(final Machine machine, final WitnessSink sink)
    {
        this.machine = machine;
        this.sink = sink;
        this.targets = new MessageTargets(machine);
    }

    /** Looks at the interrupt of a wire, before a command lets it fall. */
    void before(final DirectBuffer frame, final int offset)
    {
        target = MessageTargets.NOTHING;
        if (concerns(frame, offset) && targets.areAtOnce())
        {
            final Board board = machine.config().board();
            final int iwb = Commands.wireOwner(frame.getLong(offset));
            final long found = iwb >= board.iwbs() ? MessageTargets.NOTHING : targets.target(board.itsOf(iwb),
                (int)board.deviceOf(iwb), (int)frame.getLong(offset + Long.BYTES));
            target = found == MessageTargets.NOTHING || targets.isPending(found) ? MessageTargets.NOTHING : found;
        }
    }

    /**
     * Compares that interrupt after the command was applied.
     *
     * @param isTold true if the machine itself has reported a broken promise at this command
     */
    void applied(final DirectBuffer frame, final int offset, final boolean isTold)
    {
        if (target != MessageTargets.NOTHING && !isTold && targets.isPending(target))
        {
            sink.broken(false, "wire " + frame.getLong(offset + Long.BYTES) + " of bridge " +
                Commands.wireOwner(frame.getLong(offset)), " fell, and its interrupt became pending");
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
