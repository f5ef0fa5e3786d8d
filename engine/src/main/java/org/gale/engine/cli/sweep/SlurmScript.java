package org.gale.engine.cli.sweep;

import java.util.List;
import java.util.Locale;
import org.gale.engine.cli.storm.StormWords;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.sweep.ShardNeeds;
import org.gale.engine.storm.sweep.SweepPlan;

/** Script that runs a sweep as an array of tasks of Slurm. Pure functions. */
final class SlurmScript
{
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private SlurmScript()
    {
    }

    /**
     * Returns the lines of the script.
     *
     * @param file of the sweep
     * @param out  directory of the results
     */
    static List<String> lines(final SweepPlan plan, final String file, final String out, final int shards)
    {
        final String name = plan.sweep().name();
        final ShardNeeds needs = ShardNeeds.of(plan, shards);
        final String merge = "gale sweep merge " + StormWords.quotedPath(out) + " -o " +
            StormWords.quotedPath(out.replaceAll("(?<=.)/+$", "") + "-joined");

        return List.of(
            "#!/bin/sh",
            "# Sweep " + name + ": " + NumberText.counted(plan.runs(), "run") + " by " +
                NumberText.counted(shards, "task") + ". Write it to " + name + ".sh where it was made, and submit it:",
            "#   job=$(sbatch --parsable ./" + name + ".sh)",
            "#   sbatch --dependency=afterany:$job --wrap " + StormWords.quoted(merge),
            "# The nodes share that directory and have gale in PATH. A task that was cancelled, or that reached",
            "# its time, resumes when it is submitted again, here the last one:",
            "#   sbatch --array=" + (shards - 1) + " ./" + name + ".sh",
            "#SBATCH --job-name=" + name,
            "#SBATCH --array=0-" + (shards - 1),
            "#SBATCH --ntasks=1",
            "#SBATCH --cpus-per-task=" + needs.cores(),
            "#SBATCH --mem=" + needs.memoryMib() + "M",
            "#SBATCH --time=" + time(needs.seconds()),
            "#SBATCH --output=" + name + "-%a.log",
            "exec gale sweep run " + StormWords.quotedPath(file) + " --out " + StormWords.quotedPath(out) +
                " --shard auto --shards " + shards);
    }

    /** Returns a time as days, hours, minutes and seconds. */
    private static String time(final long seconds)
    {
        return String.format(Locale.ROOT, "%d-%02d:%02d:%02d", seconds / DAY, seconds % DAY / HOUR,
            seconds % HOUR / MINUTE, seconds % MINUTE);
    }
}
