package org.gale.engine.replay;

import java.io.IOException;
import java.nio.file.Path;
import org.gale.engine.host.FileFailure;
import org.gale.engine.machine.MachineFactory;
import org.gale.tables.bitmap.PoolExhaustedException;

/**
 * Names of the steps of transitions in a journal. A machine follows the journal as far as the last step that was asked
 * for; without a step there is none. Owned by one thread.
 */
final class StepNames implements AutoCloseable
{
    private final Path journal;
    private final MachineFactory machines;
    private ReplayCursor cursor;
    private String failure;

    /**
     * Creates the names of a journal.
     *
     * @param machines makes the machine; null for a journal whose steps have no names
     */
    StepNames(final Path journal, final MachineFactory machines)
    {
        this.journal = journal;
        this.machines = machines;
    }

    /**
     * Returns the text of a command with the name of its step.
     *
     * @param word     first word of the command
     * @param sequence number of the command, greater than those before
     * @return the text, or null if the command is no step, or its step has no name
     */
    String text(final long word, final long sequence)
    {
        if (machines == null || failure != null || StepAnswer.of(word) == null)
        {
            return null;
        }
        try
        {
            if (cursor == null)
            {
                cursor = ReplayCursor.open(journal, sequence - 1, machines);
            }
            cursor.to(sequence - 1);

            return cursor.step();
        }
        catch (final IOException ex)
        {
            failure = FileFailure.text(ex);
        }
        catch (final PoolExhaustedException | OutOfMemoryError ex)
        {
            failure = "the host has not the memory for the machine";
        }

        return null;
    }

    /** Returns why steps have no names any more, or null. */
    String failure()
    {
        return failure;
    }

    @Override
    public void close() throws IOException
    {
        if (cursor != null)
        {
            cursor.close();
        }
    }
}
