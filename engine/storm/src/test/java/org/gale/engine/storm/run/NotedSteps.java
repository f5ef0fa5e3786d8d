package org.gale.engine.storm.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.storm.result.StormDescription;
import org.gale.engine.storm.result.StormProgress;
import org.gale.engine.storm.result.StormProof;
import org.gale.engine.storm.result.StormResult;

/** Front end of a storm that notes the steps of its session by name, in order. Owned by one thread. */
class NotedSteps extends SilentListener
{
    private final List<String> steps = new ArrayList<>();

    /** Returns the steps so far. */
    List<String> steps()
    {
        return List.copyOf(steps);
    }

    @Override
    public void reading(
        final Reading reading, final long doneBytes, final long totalBytes, final double commandsPerS)
    {
        note("reading " + reading);
    }

    @Override
    public void readEnded()
    {
        note("read");
    }

    @Override
    public void left(final List<Path> journals)
    {
        note("left " + journals);
    }

    @Override
    public void beginning(final StormDescription description)
    {
        note("beginning " + description.name());
    }

    @Override
    public void attachable(final Path directory, final String first, final String last)
    {
        note("attachable " + directory.getFileName() + ' ' + first + ' ' + last);
    }

    @Override
    public void running(final StormProgress progress, final long deliveredBefore)
    {
        note("running " + deliveredBefore);
    }

    @Override
    public void uncounted(final String reason)
    {
        note("uncounted");
    }

    @Override
    public void lanesRemain(final String reason)
    {
        note("remains " + reason);
    }

    @Override
    public void ended()
    {
        note("ended");
    }

    @Override
    public void measured(final StormDescription description, final StormResult result)
    {
        note("measured");
    }

    @Override
    public void proven(final StormDescription description, final StormResult result, final StormProof proof)
    {
        note("proven " + proof.extent());
    }

    @Override
    public void kept(final Path journal)
    {
        note("kept " + journal.getFileName());
    }

    private void note(final String step)
    {
        steps.add(step);
    }
}
