package org.gale.engine.storm.run;

import java.nio.file.Path;
import java.util.List;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.InvariantBrokenException;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormProgress;
import org.gale.engine.storm.result.StormProof;
import org.gale.engine.storm.result.StormResult;

/** Front end of a storm that shows nothing; a subclass shows the steps that it overrides. No state. */
public class SilentListener implements StormListener
{
    @Override
    public void reading(
        final Reading reading, final long doneBytes, final long totalBytes, final double commandsPerS)
    {
        // Shows nothing.
    }

    @Override
    public void readEnded()
    {
        // Shows nothing.
    }

    @Override
    public void left(final List<Path> journals)
    {
        // Shows nothing.
    }

    @Override
    public void beginning(final StormDescription description)
    {
        // Shows nothing.
    }

    @Override
    public void attachable(final Path directory, final String first, final String last)
    {
        // Shows nothing.
    }

    @Override
    public void running(final StormProgress progress, final long deliveredBefore)
    {
        // Shows nothing.
    }

    @Override
    public void uncounted(final String reason)
    {
        // Shows nothing.
    }

    @Override
    public void unwatched(final String reason)
    {
        // Shows nothing.
    }

    @Override
    public void lanesRemain(final String reason)
    {
        // Shows nothing.
    }

    @Override
    public void broken(final InvariantBrokenException broken, final Machine machine)
    {
        // Shows nothing.
    }

    @Override
    public void ended()
    {
        // Shows nothing.
    }

    @Override
    public void measured(final StormDescription description, final StormResult result)
    {
        // Shows nothing.
    }

    @Override
    public void proven(final StormDescription description, final StormResult result, final StormProof proof)
    {
        // Shows nothing.
    }

    @Override
    public void kept(final Path journal)
    {
        // Shows nothing.
    }
}
