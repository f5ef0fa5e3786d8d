package org.gale.engine.transcript;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.gale.engine.script.ByteLines;
import org.gale.engine.script.TargetFactory;

/**
 * Runs of one transcript on several machines, a line at a time: its file is read once, and may be a pipe. A run that
 * has ended takes no more lines. Owned by the thread that plays the transcript.
 */
final class TranscriptRuns implements AutoCloseable
{
    private final List<TranscriptRun> runs = new ArrayList<>();
    private final List<TranscriptRun> playing;

    TranscriptRuns(final String name, final TargetFactory factory, final List<MachineKeySet> sets)
    {
        runs.add(new TranscriptRun(name, factory, MachineKeySet.NONE));
        sets.forEach(set -> runs.add(new TranscriptRun(name, factory, set)));
        playing = new ArrayList<>(runs);
    }

    long commandCount()
    {
        long count = 0;
        for (final TranscriptRun run : runs)
        {
            count += run.commandCount();
        }

        return count;
    }

    /**
     * Plays the next line.
     *
     * @return false if each run has ended
     */
    boolean onLine(final ByteLines.Found found, final ByteLines lines)
    {
        playing.removeIf(run -> !isAlive(run, () -> run.onLine(found, lines) || run.isUndecided()));

        return !playing.isEmpty();
    }

    void onEnd()
    {
        runs.forEach(run -> isAlive(run, () ->
        {
            run.onEnd();
            return true;
        }));
    }

    /** Ends each run that has not ended, since the file cannot be read any further. */
    void unreadableAt(final String message)
    {
        playing.forEach(run -> run.unreadableAt(message));
    }

    /** Returns the result of the transcript as it is, then those of the sets of keys in their order. */
    List<PlayResult> results()
    {
        return runs.stream().map(TranscriptRun::result).toList();
    }

    @Override
    public void close()
    {
        runs.forEach(TranscriptRun::close);
    }

    /** Returns what a step of a run returns; false if the engine fails in it. */
    private static boolean isAlive(final TranscriptRun run, final BooleanSupplier step)
    {
        try
        {
            return step.getAsBoolean();
        }
        catch (final RuntimeException | AssertionError ex)
        {
            run.internal(ex);
            return false;
        }
    }
}
