package org.gale.engine.machine;

import java.util.function.Consumer;
import org.gale.engine.config.NumberText;
import org.gale.tables.memory.StateReader;
import org.gale.tables.memory.StateStream;
import org.gale.tables.memory.StateWriter;

/**
 * Saved state of a machine: its parts in order, then the digests of the state and of the run, which those of a restored
 * machine must equal. Pure functions, on the machine's thread.
 */
public final class SavedState
{
    private SavedState()
    {
    }

    /**
     * Saves a machine, and finishes the stream.
     *
     * @param parts passes all state of the machine through a stream
     */
    public static void save(final Machine machine, final Consumer<StateStream> parts, final StateWriter writer)
    {
        parts.accept(writer);
        final long state = machine.digest();
        writer.word(state);
        writer.word(machine.runDigest(state));
        writer.finish();
    }

    /**
     * Restores a machine that is at reset.
     *
     * @param parts passes all state of the machine through a stream
     * @return the digests that were saved and those of the machine now
     * @throws IllegalStateException if the machine has applied a command
     */
    public static Restored restore(
        final Machine machine, final Consumer<StateStream> parts, final StateReader reader)
    {
        if (machine.commandCount() != 0)
        {
            throw new IllegalStateException("not at reset: " + NumberText.counted(machine.commandCount(), "command") +
                " applied");
        }
        parts.accept(reader);
        final long savedState = reader.word();
        final long savedRun = reader.word();
        reader.end();
        final long state = machine.digest();

        return new Restored(savedState, state, savedRun, machine.runDigest(state));
    }
}
