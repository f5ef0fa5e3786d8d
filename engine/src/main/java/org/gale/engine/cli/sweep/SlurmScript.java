package org.gale.engine.cli.sweep;

import java.util.List;
import java.util.Locale;
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
     * @param file of the sweep, as a shell takes it
     * @param out  directory of the results, as a shell takes it
     */
    static List<String> lines(final SweepPlan plan, final String file, final String out, final int shards)
    {
        final String name = plan.sweep().name();
        final ShardNeeds needs = ShardNeeds.of(plan, shards);

        return List.of(
            "#!/bin/sh",
            "# Sweep " + name + ": " + NumberText.counted(plan.runs(), "run") + " by " +
                NumberText.counted(shards, "task") + ". Submit it as NAME in the directory where it was printed:",
            "#   job=$(sbatch --parsable NAME)",
            "#   sbatch --dependency=afterany:$job --wrap \"gale sweep merge " + out + " -o " + joined(out) + '"',
            "# The nodes share that directory and have gale in PATH. A task that was cancelled, or that reached",
            "# its time, resumes when it is submitted again: sbatch --array=3 NAME",
            "#SBATCH --job-name=" + name,
            "#SBATCH --array=0-" + (shards - 1),
            "#SBATCH --ntasks=1",
            "#SBATCH --cpus-per-task=" + needs.cores(),
            "#SBATCH --mem=" + needs.memoryMib() + "M",
            "#SBATCH --time=" + time(needs.seconds()),
            "#SBATCH --output=" + name + "-%a.log",
            "exec gale sweep run " + file + " --out " + out + " --shard auto --shards " + shards);
    }

    /** Returns the name of the joined sweep beside that of the results. */
    private static String joined(final String out)
    {
        return out.endsWith("'") ? out.substring(0, out.length() - 1) + "-joined'" : out + "-joined";
    }

    /** Returns a time as days, hours, minutes and seconds. */
    private static String time(final long seconds)
    {
        return String.format(Locale.ROOT, "%d-%02d:%02d:%02d", seconds / DAY, seconds % DAY / HOUR,
            seconds % HOUR / MINUTE, seconds % MINUTE);
    }
}
