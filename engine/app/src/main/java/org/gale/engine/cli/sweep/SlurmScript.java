package org.gale.engine.cli.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.gale.engine.cli.storm.ShellWords;
import org.gale.engine.config.NumberText;
import org.gale.engine.storm.result.sweep.SweepPlan;
import org.gale.engine.storm.sweep.ShardNeeds;

/** Script that runs a sweep, or the shares of a storm, as an array of tasks of Slurm. Pure functions. */
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
     * @param file   of the sweep
     * @param out    directory of the results
     * @param atMost tasks at a time; null for no limit
     */
    static List<String> lines(
        final SweepPlan plan, final String file, final String out, final int shards, final Integer atMost)
    {
        final String name = plan.sweep().name();
        final ShardNeeds needs = ShardNeeds.of(plan, shards);
        final String merge = "gale sweep merge " + ShellWords.quotedPath(out) + " -o " +
            ShellWords.quotedPath(out.replaceAll("(?<=.)/+$", "") + "-joined");

        final List<String> lines = new ArrayList<>(List.of(
            "#!/bin/sh",
            "# Sweep " + name + ": " + NumberText.counted(plan.runs(), "run") + " by " +
                NumberText.counted(shards, "task") + ". Write it to " + name + ".sh where it was made, and submit it:",
            "#   job=$(sbatch --parsable ./" + name + ".sh)",
            "#   sbatch --dependency=afterany:$job --wrap " + ShellWords.quoted(merge),
            "# The nodes share that directory and have gale in PATH. A task that was cancelled, or that reached",
            "# its time, resumes when it is submitted again, here the last one:",
            "#   sbatch --array=" + (shards - 1) + " ./" + name + ".sh"));
        lines.addAll(head(name, shards, atMost, needs));
        lines.add("exec gale sweep run " + ShellWords.quotedPath(file) + " --out " + ShellWords.quotedPath(out) +
            " --shard auto --shards " + shards);

        return lines;
    }

    /**
     * Returns the lines of the script of the shares of a storm.
     *
     * @param out    directory of their reports
     * @param atMost tasks at a time; null for no limit
     */
    static List<String> ofShares(final SharePlan plan, final String out, final Integer atMost)
    {
        final String name = plan.name();
        final String results = ShellWords.quotedPath(out);
        final List<String> words = plan.words(ShellWords.quotedPath(plan.file()), "$SLURM_ARRAY_TASK_ID", results);
        final List<String> lines = new ArrayList<>(List.of(
            "#!/bin/sh",
            "# Storm " + name + " by " + NumberText.counted(plan.shares(), "task") + ". Write it to " + name +
                ".sh where it was made, and submit it:",
            "#   job=$(sbatch --parsable ./" + name + ".sh)",
            "#   sbatch --dependency=afterany:$job --wrap " + ShellWords.quoted(SharePlan.add(results)),
            "# The nodes share that directory and have gale in PATH. A task that was cancelled, or that reached",
            "# its time, begins anew when it is submitted again, here the last one:",
            "#   sbatch --array=" + (plan.shares() - 1) + " ./" + name + ".sh"));
        lines.addAll(head(name, plan.shares(), atMost, plan.needs()));
        lines.add("mkdir -p " + results + " || exit");
        lines.add("exec " + String.join(" ", words).replace(" --engines", " \\\n    --engines"));

        return lines;
    }

    /** Returns what a task reserves. */
    private static List<String> head(
        final String name, final int tasks, final Integer atMost, final ShardNeeds needs)
    {
        return List.of(
            "#SBATCH --job-name=" + name,
            "#SBATCH --array=0-" + (tasks - 1) + (atMost == null ? "" : "%" + atMost),
            "#SBATCH --ntasks=1",
            "#SBATCH --cpus-per-task=" + needs.cores(),
            "#SBATCH --mem=" + needs.memoryMib() + "M",
            "#SBATCH --time=" + time(needs.seconds()),
            "#SBATCH --output=" + name + "-%a.log");
    }

    /** Returns a time as days, hours, minutes and seconds. */
    private static String time(final long seconds)
    {
        return String.format(Locale.ROOT, "%d-%02d:%02d:%02d", seconds / DAY, seconds % DAY / HOUR,
            seconds % HOUR / MINUTE, seconds % MINUTE);
    }
}
