package org.gale.engine.cli;

import java.nio.file.Path;
import java.util.List;
import org.gale.engine.report.sweep.SweepOutline;
import org.gale.engine.report.sweep.SweepRunRow;

/**
 * Commands that repeat single runs of a joined sweep.
 *
 * @param outline of the sweep
 * @param job     file of the job
 */
record SweepRepeat(SweepOutline outline, Path job)
{
    /** Returns the command that repeats a run. */
    String of(final SweepRunRow run)
    {
        final StringBuilder command = new StringBuilder("gale storm ").append(job);
        final List<String> keys = outline.keys();
        for (int i = 0; i < keys.size(); i++)
        {
            command.append(" --set ").append(keys.get(i)).append('=').append(outline.points().get(run.point()).get(i));
        }

        return command.append(run.seed() == null ? "" : " --seed " + run.seed()).toString();
    }
}
