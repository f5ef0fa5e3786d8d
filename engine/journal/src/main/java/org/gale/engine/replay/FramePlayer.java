package org.gale.engine.replay;

import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.command.CommandException;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.Outputs;

/** Player of frames: applies their commands to a machine, all at once or in slices. Owned by the machine's thread. */
final class FramePlayer
{
    private final Machine machine;
    private final int sliceCommands;
    private final CommandCursor cursor = new CommandCursor();
    private Consumer<Outputs> watch = outputs -> { };

    FramePlayer(final Machine machine, final int sliceCommands)
    {
        this.machine = machine;
        this.sliceCommands = sliceCommands;
    }

    /** Sets the watch of the outputs of each step. */
    void watch(final Consumer<Outputs> outputWatch)
    {
        watch = outputWatch;
    }

    /**
     * Applies the commands between two offsets.
     *
     * @throws CommandException if a word there begins no command
     */
    void apply(final DirectBuffer frame, final int offset, final int endOffset)
    {
        if (sliceCommands == ReplayOptions.WHOLE_FRAMES)
        {
            applyAll(frame, offset, endOffset);
            return;
        }
        cursor.wrap(frame, offset, endOffset);
        int at = offset;
        while (at < endOffset)
        {
            for (int i = 0; i < sliceCommands && cursor.next(); i++)
            {
                // The slice grows by a command.
            }
            final int end = cursor.nextOffset() > at ? cursor.nextOffset() : endOffset;
            applyAll(frame, at, end);
            at = end;
        }
    }

    /**
     * Applies one command, and leaves its outputs for the caller to clear.
     *
     * @throws CommandException if the word there begins no command
     */
    void applyOne(final DirectBuffer frame, final int offset)
    {
        machine.apply(frame, offset);
        watch.accept(machine.outputs());
    }

    private void applyAll(final DirectBuffer frame, final int offset, final int endOffset)
    {
        assert offset <= endOffset : offset + ", " + endOffset;

        int at = offset;
        while (at < endOffset)
        {
            at = machine.apply(frame, at, endOffset);
            watch.accept(machine.outputs());
            machine.outputs().clear();
        }
    }
}
